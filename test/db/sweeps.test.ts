// The sweep over milestones that need a workflow: everyone in its turn, shared by all who sweep, and over again after the last.
import assert from 'node:assert/strict';
import { insertEngagement } from '../../db/engagements.ts';
import { registerMilestone } from '../../db/milestones.ts';
import { takeNextToSweep } from '../../db/sweeps.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const startedBy = { personId: 'manager', role: 'engagementManager', authentication: { method: 'system' } } as const;

describe('Sweep over milestones that need a workflow', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
    const engagement = engagementSchema.parse(engagementWith());
    await insertEngagement(database.db, engagement, startedBy);
    const { engagementId } = engagement;
    const plan = milestonePlan.parse(planWith());
    for (const milestoneId of ['M1', 'M2', 'M3', 'M4', 'M5', 'over'])
      await registerMilestone(database.db, { milestoneId, engagementId, workflowId: milestoneId, plan, startedBy });
    await database.db('milestones').where({ milestone_id: 'over' }).update({ needs_workflow: false });
  });
  after(() => database.drop());

  it('gives each its turn, to one of those who ask at once, and begins again after the last', async () => {
    const take = async (limit: number): Promise<string[]> =>
      (await takeNextToSweep(database.db, limit)).map(({ milestoneId }) => milestoneId);
    const shared = await Promise.all([take(2), take(2)]);
    assert.deepEqual(shared.flat().toSorted(), ['M1', 'M2', 'M3', 'M4']);
    assert.deepEqual(await take(2), ['M5']);
    assert.deepEqual(await take(5), ['M1', 'M2', 'M3', 'M4', 'M5']);
    assert.deepEqual(await take(5), [], 'whether those were the last is seen by the next');
    assert.deepEqual(await take(1), ['M1']);
  });
});
