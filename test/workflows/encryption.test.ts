// What Temporal keeps of milestones: sealed, with nothing personal beside it; and what somebody sends there that was not sealed for its place.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import * as act from '../domain/acts.ts';
import { letterTerms } from '../domain/entering.ts';
import { courses, refusals } from '../histories/courses.ts';
import { decoded } from '../support/decoded.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { saidIn } from '../support/saidIn.ts';
import { devServer } from '../support/temporal.ts';

const { v1: history } = proto.temporal.api.history;
const { v1: service } = proto.temporal.api.workflowservice;

/** All that is written in it, as text and with bytes read as such. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return typeof value === 'object' && value !== null ? Object.values(value).map(textIn).join('\n') : '';
}

const from = { ipAddress: '203.0.113.77', userAgent: 'Mozilla/5.0 (of a visitor)' };

describe('What Temporal keeps', function () {
  this.timeout(180_000);
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  /** Everything that the server gives of it to whoever asks, as protocol buffers and as text. */
  async function keptOf({ handle }: StagedMilestone): Promise<string> {
    const { client } = stage.environment;
    const { namespace } = client.options;
    const execution = { workflowId: handle.workflowId };
    const whole = await handle.fetchHistory();
    const described = await client.workflowService.describeWorkflowExecution({ namespace, execution });
    const listed = await client.workflowService.listWorkflowExecutions({
      ...{ namespace, query: `WorkflowId = "${handle.workflowId}"` },
    });
    return [
      Buffer.from(history.History.encode(whole).finish()).toString(),
      Buffer.from(service.DescribeWorkflowExecutionResponse.encode(described).finish()).toString(),
      Buffer.from(service.ListWorkflowExecutionsResponse.encode(listed).finish()).toString(),
      ...[whole, described, listed].map(textIn),
    ].join('\n');
  }

  async function assertKeepsNothingOf(milestone: StagedMilestone): Promise<void> {
    const { namespace } = stage.environment.client.options;
    const { engagement, plan } = await milestone.recorded();
    const refused = await milestone.refusedMessages();
    const said = [...new Set(saidIn([await milestone.events(), refused, engagement, plan]))];
    assert.ok(
      said.includes('director@example.com') && said.includes('The Client') && said.length > 60,
      `${said.length}`,
    );
    const kept = await keptOf(milestone);
    assert.deepEqual(
      said.filter((each) => kept.includes(each)),
      [],
    );
    const opened = textIn(await decoded(await milestone.handle.fetchHistory(), namespace));
    assert.ok(opened.includes('director@example.com'), 'it is there, sealed');
  }

  it('of a milestone that came to a revocation holds none of the names, addresses and texts put in', async () => {
    const milestone = await stage.start({
      ...letterTerms,
      workflow: { staticSummary: 'A title of a client', staticDetails: 'Details of a client' },
    });
    const seen = act.by({ method: 'requestLink', requestId: 'request-of-user1', ...from }, act.approve('user1'));
    const [first, ...rest] = courses.revoked ?? [];
    assert.ok(first);
    await milestone.play(first, ...rest.slice(0, 2), seen, ...rest.slice(3));
    await assertKeepsNothingOf(milestone);
    const kept = await keptOf(milestone);
    for (const each of ['of a client', from.ipAddress, from.userAgent]) assert.ok(!kept.includes(each), each);
  });

  it('of a disputed one that was ended by the sponsor holds none of them either', async () => {
    const milestone = await stage.start();
    await milestone.play(...(courses.disputed ?? []));
    await assertKeepsNothingOf(milestone);
  });

  it('holds none of what it refused, by signal and by update, nor of why', async () => {
    const milestone = await stage.start();
    await assert.rejects(milestone.play(act.sign('approver1', { typedName: 'Somebody who signs' })));
    await milestone.signal(...refusals);
    await milestone.handle.result();
    await assertKeepsNothingOf(milestone);
    const kept = await keptOf(milestone);
    for (const { message } of await milestone.refusedMessages()) assert.ok(!kept.includes(message), message);
  });
});

describe('What comes to a milestone from Temporal', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('sealed for another milestone is refused, on record, and the milestone goes on', async () => {
    const [one, other] = [await stage.start(), await stage.start()];
    await one.signalInTurn(act.submit());
    const { events } = await one.handle.fetchHistory();
    const input = (events ?? []).flatMap((each) => each.workflowExecutionSignaledEventAttributes?.input ?? [])[0];
    const { client } = stage.environment;
    const workflowExecution = { workflowId: other.handle.workflowId };
    await client.workflowService.signalWorkflowExecution({
      ...{ namespace: client.options.namespace, workflowExecution, signalName: 'submitPackage', input: input ?? null },
    });
    while ((await other.refusedMessages()).length === 0) await new Promise((wait) => setTimeout(wait, 50));
    const [refused] = await other.refusedMessages();
    assert.equal(refused?.code, 'MESSAGE_UNREADABLE');
    assert.match(refused.message, /sealed for another workflow/);
    await other.play(act.submit());
    assert.equal((await other.recorded()).stage.phase, 'validating');
  });

  it('as its start, in plain, fails the workflow and wedges nothing', async () => {
    const { connection, options } = stage.environment.client;
    const workflowId = milestoneWorkflowId(`M-plain-${Date.now()}`);
    await connection.workflowService.startWorkflowExecution({
      ...{ namespace: options.namespace, workflowId, requestId: workflowId },
      workflowType: { name: 'milestoneSignOff' },
      taskQueue: { name: stage.taskQueue },
      input: { payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{}') }] },
    });
    const started = stage.environment.client.workflow.getHandle(workflowId);
    await assert.rejects(
      started.result(),
      (error) => error instanceof WorkflowFailedError && /it came in plain/.test(error.cause?.message ?? ''),
    );
  });

  it('as the result of an activity that somebody completed there counts for nothing: it runs again', async () => {
    let calls = 0;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const own = await MilestoneStage.open(await devServer(), {
      withActivities: (activities) => ({
        ...activities,
        async publishAcceptance(input) {
          calls += 1;
          if (calls === 1) await held;
          return activities.publishAcceptance(input);
        },
      }),
    });
    const milestone = await own.start();
    await milestone.play(...act.toAccepted);
    while (calls === 0) await new Promise((wait) => setTimeout(wait, 50));
    const { workflowService, options } = own.environment.client;
    const { pendingActivities } = await workflowService.describeWorkflowExecution({
      ...{ namespace: options.namespace, execution: { workflowId: milestone.handle.workflowId } },
    });
    const forged = JSON.stringify({ certificateNumber: 'made-up' });
    await workflowService.respondActivityTaskCompletedById({
      namespace: options.namespace,
      workflowId: milestone.handle.workflowId,
      activityId: pendingActivities?.[0]?.activityId ?? '',
      result: { payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(forged) }] },
    });
    letGo();
    await milestone.recorded(({ outputs }) => outputs.length > 0);
    assert.ok(calls >= 2);
    assert.equal((await milestone.recorded()).outputs[0]?.certificateNumber, `${milestone.milestoneId}-C1`);
    await own.close();
  });
});
