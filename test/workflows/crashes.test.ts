// Effects that fail before or after they took place, workers that come late, PostgreSQL that goes away: nothing lost, nothing doubled.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Activities } from '../../activities/index.ts';
import { migrate, openDatabase } from '../../db/database.ts';
import { grantToService, loginIn } from '../../db/roles.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer, timeSkippingServer } from '../support/temporal.ts';

const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

const signAll = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
const courses: Record<string, Act[]> = {
  'to a close-out': [...act.toSignOff, act.propose('E1', { dueOn }), ...signAll, act.verify('E1', 'approver1')],
  'through rework and a dispute': [
    ...act.toValidation,
    act.fail('validator1'),
    ...act.toReview,
    act.refuse('user1'),
    act.conclude('escalate'),
    act.determine('formalSignOff'),
    ...signAll,
  ],
};

/** Each call fails twice: once before its effect, and once after it, as if the answer had got lost. */
function failingAroundEffects(activities: Activities): Activities {
  const attempts = new Map<string, number>();
  const failing = Object.entries(activities).map(([name, effect]) => [
    name,
    async (input: unknown) => {
      const call = `${name} ${JSON.stringify(input)}`;
      const attempt = (attempts.get(call) ?? 0) + 1;
      attempts.set(call, attempt);
      if (attempt === 1) throw new Error('before the effect');
      const result = await (effect as (input: unknown) => Promise<unknown>)(input);
      if (attempt === 2) throw new Error('after the effect');
      return result;
    },
  ]);
  return Object.fromEntries(failing) as Activities;
}

async function recordOf(milestone: StagedMilestone) {
  const { outputs, stage } = await milestone.recorded();
  return {
    phase: stage.phase,
    outputs: outputs.length,
    events: await milestone.eventTypes(),
    mails: await milestone.mailKinds(),
  };
}

describe('Milestone whose every effect fails before and after it took place', function () {
  this.timeout(180_000);
  let calm: MilestoneStage;
  let rough: MilestoneStage;
  before(async () => {
    calm = await MilestoneStage.open(await devServer());
    // Without a cache each workflow task replays from the start, as after a restart.
    rough = await MilestoneStage.open(await devServer(), {
      withActivities: failingAroundEffects,
      maxCachedWorkflows: 0,
    });
  });
  after(async () => {
    await calm.close();
    await rough.close();
  });

  for (const [course, acts] of Object.entries(courses))
    it(`comes ${course} with the same record and the same mails as one that met no failure`, async () => {
      const run = async (stage: MilestoneStage): Promise<StagedMilestone> => {
        const milestone = await stage.start();
        await milestone.play(...acts);
        await milestone.handle.result();
        return milestone;
      };
      const [undisturbed, disturbed] = await Promise.all([run(calm), run(rough)]);
      assert.deepEqual(await recordOf(disturbed), await recordOf(undisturbed));
    });
});

describe('Messages sent while no worker runs', () => {
  it('are all ruled on, in their order, once one starts', async () => {
    const stage = await MilestoneStage.open(await devServer());
    try {
      const milestone = await stage.start();
      await milestone.play(...act.toReview);
      await stage.stopWorker();
      const decisions = [...['user1', 'user2', 'owner1'].map((each) => act.approve(each)), ...signAll];
      for (const [index, each] of decisions.entries())
        await milestone.signal(act.but(each, { messageId: `late-${index}` }));
      assert.equal((await milestone.recorded()).stage.phase, 'inReview', 'the record needs no worker to be read');
      const allSent = new Date().toISOString();
      await stage.startWorker();
      assert.equal((await milestone.handle.result()).phase, 'accepted');
      const { signatures } = await milestone.recorded();
      assert.ok(
        signatures.every(({ at }) => at <= allSent),
        'dated by the act',
      );
      const signed = (await milestone.events()).filter((each) => each.type === 'signed');
      assert.ok(
        signed.every(({ at }) => at > allSent),
        'and by the ruling beside it',
      );
      assert.deepEqual(await milestone.refusedMessages(), []);
    } finally {
      await stage.close();
    }
  });

  it('may decide before the mail that asks for the decision is sent', async () => {
    const stage = await MilestoneStage.open(await devServer());
    try {
      const milestone = await stage.start();
      await milestone.play(act.submit(), act.report('validator1'));
      const asked = (await milestone.mails()).filter((each) => each.kind === 'validationRequest');
      assert.deepEqual(
        asked.map((each) => each.status),
        ['queued', 'queued'],
      );
      assert.equal((await milestone.recorded()).reports.length, 1);
      await milestone.deliverMail();
      assert.ok((await milestone.mails()).every((each) => each.status === 'sent'));
    } finally {
      await stage.close();
    }
  });
});

