// Ways past a milestone's messages that access to Temporal opens: its activities, and what its workflow is started with.
import assert from 'node:assert/strict';
import { Client, type WorkflowFailedError } from '@temporalio/client';
import { findMilestone, registerMilestone } from '../../db/milestones.ts';
import { listEvents } from '../../db/timeline.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { startMilestoneWorkflow } from '../../workflows/client/startMilestoneWorkflow.ts';
import { milestoneQuery } from '../../workflows/messages.ts';
import { milestoneTaskQueue, milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { belongsTo } from '../support/testEncryption.ts';
import { devServer } from '../support/temporal.ts';

describe('Side door', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer(), { taskQueue: milestoneTaskQueue });
  });
  after(() => stage.close());

  /** By itself, as the Temporal CLI runs it; gives what is said. Without `client` by nobody who has the service's keys. */
  async function run(type: string, input: unknown, client = stage.environment.client): Promise<string> {
    const activity = client.activity.execute(type, {
      ...{ id: `${type}-${Date.now()}`, taskQueue: milestoneTaskQueue, args: [input] },
      ...{ startToCloseTimeout: '20s', retry: { maximumAttempts: 1 } },
    });
    return activity.then(JSON.stringify, ({ cause, message }: Error) =>
      cause instanceof Error ? cause.message : message,
    );
  }

  const start = (milestoneId: string, input: object) =>
    stage.environment.client.workflow.start('milestoneSignOff', {
      workflowId: milestoneWorkflowId(milestoneId),
      taskQueue: milestoneTaskQueue,
      args: [{ milestoneId, ...input }],
    });

  it('is closed: what runs inside a workflow’s task runs nowhere else', async () => {
    const milestone = await stage.start();
    const { milestoneId } = milestone;
    await milestone.play(act.submit());
    const before = await milestone.events();
    const page = await stage.activities.readRecordedSince({ milestoneId, knownSequence: 0, afterSequence: 0 });
    const snapshot = await milestone.recorded();
    const batch = { milestoneId, workflowId: milestoneWorkflowId(milestoneId), batch: page.lastBatch + 1 };
    const forged = {
      ...batch,
      follows: page.head,
      at: snapshot.startedAt,
      events: [],
      refused: [],
      notifications: [],
      snapshot,
    };
    for (const [type, input] of Object.entries({
      recordBatch: { ...forged, engagementId: snapshot.engagement.engagementId, vouchers: [] },
      readRecordedSince: { milestoneId, knownSequence: 0, afterSequence: 0 },
      checkCarriedState: { milestoneId },
      findAuthorisations: [milestoneId],
    }))
      assert.match(
        await run(type, input),
        /runs inside a task of a milestone's workflow and is not to be started by itself/,
        type,
      );
    assert.match(
      await run('publishAcceptance', { milestoneId, certificateNumber: `${milestoneId}-C1` }),
      /has no acceptance/,
    );
    assert.match(
      await run('timestampCertificate', { milestoneId, certificateNumber: `${milestoneId}-C1` }),
      /has no acceptance/,
    );
    const { connection, options } = stage.environment.client;
    const plain = new Client({ connection, namespace: options.namespace });
    assert.doesNotMatch(await run('publishAcceptance', { milestoneId }, plain), /acceptance/, 'it came in plain');
    assert.deepEqual(await milestone.events(), before);
    await milestone.handle.terminate();
  });

  /** With the last signature and a hash and a number that fit the record. */
  async function forgedState(
    milestone: StagedMilestone,
  ): Promise<{ milestone: Milestone; lastBatch: number; head: string }> {
    const row = await findMilestone(stage.database.db, milestone.milestoneId);
    assert.ok(row?.snapshot);
    const { signatures } = row.snapshot;
    const [first] = signatures;
    assert.ok(first);
    const more = ['approver2', 'director'].map((personId) => ({ ...first, personId }));
    return {
      milestone: { ...row.snapshot, signatures: [...signatures, ...more] },
      lastBatch: row.lastBatch,
      head: row.head,
    };
  }

  it('is closed: a run goes on from the record, whatever state it is started with', async () => {
    const milestone = await stage.start();
    const { milestoneId } = milestone;
    await milestone.play(...act.toSignOff, act.sign('approver1'));
    const onRecord = await milestone.recorded();
    await milestone.handle.terminate();
    const again = await start(milestoneId, { continuedState: await forgedState(milestone) });
    await assert.rejects(again.executeUpdate('sign', { args: [(await milestone.message(act.sign('outsider'))).raw] }));
    assert.deepEqual((await again.query(milestoneQuery)).signatures, onRecord.signatures);
    await again.executeUpdate('sign', { args: [(await milestone.message(act.sign('approver2'))).raw] });
    assert.equal((await milestone.recorded()).stage.phase, 'formalSignOff', 'the director has not signed');
    await again.terminate();
  });

  it('is closed: a state of what is not on record starts nothing', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toSignOff, act.sign('approver1'));
    const { milestone: state, ...position } = await forgedState(milestone);
    const milestoneId = `${milestone.milestoneId}-made-up`;
    const handle = await start(milestoneId, { continuedState: { ...position, milestone: { ...state, milestoneId } } });
    await assert.rejects(handle.result(), ({ cause }: WorkflowFailedError) =>
      /Nothing is on record of/.test(cause?.message ?? ''),
    );
    await milestone.handle.terminate();
  });

  it('is closed: a registered milestone starts with its own plan and the engagement on record, or not at all', async () => {
    const model = await stage.start();
    const { engagement } = await model.recorded();
    const { engagementId } = engagement;
    await model.handle.terminate();
    const milestoneId = `${model.milestoneId}-registered`;
    const startedBy = {
      personId: 'manager',
      role: 'engagementManager',
      authentication: { method: 'apiKey', keyId: 'k' },
    } as const;
    const plan = milestonePlan.parse(planWith());
    const workflowId = milestoneWorkflowId(milestoneId);
    belongsTo(workflowId, engagementId);
    await registerMilestone(stage.database.db, { milestoneId, engagementId, workflowId, plan, startedBy });
    const people = engagement.people.map((each) =>
      each.personId === 'director' ? { ...each, email: 'mine@example.org' } : each,
    );
    for (const [forged, what] of [
      [{ engagement, plan: { ...plan, value: { ...plan.value, amount: '1.00' } } }, /its plan/],
      [{ engagement: { ...engagement, people }, plan }, /the terms and people of engagement/],
    ] as const) {
      const handle = await start(milestoneId, { ...forged, startedBy });
      await assert.rejects(handle.result(), ({ cause }: WorkflowFailedError) => what.test(cause?.message ?? ''));
    }
    const { items } = await listEvents(stage.database.db, milestoneId, { limit: 10 });
    assert.deepEqual(items, []);
    const row = await findMilestone(stage.database.db, milestoneId);
    assert.ok(row);
    const { client } = stage.environment;
    await startMilestoneWorkflow({ client, db: stage.database.db }, row);
    while (!(await findMilestone(stage.database.db, milestoneId))?.snapshot)
      await new Promise((wait) => setTimeout(wait, 50));
    await client.workflow.getHandle(workflowId).terminate();
  });
});
