// Continue-as-new: the next run goes on with everything the one before had, and with what came in between.
import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sendMessage } from '../../workflows/client/sendMessage.ts';
import type { CommandName } from '../../domain/commands.ts';
import type { Milestone } from '../../domain/milestone.ts';
import type { MessageOf } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import type { Message } from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer, timeSkippingServer } from '../support/temporal.ts';
import { testEntrances } from '../support/testVouchers.ts';

const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const signAll = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));

/** Whatever run is the current one. */
const current = ({ stage, handle }: StagedMilestone) => stage.environment.client.workflow.getHandle(handle.workflowId);

/** As the API does it: by update, and by signal where continuing as new fails the task that would have answered. */
const viaApi = ({ stage, milestoneId }: StagedMilestone, { name, raw }: Message) =>
  sendMessage(
    {
      ...{ client: stage.environment.client, db: stage.database.db, answerWithinMilliseconds: 10_000 },
      ...{ entrance: 'api', vouch: testEntrances.vouch },
    },
    milestoneId,
    name,
    raw as MessageOf<CommandName>,
  );

async function runsOf(milestone: StagedMilestone): Promise<number> {
  const query = `WorkflowId = "${milestone.handle.workflowId}"`;
  let runs = 0;
  for await (const _each of milestone.stage.environment.client.workflow.list({ query })) runs += 1;
  return runs;
}

describe('Milestone that continues as new every few events', function () {
  this.timeout(180_000);
  const often = { continueAsNewAfterEvents: 12 };
  let stage: MilestoneStage;
  let unhurried: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer(), often);
    unhurried = await MilestoneStage.open(await devServer());
  });
  after(async () => {
    await stage.close();
    await unhurried.close();
  });

  it('comes to a close-out with the record of one that never did, and still knows the first message', async () => {
    const course = [...act.toSignOff, act.propose('E1', { dueOn }), ...signAll];
    const [often_, never] = [await stage.start(), await unhurried.start()];
    for (const next of course) await Promise.all([often_, never].map((each) => each.play(next)));
    const [firstId = '', first] = Object.entries((await often_.recorded()).messages)[0] ?? [];
    const repeat = { ...(await often_.message(act.submit())).raw, messageId: firstId };
    const answer = await often_.update({ name: 'submitPackage', raw: repeat });
    assert.deepEqual([answer.sequence, answer.isRepeat], [first?.sequence, true]);
    await Promise.all([often_, never].map((each) => each.play(act.verify('E1', 'approver1'))));
    for (const each of [often_, never]) assert.equal((await each.handle.result()).phase, 'accepted');
    assert.deepEqual(await often_.eventTypes(), await never.eventTypes());
    assert.deepEqual(await often_.mailKinds(), await never.mailKinds());
    assert.ok((await runsOf(often_)) > 3);
  });

  it('loses no signal and no update sent around each new run', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview);
    const comments = Array.from({ length: 40 }, (_, index) =>
      act.but(act.comment('user1', `Comment ${index}`), { messageId: `comment-${index}` }),
    );
    const messages = await Promise.all(comments.map((each) => milestone.message(each)));
    for (let from = 0; from < messages.length; from += 4)
      await Promise.all(
        messages
          .slice(from, from + 4)
          .map((each, index) => (index % 2 === 0 ? milestone.send(each) : viaApi(milestone, each))),
      );
    const state = await milestone.recorded(({ feedbackItems }) => feedbackItems.length >= 40);
    assert.deepEqual(
      state.feedbackItems.map((each) => each.text).sort(),
      messages.map((_, index) => `Comment ${index}`).sort(),
    );
    assert.ok((await runsOf(milestone)) > 2);
    await current(milestone).terminate();
  });

  it('publishes once what is under way when it would continue as new', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let published = 0;
    const slow = await MilestoneStage.open(await devServer(), {
      ...often,
      withActivities: (activities) => ({
        ...activities,
        publishAcceptance: async (input) => {
          published += 1;
          await released;
          return activities.publishAcceptance(input);
        },
      }),
    });
    try {
      const milestone = await slow.start();
      await milestone.play(...act.toSignOff, act.propose('E1', { dueOn }), ...signAll);
      const conditional = await milestone.recorded();
      const bounces = Array.from({ length: 12 }, (_, index) =>
        milestone.messageOn(conditional, act.but(act.bounce('user1'), { messageId: `bounce-${index}` })),
      );
      for (const each of bounces) await milestone.update(each);
      const runs = await runsOf(milestone);
      release();
      await milestone.recorded(({ outputs }) => outputs.length === 1);
      await milestone.play(act.bounce('user2'), act.bounce('user2'), act.verify('E1', 'approver1'));
      assert.equal(((await current(milestone).result()) as { phase: string }).phase, 'accepted');
      assert.equal(published, 2, 'the conditional certificate and the close-out, once each');
      assert.ok(runs >= 1);
      assert.equal((await milestone.recorded()).outputs.length, 2);
    } finally {
      await slow.close();
    }
  });

  it('carries a state too large to stay readable, compressed', async () => {
    const later = await MilestoneStage.open(await devServer(), { continueAsNewAfterEvents: 40 });
    const milestone = await later.start();
    await milestone.play(...act.toReview);
    const long = Array.from({ length: 50 }, (_, index) => `${index} `.padEnd(3900, `Lorem ${index} ipsum dolor `));
    for (let turn = 0; turn < 5; turn += 1) await milestone.play(act.comment('user1', ...long));
    const before = await milestone.recorded();
    assert.ok(JSON.stringify(before).length > 900_000);
    while ((await runsOf(milestone)) < 2) await milestone.play(act.comment('user2', 'And this'));
    const { events } = await current(milestone).fetchHistory();
    const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    assert.equal(input.length, 2);
    assert.ok((input[1]?.data?.length ?? Infinity) < 400_000);
    assert.deepEqual(
      (await current(milestone).query<Milestone>('milestone')).feedbackItems.slice(0, 250),
      before.feedbackItems,
    );
    await milestone.play(act.address('F1'));
    await current(milestone).terminate();
    await later.close();
  });
});

describe('Milestone that continues as new in the middle of a deadline', function () {
  this.timeout(180_000);
  let environment: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  before(async () => {
    environment = await timeSkippingServer();
    stage = await MilestoneStage.open(environment, { continueAsNewAfterEvents: 25 });
  });
  after(async () => {
    await stage.close();
    await environment.teardown();
  });

  it('neither repeats a reminder nor begins the wait anew', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview);
    const opened = await milestone.recorded();
    assert.ok('wait' in opened.stage);
    const { schedule } = opened.stage.wait;
    const passUntil = async (instant = ''): Promise<void> =>
      environment.sleep(Math.max(1, Date.parse(instant) - (await environment.currentTimeMs())) + 1000);
    await passUntil(schedule[0]?.at);
    await milestone.recorded(({ stage: { ...at } }) => 'wait' in at && at.wait.next === 1);
    for (let turn = 0; turn < 8; turn += 1) await milestone.play(act.comment('user1', `Comment ${turn}`));
    const { runId } = await current(milestone).describe();
    assert.notEqual(runId, milestone.handle.firstExecutionRunId);
    await passUntil(schedule.at(-1)?.at);
    await milestone.recorded(({ stage: { ...at } }) => 'wait' in at && at.wait.next === schedule.length);
    const steps = (await milestone.events()).filter((each) => 'askedIds' in each && 'next' in each);
    assert.deepEqual(
      steps.map((each) => each.at.slice(0, 16)),
      schedule.map((each) => each.at.slice(0, 16)),
    );
  });
});
