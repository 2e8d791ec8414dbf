// Deadlines under a clock that jumps: every step at its instant, and decisions that come together with one.
import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { findMilestone } from '../../db/milestones.ts';
import type { Milestone, Phase } from '../../domain/milestone.ts';
import type { Deadline } from '../../domain/time/deadline.ts';
import { laterRunOf } from '../../workflows/client/milestoneRun.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { timeSkippingServer } from '../support/temporal.ts';

const deadlineOf = ({ stage }: Milestone): Deadline => {
  assert.ok('wait' in stage, `nothing is waited for in ${stage.phase}`);
  return stage.wait;
};

const eventOfStep: Record<string, string> = {
  reminder: 'reminderDue',
  overdue: 'deadlinePassed',
  escalation: 'overdueEscalated',
};

/** Phases in which silence changes nothing, with the way there and who is reminded. */
const patient: Record<string, { way: Act[]; asked: string[] }> = {
  compiling: { way: [], asked: ['manager'] },
  validating: { way: act.toValidation, asked: ['validator1', 'validator2'] },
  rework: { way: [...act.toValidation, act.fail('validator1')], asked: ['manager'] },
  inReview: { way: [...act.toReview, act.approve('user1')], asked: ['user2'] },
  formalSignOff: { way: [...act.toSignOff, act.sign('approver2')], asked: ['approver1'] },
  escalated: { way: [...act.toReview, act.refuse('user1'), act.conclude('escalate')], asked: ['sponsor'] },
};

