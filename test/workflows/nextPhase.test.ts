// A milestone that depends on another, started past the API: it does not begin before the other authorised its next phase.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { toAccepted } from '../domain/acts.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';

describe('Milestone that depends on another', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('does not start before the other is accepted, says why, and starts afterwards', async () => {
    const first = await stage.start();
    const dependsOn = [{ milestoneId: first.milestoneId }];
    const tooEarly = await stage.start({ plan: { dependsOn } });
    await assert.rejects(tooEarly.handle.result(), (error) => {
      assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
      assert.equal(error.cause.type, 'NOT_AUTHORISED');
      assert.match(error.cause.message, new RegExp(`${first.milestoneId} has not authorised`));
      return true;
    });
    assert.deepEqual(await tooEarly.events(), []);
    await first.play(...toAccepted);
    await first.handle.result();
    const inTime = await stage.start({ plan: { dependsOn } });
    await inTime.play(...toAccepted);
    assert.equal((await inTime.handle.result()).phase, 'accepted');
  });
});
