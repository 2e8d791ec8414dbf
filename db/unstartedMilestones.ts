// Milestones that are registered and have no workflow yet, as after a crash between the two, or while Temporal is away.
import type { Database } from './database.ts';
import { awaitingStart } from './obstacles.ts';
import type { MilestoneRow } from './rows.ts';

/** Registered at least `olderThanSeconds` ago and without an event. Not those that a `notStarted` says to wait with. */
export async function listUnstartedMilestones(
  db: Database,
  olderThanSeconds = 0,
): Promise<Pick<MilestoneRow, 'milestoneId' | 'engagementId'>[]> {
  const rows: { milestone_id: string; engagement_id: string }[] = await db('milestones')
    .where({ sequence: 0 })
    .whereRaw(`created_at <= now() - make_interval(secs => ?)`, [olderThanSeconds])
    .whereNotExists(awaitingStart(db))
    .orderBy('created_at')
    .limit(500)
    .select('milestone_id', 'engagement_id');
  return rows.map((row) => ({ milestoneId: row.milestone_id, engagementId: row.engagement_id }));
}
