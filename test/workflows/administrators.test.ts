// What an administrator sees and does in Temporal: summaries without personal data, cancellation that becomes the milestone's own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { temporal } from '@temporalio/proto';
import { startMilestoneWorkflow } from '../../workflows/client/startMilestoneWorkflow.ts';
import { findMilestone, registerMilestone } from '../../db/milestones.ts';
import { ensureDispatcher } from '../../worker/ensureDispatcher.ts';
import { dispatcherWorkflowId, milestoneTaskQueue, milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { temporalViews } from '../../stack/temporalViews.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { checkout } from '../support/checkout.ts';
import { decoded } from '../support/decoded.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { belongsTo } from '../support/testEncryption.ts';
import { devServer } from '../support/temporal.ts';

type Payload = temporal.api.common.v1.IPayload | null | undefined;
const textOf = (payload: Payload): string => Buffer.from(payload?.data ?? []).toString();

async function currentDetails({ handle }: StagedMilestone): Promise<string> {
  const { definition: _definition, ...shown } = await handle.query<{ definition: unknown; currentDetails: string }>(
    '__temporal_workflow_metadata',
  );
  return shown.currentDetails;
}

/** All that the history shows beside its events, and what is plaintext whatever the codec. */
async function shownBeside({ handle, stage }: StagedMilestone): Promise<string[]> {
  const { events = [] } = await decoded(await handle.fetchHistory(), stage.environment.client.options.namespace);
  return (events ?? []).flatMap((each) => [
    textOf(each.userMetadata?.summary),
    textOf(each.userMetadata?.details),
    ...Object.values(each.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? {}).map(
      textOf,
    ),
  ]);
}

const frozen = (version: number): string[] => [
  'look up the documents of the package and compute its digest',
  'look whether the files are in the store',
  `package v${version} frozen (digest) · sign-off request prepared · validation asked of validator1, validator2`,
];

/** As the UI has them in its timeline: of what was done and waited for, in order. */
async function summariesOf({ handle, stage }: StagedMilestone): Promise<string[]> {
  const { events = [] } = await decoded(await handle.fetchHistory(), stage.environment.client.options.namespace);
  return (events ?? [])
    .map((each) => textOf(each.userMetadata?.summary))
    .filter(Boolean)
    .map((each) => JSON.parse(each) as string);
}

describe('Milestone in Temporal', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('shows its phase, engagement and deadline as search attributes, and can be found by them', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview);
    const state = await milestone.recorded();
    const { searchAttributes } = await milestone.handle.describe();
    assert.deepEqual(searchAttributes.MilestonePhase, ['inReview']);
    assert.deepEqual(searchAttributes.EngagementId, [state.engagement.engagementId]);
    assert.ok('wait' in state.stage);
    assert.deepEqual(searchAttributes.MilestoneDeadline, [new Date(state.stage.wait.deadline)]);
    const query = `MilestonePhase = "inReview" and EngagementId = "${state.engagement.engagementId}"`;
    const find = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const each of stage.environment.client.workflow.list({ query })) found.push(each.workflowId);
      return found;
    };
    while ((await find()).length === 0) await new Promise((wait) => setTimeout(wait, 50));
    assert.deepEqual(await find(), [milestone.handle.workflowId]);
  });

  it('is found by each filter that administrators are told of, and by those it should be', async () => {
    const page = await readFile(join(checkout, 'docs/temporal.md'), 'utf8');
    const filters = [...page.matchAll(/^ {4}(\S.*)$/gm)].map(([, filter = '']) => filter);
    assert.ok(filters.length >= 12);
    const milestone = await stage.start();
    await milestone.play(...act.toReview);
    const { engagement } = await milestone.recorded();
    const { workflow } = stage.environment.client;
    const finds = async (filter: string): Promise<boolean> => {
      const query = `(${filter}) AND EngagementId = "${engagement.engagementId}"`;
      return (await workflow.count(query)).count > 0;
    };
    while (!(await finds('MilestonePhase = "inReview"'))) await new Promise((wait) => setTimeout(wait, 50));
    const later = (filter: string) => filter.replace('2026-12-01', '2999-12-01').replace('2026-12-06', '2999-12-06');
    const found: string[] = [];
    for (const filter of filters)
      if (await finds(later(filter).replace('E-2026-7', engagement.engagementId))) found.push(filter);
    assert.deepEqual(
      found.map((each) => each.replace(/ AND ExecutionStatus = "Running"/, '')),
      [
        'MilestoneDeadline < "2026-12-01T00:00:00Z" AND MilestonePhase = "inReview"',
        'MilestoneNextStep < "2026-12-01T00:00:00Z"',
        'MilestoneDeadline BETWEEN "2026-11-30T00:00:00Z" AND "2026-12-06T23:59:59Z"',
        'EngagementId = "E-2026-7"',
      ],
    );
    for (const { query } of temporalViews(new Date(), engagement.engagementId)) await workflow.count(query);
    assert.ok(await finds('MilestoneWaitsFor = "stakeholder" AND MilestoneReworkCycles = 0'));
    await milestone.play(act.approve('user1'), act.approve('user2'), act.approve('owner1'));
    while (!(await finds('MilestoneWaitsFor = "approver"'))) await new Promise((wait) => setTimeout(wait, 50));
    assert.ok(!(await finds('MilestoneWaitsFor = "stakeholder"')));
  });

  it('tells in its current details what it waits for, and in summaries what was decided', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview, act.comment('user1', 'Why?'), act.approve('user1'));
    const details = await currentDetails(milestone);
    assert.match(details, /\*\*Phase:\*\* in review/);
    assert.match(details, /\*\*Waiting for:\*\* user2/);
    assert.match(details, /\*\*Deadline:\*\* 20\d\d-/);
    assert.match(details, /\*\*Before the next stage:\*\* feedback item F1 is not addressed/);
    await milestone.play(act.address('F1'), act.approve('user2'), act.approve('owner1'), act.sign('approver1'));
    const shown = (await shownBeside(milestone)).join('\n');
    for (const text of [
      'package v1 frozen',
      'validator1 reports: passed',
      'approver1 signed',
      'whether a reminder or escalation is due',
    ])
      assert.ok(shown.includes(text), `"${text}" is not shown`);
  });

  it('reads as one story in the summaries beside its timers and activities, from the package to the certificate', async () => {
    const milestone = await stage.start();
    for (const each of [act.submit(), act.fail('validator1'), ...act.toAccepted]) await milestone.play(each);
    await milestone.handle.result();
    const summaries = (await summariesOf(milestone)).map((each) => each.replace(/[0-9a-f]{12}…/, 'digest'));
    const isTimer = (each: string): boolean => each.includes('looks at');
    assert.deepEqual(
      summaries.filter((each) => !isTimer(each)),
      [
        'milestone started',
        ...frozen(1),
        'validator1 reports: not conforming · non conformance noticed · rework started',
        ...frozen(2),
        'validator1 reports: passed',
        'validator2 reports: passed · review asked of user1, user2',
        'user1: approve',
        'user2: approve · review asked of owner1, owner2',
        'owner1: approve · signatures asked of approver1, approver2',
        'look whether the files are in the store',
        'approver1 signed',
        'look whether the files are in the store',
        'approver2 signed · signatures asked of director',
        'look whether the files are in the store',
        `director signed · accepted ${milestone.milestoneId}-C1`,
        'certificate, next-phase authorisation, invoice release, archive',
        'outputs published',
      ],
    );
    const timers = summaries.filter(isTimer);
    assert.match(
      timers[0] ?? '',
      /^compiling: looks at 20\d\d-\d\d-\d\d \d\d:\d\d UTC whether a reminder or escalation is due$/,
    );
    for (const each of timers)
      assert.match(each, /^(compiling|validating|rework|in review|formal sign-off): looks at /);
  });

  it('shows no name, address or client', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toAccepted);
    await milestone.handle.result();
    const shown = [...(await shownBeside(milestone)), await currentDetails(milestone)].join('\n');
    const { engagement } = await milestone.recorded();
    const personal = [...people.flatMap((each) => [each.name, each.email]), engagement.client, engagement.firm];
    for (const each of personal) assert.ok(!shown.includes(each), `"${each}" is shown`);
  });

  it('is started by the service under its title, with details that say where to look', async () => {
    const own = await MilestoneStage.open(await devServer(), { taskQueue: milestoneTaskQueue });
    try {
      const model = await own.start();
      const { engagement, plan } = await model.recorded();
      const milestoneId = `${model.milestoneId}-registered`;
      const workflowId = milestoneWorkflowId(milestoneId);
      belongsTo(workflowId, engagement.engagementId);
      const startedBy = {
        personId: 'manager',
        role: 'engagementManager',
        authentication: { method: 'apiKey', keyId: 'test' },
      } as const;
      const { engagementId } = engagement;
      await registerMilestone(own.database.db, { milestoneId, engagementId, workflowId, plan, startedBy });
      const row = await findMilestone(own.database.db, milestoneId);
      assert.ok(row);
      const { client } = own.environment;
      for (let turn = 0; turn < 2; turn += 1) await startMilestoneWorkflow({ client, db: own.database.db }, row);
      const described = await client.workflow.getHandle(workflowId).describe();
      assert.equal(await described.staticSummary(), plan.title);
      assert.match((await described.staticDetails()) ?? '', new RegExp(engagementId));
      for (const each of [workflowId, model.handle.workflowId]) await client.workflow.getHandle(each).terminate();
    } finally {
      await own.close();
    }
  });
});