describe('Record that is ahead of its workflow', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('wins after a reset in Temporal, and decisions go on from it', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview);
    const before = await milestone.events();
    const { events } = await milestone.handle.fetchHistory();
    const firstTask = events?.find((each) => each.workflowTaskCompletedEventAttributes);
    await stage.environment.connection.workflowService.resetWorkflowExecution({
      namespace: stage.environment.client.options.namespace,
      workflowExecution: { workflowId: milestone.handle.workflowId },
      workflowTaskFinishEventId: firstTask?.eventId ?? null,
      requestId: randomBytes(8).toString('hex'),
      reason: 'an administrator tries',
      resetReapplyType: 3,
    });
    const current = stage.environment.client.workflow.getHandle(milestone.handle.workflowId);
    const approval = await milestone.message(act.approve('user1'));
    await current.executeUpdate('giveFeedback', { args: [approval.raw] });
    assert.deepEqual((await milestone.events()).slice(0, before.length), before, 'what was on record stands');
    assert.equal((await milestone.events()).at(-1)?.type, 'feedbackGiven');
    assert.deepEqual(await milestone.refusedMessages(), []);
    await current.terminate();
  });

  it('is readable after a termination, and a workflow started anew goes on from it', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toSignOff);
    await milestone.handle.terminate('by mistake');
    const state = await milestone.recorded();
    assert.equal(state.stage.phase, 'formalSignOff');
    const { engagement, plan, milestoneId } = state;
    const again = await stage.environment.client.workflow.start('milestoneSignOff', {
      workflowId: milestone.handle.workflowId,
      taskQueue: stage.taskQueue,
      args: [{ milestoneId, engagement, plan, startedBy: act.actorOf('manager') }],
    });
    for (const each of signAll) {
      const { name, raw } = await milestone.message(each);
      await again.executeUpdate(name, { args: [raw] });
    }
    assert.equal(((await again.result()) as { phase: string }).phase, 'accepted');
    const types = await milestone.eventTypes();
    assert.equal(types.filter((each) => each === 'milestoneStarted').length, 1);
    const mails = await milestone.mailKinds();
    assert.equal(new Set(mails).size, mails.length, 'nobody is told twice');
  });
});

describe('PostgreSQL that goes away', function () {
  this.timeout(180_000);

  it('for a while stops nothing for good: the messages of the outage are recorded when it is back', async () => {
    const folder = await mkdtemp(join('/var/tmp', 'sign-off-outage-'));
    await chmod(folder, 0o755);
    const options = { folder, port: await freePort(), database: 'outage', isDisposable: true };
    let postgres = await startPostgres(options);
    const db = openDatabase(postgres.url);
    await migrate(db);
    await grantToService(db, loginIn(postgres.url));
    const stage = await MilestoneStage.open(await devServer(), {
      database: { db, url: postgres.url, ownerUrl: postgres.url, drop: () => db.destroy() },
    });
    try {
      const milestone = await stage.start();
      await milestone.play(act.submit());
      const reports = [
        await milestone.message(act.report('validator1')),
        await milestone.message(act.but(act.report('validator2'), { messageId: 'the other report' })),
      ];
      await postgres.stop();
      await milestone.send(reports[0] as act.Message);
      const answer = milestone.update(reports[1] as act.Message);
      await stage.environment.client.workflow.getHandle(milestone.handle.workflowId).describe();
      postgres = await startPostgres(options);
      assert.equal((await answer).phase, 'inReview');
      assert.equal((await milestone.recorded()).reports.length, 2);
    } finally {
      await stage.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('for hours is waited for by timers, which cost the history some hundred events an hour, and the milestone goes on', async () => {
    const environment = await timeSkippingServer();
    let backAt = 0;
    const stage = await MilestoneStage.open(environment, {
      withActivities: (activities) => ({
        ...activities,
        recordBatch: async (batch) => {
          if ((await environment.currentTimeMs()) < backAt) throw new Error('connection refused');
          return activities.recordBatch(batch);
        },
      }),
    });
    try {
      const milestone = await stage.start();
      await milestone.recorded();
      backAt = (await environment.currentTimeMs()) + 2 * 3_600_000;
      await milestone.signal(act.submit());
      await environment.sleep(2 * 3_600_000 + 120_000);
      await milestone.until('validating');
      const { historyLength } = await milestone.handle.describe();
      assert.ok(historyLength < 2 * 450, `${historyLength} events in two hours`);
    } finally {
      await stage.close();
      await environment.teardown();
    }
  });
});
