// Finds what an address names, or says in the way of HTTP that it is not there, or not any more.
import type { Database } from '../../db/database.ts';
import { findTombstone } from '../../db/disposal.ts';
import { findDocument, type StoredDocument } from '../../db/documents.ts';
import { findEngagement } from '../../db/engagements.ts';
import { findMilestone, type MilestoneRow } from '../../db/milestones.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { HttpProblem, MilestoneDisposed } from './problems.ts';

/** Throws NOT_FOUND, or MILESTONE_DISPOSED with the tombstone. */
export async function getMilestone(db: Database, milestoneId: string): Promise<MilestoneRow> {
  const found = await getMilestoneOrTombstone(db, milestoneId);
  const kept = found.disposedAt === undefined ? undefined : await findTombstone(db, milestoneId);
  if (kept)
    throw new MilestoneDisposed(
      `The record of milestone "${milestoneId}" was disposed of at ${found.disposedAt}; its tombstone names the digest of everything.`,
      kept.tombstone,
    );
  return found;
}

/** For what outlasts the record: its invoices, its place in the audit log, its retention. */
export async function getMilestoneOrTombstone(db: Database, milestoneId: string): Promise<MilestoneRow> {
  const found = await findMilestone(db, milestoneId);
  if (!found)
    throw new HttpProblem('NOT_FOUND', `There is no milestone "${milestoneId.slice(0, 100)}".`, 'milestoneId');
  return found;
}

export async function getEngagement(db: Database, engagementId: string): Promise<Engagement> {
  const found = await findEngagement(db, engagementId);
  if (!found)
    throw new HttpProblem('NOT_FOUND', `There is no engagement "${engagementId.slice(0, 100)}".`, 'engagementId');
  return found;
}

export async function getDocument(db: Database, documentId: string): Promise<StoredDocument> {
  const found = await findDocument(db, documentId);
  if (!found) throw new HttpProblem('NOT_FOUND', `There is no document "${documentId.slice(0, 100)}".`, 'documentId');
  return found;
}