describe('Deadline that nobody keeps', function () {
  this.timeout(180_000);
  let environment: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  /** Its tasks are not bound to a worker that is gone. */
  let uncached: MilestoneStage;
  before(async () => {
    environment = await timeSkippingServer();
    stage = await MilestoneStage.open(environment);
    uncached = await MilestoneStage.open(environment, { maxCachedWorkflows: 0 });
  });
  after(async () => {
    await stage.close();
    await uncached.close();
    await environment.teardown();
  });

  /** Lets time pass until just after an instant; the server's clock is not ours. */
  async function passUntil(instant: string): Promise<void> {
    await environment.sleep(Math.max(1, Date.parse(instant) - (await environment.currentTimeMs())) + 1000);
  }

  const reached = async (way: readonly Act[], contract: object = {}): Promise<StagedMilestone> => {
    const milestone = await stage.start({ contract });
    await milestone.play(...way);
    return milestone;
  };

  it('is kept to by a run that was started from the record after somebody had ended the one before', async () => {
    const milestone = await reached(act.toReview);
    const { schedule } = deadlineOf(await milestone.recorded());
    await passUntil(schedule[0]?.at ?? '');
    await milestone.recorded((each) => deadlineOf(each).next === 1);
    await milestone.handle.terminate();
    await passUntil(schedule[1]?.at ?? '');
    const row = await findMilestone(stage.database.db, milestone.milestoneId);
    const run = row && laterRunOf(row);
    assert.ok(run);
    const { workflow } = environment.client;
    await workflow.start('milestoneSignOff', { ...run, taskQueue: stage.taskQueue });
    await milestone.recorded((each) => deadlineOf(each).next === 2);
    await passUntil(schedule[2]?.at ?? '');
    await milestone.recorded((each) => deadlineOf(each).next === 3);
    const steps = (await milestone.events()).filter((each) => 'askedIds' in each && 'next' in each);
    assert.equal(steps.length, 3, 'none twice');
    for (const [place, { at }] of steps.entries())
      assert.ok(Math.abs(Date.parse(at) - Date.parse(schedule[place]?.at ?? '')) < 60_000, `${at} for step ${place}`);
  });

  it('reminds, is overdue and is escalated at the instants fixed when it opened, in every phase', async () => {
    const waiting = await Promise.all(
      Object.entries(patient).map(async ([phase, { way, asked }]) => {
        const milestone = await reached(way);
        const state = await milestone.recorded();
        assert.equal(state.stage.phase, phase);
        return { milestone, phase, asked, wait: deadlineOf(state), sequence: state.sequence };
      }),
    );
    const last =
      waiting
        .map(({ wait }) => wait.schedule.at(-1)?.at ?? '')
        .sort()
        .at(-1) ?? '';
    await passUntil(last);
    for (const { milestone, phase, asked, wait, sequence } of waiting) {
      const state = await milestone.recorded((each) => deadlineOf(each).next === wait.schedule.length);
      assert.equal(state.stage.phase, phase, 'silence decides nothing');
      const events = (await milestone.events()).filter((each) => each.sequence > sequence);
      assert.deepEqual(
        events.map((each) => `${each.at.slice(0, 16)} ${each.type}`),
        wait.schedule.map((step) => `${step.at.slice(0, 16)} ${eventOfStep[step.kind]}`),
        phase,
      );
      events.forEach((each, index) =>
        assert.ok(each.at >= (wait.schedule[index]?.at ?? ''), 'never before its instant'),
      );
      const told = (await milestone.mails()).filter((each) => each.sequence > sequence);
      const of = (kind: string) => [
        ...new Set(told.filter((each) => each.kind === kind).map((each) => each.recipientId)),
      ];
      assert.deepEqual(
        [of('reminder').sort(), of('overdueNotice'), of('escalationNotice')],
        [asked, ['manager'], ['sponsor']],
      );
    }
  });

  it('of a facilitation goes to the sponsor at its deadline, whose determination ends it', async () => {
    for (const [determination, phase] of [
      ['rework', 'rework'],
      ['formalSignOff', 'formalSignOff'],
      ['terminate', 'terminated'],
    ] as [string, Phase][]) {
      const milestone = await reached([...act.toReview, act.refuse('user1')]);
      const { deadline } = deadlineOf(await milestone.recorded());
      await passUntil(deadline);
      await milestone.until('escalated');
      const escalated = (await milestone.events()).find((each) => each.type === 'escalatedToSponsor');
      assert.equal(escalated?.at.slice(0, 16), deadline.slice(0, 16));
      assert.ok((await milestone.mailKinds()).includes('sponsorBrief to sponsor'));
      assert.equal((await milestone.play(act.determine(determination)))?.phase, phase);
    }
  });

  it('after a conditional acceptance is the owner’s, and still ends in a close-out when the exception is verified', async () => {
    const dueOn = new Date((await environment.currentTimeMs()) + 20 * 86_400_000).toISOString().slice(0, 10);
    const milestone = await reached([
      ...act.toSignOff,
      act.propose('E1', { dueOn }),
      ...['approver1', 'approver2', 'director'].map((each) => act.sign(each)),
    ]);
    await milestone.recorded(({ outputs }) => outputs.length === 1);
    const wait = deadlineOf(await milestone.recorded());
    assert.equal(wait.deadline.slice(0, 10), dueOn);
    await passUntil(wait.schedule.at(-1)?.at ?? '');
    await milestone.recorded((each) => deadlineOf(each).next === wait.schedule.length);
    assert.ok((await milestone.mailKinds()).includes('reminder to author'));
    await milestone.play(act.verify('E1', 'approver1'));
    const result = await milestone.handle.result();
    assert.equal(result.phase, 'accepted');
    const { acceptances, outputs } = await milestone.recorded();
    assert.deepEqual(
      acceptances.map((each) => each.kind),
      ['conditional', 'closeOut'],
    );
    assert.equal(outputs.length, 2);
  });

  it('ends by a decision that comes in the same instant as its deadline: the decision counts', async () => {
    const milestone = await uncached.start();
    await milestone.play(...act.toReview, act.refuse('user1'));
    const { deadline } = deadlineOf(await milestone.recorded());
    // This server's clock stands still while a workflow task waits for a worker, so the earlier steps are fired first.
    await passUntil(new Date(Date.parse(deadline) - 60_000).toISOString());
    await uncached.stopWorker();
    await passUntil(deadline);
    await milestone.signal(act.conclude('reviewAgain'));
    await uncached.startWorker();
    const state = await milestone.until('inReview');
    assert.ok(deadlineOf(state).deadline > deadline, 'the review has a deadline of its own');
    const types = await milestone.eventTypes();
    assert.ok(!types.includes('escalatedToSponsor') && !types.includes('deadlinePassed'));
  });
});
