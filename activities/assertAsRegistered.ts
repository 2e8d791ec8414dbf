// Holds what a milestone is started with against its registration and its engagement on record, where there are any. Writes nothing.
import type { Database } from '../db/database.ts';
import { findEngagement } from '../db/engagements.ts';
import { findMilestone } from '../db/milestones.ts';
import { RecordConflict } from '../db/recordBatch.ts';
import { canonicalSha256 } from '../domain/records/canonical.ts';
import type { Batch } from '../domain/records/batch.ts';

const isSame = (one: unknown, other: unknown): boolean => canonicalSha256(one) === canonicalSha256(other);

/**
 * Throws RecordConflict: the workflow that was started otherwise ends then, and the service starts the milestone as it was registered.
 * A batch of a milestone that has events on record is none of its first ones, and gives way to the record anyway.
 */
export async function assertAsRegistered(db: Database, { milestoneId, engagementId, events }: Batch): Promise<void> {
  const [start] = events;
  if (start?.type !== 'milestoneStarted') return;
  const row = await findMilestone(db, milestoneId);
  if (row && row.sequence > 0) return;
  const engagement = await findEngagement(db, engagementId);
  const other = [
    ...(engagement && !isSame(engagement, start.engagement)
      ? [`the terms and people of engagement "${engagementId}"`]
      : []),
    ...(row && row.engagementId !== engagementId ? ['the engagement it belongs to'] : []),
    ...(row && !isSame(row.plan, start.plan) ? ['its plan'] : []),
    ...(row && row.startedBy.personId !== start.actor.personId ? ['who started it'] : []),
  ];
  if (other.length > 0)
    throw new RecordConflict(
      `Milestone "${milestoneId}" was started with something else than is on record: ${other.join(', ')}. Start it with what is on record, or under another milestone ID.`,
    );
}
