// Finds what an address names, or says in the way of HTTP that it is not there, or not any more.
import type { Database } from '../../db/database.ts';
import { isShredded } from '../../db/dataKeys.ts';
import { findTombstone } from '../../db/disposal.ts';
import { findDocument, type StoredDocument } from '../../db/documents.ts';
import { findEngagement } from '../../db/engagements.ts';
import { findMilestone, type MilestoneRow } from '../../db/milestones.ts';
import type { Subject } from '../../db/subjects.ts';
import { SignOffError } from '../../domain/errors.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { HttpProblem, MilestoneDisposed } from './problems.ts';

/** What addresses name. */
export type Named = Subject | 'key' | 'session' | 'grant' | 'person' | 'barrier' | 'departure' | 'endpoint';

/** What is found below an address of something else. */
type Within = 'upload';

const words: Record<Named | Within, [what: string, field: string]> = {
  engagement: ['engagement', 'engagementId'],
  milestone: ['milestone', 'milestoneId'],
  document: ['document', 'documentId'],
  webhook: ['webhook delivery', 'webhookId'],
  quarantine: ['file kept aside', 'quarantineId'],
  key: ['key', 'keyId'],
  session: ['session', 'sessionId'],
  grant: ['role that was given', 'grantId'],
  person: ['person', 'holderId'],
  barrier: ['barrier', 'barrierId'],
  departure: ['departure', 'departureId'],
  endpoint: ['endpoint', 'endpointId'],
  upload: ['unfinished upload', 'uploadId'],
};

/** The only words for what is not there, so that they are those for what is not the key's. */
export function noSuch(named: Named | Within, id: string): HttpProblem {
  const [what, field] = words[named];
  return new HttpProblem('NOT_FOUND', `There is no ${what} "${id.slice(0, 100)}".`, field);
}

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
  if (!found) throw noSuch('milestone', milestoneId);
  return found;
}

export async function getEngagement(db: Database, engagementId: string): Promise<Engagement> {
  const found = await findEngagement(db, engagementId);
  if (!found) throw noSuch('engagement', engagementId);
  return found;
}

/** For what adds to it. Throws MILESTONE_DISPOSED once all there was of it was disposed of: nothing can be encrypted for it any more. */
export async function getKeptEngagement(db: Database, keyRing: Database, engagementId: string): Promise<Engagement> {
  const found = await getEngagement(db, engagementId);
  if (await isShredded(keyRing, engagementId))
    throw new SignOffError(
      'MILESTONE_DISPOSED',
      `All records of engagement "${engagementId}" were disposed of, and its keys with them; register another engagement.`,
      { field: 'engagementId' },
    );
  return found;
}

export async function getDocument(db: Database, documentId: string): Promise<StoredDocument> {
  const found = await findDocument(db, documentId);
  if (!found) throw noSuch('document', documentId);
  return found;
}
