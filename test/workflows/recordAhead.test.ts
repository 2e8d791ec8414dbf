// A record that is ahead of its workflow, as after a kill between the two commits or a reset in Temporal: the record wins.
import assert from 'node:assert/strict';
import { findMilestone } from '../../db/milestones.ts';
import * as act from '../domain/acts.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';

describe('Milestone whose workflow was reset in Temporal', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('goes on from the record, loses no decision and decides nothing twice', async () => {
    const milestone = await stage.start();
    await milestone.play(act.submit());
    const { events } = await milestone.handle.fetchHistory();
    const first = events?.find((each) => each.workflowTaskCompletedEventAttributes)?.eventId;
    await milestone.play(act.report('validator1'));
    const before = await milestone.events();
    const { client } = stage.environment;
    await client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId: milestone.handle.workflowId },
      workflowTaskFinishEventId: first ?? null,
      reason: 'test',
      requestId: milestone.milestoneId,
      resetReapplyExcludeTypes: [1, 2],
    });
    const anew = stage.environment.client.workflow.getHandle(milestone.handle.workflowId);
    const { name, raw } = await (async () => {
      const snapshot = (await findMilestone(stage.database.db, milestone.milestoneId))?.snapshot;
      assert.ok(snapshot);
      return milestone.messageOn(snapshot, act.report('validator2'));
    })();
    const answer = await anew.executeUpdate<{ phase: string }, [unknown]>(name, { args: [raw] });
    assert.equal(answer.phase, 'inReview');
    const after = await milestone.events();
    assert.deepEqual(after.slice(0, before.length), before);
    assert.deepEqual(
      after.map((each) => each.sequence),
      after.map((_, index) => index + 1),
    );
    assert.equal(after.filter((each) => each.type === 'validationReported').length, 2);
    assert.deepEqual(
      (await findMilestone(stage.database.db, milestone.milestoneId))?.snapshot,
      await anew.query('milestone'),
    );
  });
});
