// A record that is slower than a workflow task may last: the task is kept alive by another one, and the history can be replayed all the same.
import assert from 'node:assert/strict';
import { Worker } from '@temporalio/worker';
import * as act from '../domain/acts.ts';
import { replayBundle } from '../histories/histories.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { testConverters } from '../support/testEncryption.ts';

describe('Milestone whose record takes longer than a workflow task', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  const slow = { by: 0 };
  before(async () => {
    stage = await MilestoneStage.open(await devServer(), {
      withActivities: (activities) => ({
        ...activities,
        async recordBatch(batch) {
          await new Promise((wait) => setTimeout(wait, slow.by));
          return activities.recordBatch(batch);
        },
        async assemblePackage(asked) {
          await new Promise((wait) => setTimeout(wait, slow.by));
          return activities.assemblePackage(asked);
        },
      }),
    });
  });
  after(() => stage.close());

  const replay = async ({ handle }: StagedMilestone): Promise<number> => {
    const history = await handle.fetchHistory();
    // What was sealed in one namespace is opened in no other; the type leaves out that a replay has one.
    const { namespace } = stage.environment.client.options;
    await Worker.runReplayHistory(
      {
        ...{ namespace },
        workflowBundle: await replayBundle(),
        dataConverter: testConverters.ofWorker,
        sinks: { captured: { batch: { fn: () => undefined } } },
      },
      history,
      handle.workflowId,
    );
    return (history.events ?? []).filter((each) => each.workflowTaskCompletedEventAttributes).length;
  };

  it('decides the same when it is replayed, from its start and from a message', async () => {
    slow.by = 3000;
    const milestone = await stage.start({ workflow: { workflowTaskTimeout: '2s' } });
    await milestone.until('compiling');
    await milestone.signalInTurn(act.submit());
    slow.by = 0;
    await milestone.play(act.report('validator1'));
    assert.ok((await replay(milestone)) > 4, 'none was kept alive by another');
  });

  it('does so where many tasks go by, and messages come meanwhile, by signal and by update', async () => {
    slow.by = 2600;
    const milestone = await stage.start({ workflow: { workflowTaskTimeout: '1s' } });
    await milestone.until('compiling');
    await milestone.play(...act.toAccepted);
    await milestone.handle.result();
    assert.equal((await milestone.state()).stage.phase, 'accepted');
    assert.ok((await replay(milestone)) > 12, 'none was kept alive by others');
  });

  it('has no event more for it where the record is quick', async () => {
    slow.by = 0;
    const milestone = await stage.start();
    await milestone.play(act.submit(), act.report('validator1'));
    const { events } = await milestone.handle.fetchHistory();
    const waits = (events ?? []).map((each) =>
      Number(each.timerStartedEventAttributes?.startToFireTimeout?.seconds ?? 0),
    );
    assert.ok(!waits.includes(86_400), `timers of ${waits.join(', ')} seconds`);
  });
});