describe('Cancellation asked for in Temporal', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('is recorded as the milestone’s own, and everybody asked is told', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview);
    await milestone.handle.cancel();
    assert.equal((await milestone.handle.result()).phase, 'cancelled');
    const cancelled = (await milestone.events()).at(-1);
    assert.deepEqual(
      [cancelled?.type, cancelled?.actor.personId, cancelled?.actor.role],
      ['cancelled', 'temporal', 'administrator'],
    );
    const told = (await milestone.mailKinds()).filter((each) => each.startsWith('cancellationNotice'));
    assert.deepEqual(
      told.sort(),
      ['manager', 'sponsor', 'user1', 'user2', 'validator1', 'validator2'].map(
        (each) => `cancellationNotice to ${each}`,
      ),
    );
  });

  it('of a milestone already accepted with exceptions is refused and recorded, and the milestone goes on', async () => {
    const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const milestone = await stage.start();
    const signAll = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    await milestone.play(...act.toSignOff, act.propose('E1', { dueOn }), ...signAll);
    await milestone.handle.cancel();
    await milestone.recorded(({ messages }) => `${milestone.milestoneId}-cancelled-in-temporal` in messages);
    assert.equal((await milestone.refusedMessages()).at(-1)?.code, 'MILESTONE_CLOSED');
    await milestone.play(act.verify('E1', 'approver1'));
    assert.equal((await milestone.handle.result()).phase, 'accepted');
  });
});

describe('Dispatcher that an administrator ended', () => {
  it('is started again, and there is never more than one', async () => {
    const { client } = await devServer();
    await ensureDispatcher(client);
    const handle = client.workflow.getHandle(dispatcherWorkflowId);
    const { runId } = await handle.describe();
    await ensureDispatcher(client);
    assert.equal((await handle.describe()).runId, runId);
    await handle.terminate('by mistake');
    await ensureDispatcher(client);
    const again = await handle.describe();
    assert.deepEqual([again.status.name, again.runId === runId], ['RUNNING', false]);
    await handle.terminate();
  });
});
