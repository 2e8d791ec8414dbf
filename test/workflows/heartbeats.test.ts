// A record that is slower than a workflow task may last: the task is kept alive by another one, and the history can be replayed all the same.
import assert from 'node:assert/strict';
import { Worker } from '@temporalio/worker';
import * as act from '../domain/acts.ts';
import { replayBundle } from '../histories/histories.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { testConverters } from '../support/testEncryption.ts';

describe('Milestone whose record takes longer than a workflow task', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  const slow = { isSo: true };
  before(async () => {
    stage = await MilestoneStage.open(await devServer(), {
      withActivities: (activities) => ({
        ...activities,
        async recordBatch(batch) {
          if (slow.isSo) await new Promise((wait) => setTimeout(wait, 3000));
          return activities.recordBatch(batch);
        },
      }),
    });
  });
  after(() => stage.close());

  it('decides the same when it is replayed, from its start and from a message', async () => {
    const milestone = await stage.start({ workflow: { workflowTaskTimeout: '2s' } });
    await milestone.until('compiling');
    await milestone.signalInTurn(act.submit());
    slow.isSo = false;
    await milestone.signalInTurn(act.report('validator1'));
    const history = await milestone.handle.fetchHistory();
    const completed = (history.events ?? []).filter((each) => each.workflowTaskCompletedEventAttributes);
    assert.ok(completed.length > 4, `${completed.length} tasks: none was kept alive by another`);
    await Worker.runReplayHistory(
      {
        workflowBundle: await replayBundle(),
        dataConverter: testConverters.ofWorker,
        sinks: { captured: { batch: { fn: () => undefined } } },
      },
      history,
      milestone.handle.workflowId,
    );
  });

  it('has no event more for it where the record is quick', async () => {
    slow.isSo = false;
    const milestone = await stage.start();
    await milestone.play(act.submit(), act.report('validator1'));
    const { events } = await milestone.handle.fetchHistory();
    const waits = (events ?? []).map((each) =>
      Number(each.timerStartedEventAttributes?.startToFireTimeout?.seconds ?? 0),
    );
    assert.ok(!waits.includes(86_400), `timers of ${waits.join(', ')} seconds`);
  });
});
