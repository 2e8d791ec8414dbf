// Whether a file belongs to who names it: a document to its engagement, a drawn signature and a reply to their milestone.
import type { NamedFile } from '../domain/records/sourceDocuments.ts';
import type { Database } from './database.ts';

export interface Whose {
  milestoneId: string;
  engagementId: string;
}

/**
 * Those of `files` that are not on record here as what they are named as. Asked before the store is: the store has every
 * engagement's files under their digests, so its answer, or the time it takes, would tell what others have.
 */
export async function findForeign<T extends Pick<NamedFile, 'kind' | 'sha256'>>(
  db: Database,
  { milestoneId, engagementId }: Whose,
  files: readonly T[],
): Promise<T[]> {
  if (files.length === 0) return [];
  const { rows } = await db.raw<{ rows: Pick<NamedFile, 'kind' | 'sha256'>[] }>(
    `with named as (select distinct unnest(cast(:digests as text[])) as sha256)
     select 'document' as kind, sha256 from documents join named using (sha256) where engagement_id = :engagementId
     union select 'drawnSignature', sha256 from documents join named using (sha256) where engagement_id = :engagementId
     union select 'drawnSignature', sha256 from drawn_signatures join named using (sha256) where milestone_id = :milestoneId
     union select 'replyMessage', i.sha256 from inbound_messages i join named using (sha256)
       join requests r on r.request_id = i.request_id where r.milestone_id = :milestoneId`,
    { digests: files.map((each) => each.sha256), milestoneId, engagementId },
  );
  const own = new Set(rows.map(({ kind, sha256 }) => `${kind} ${sha256}`));
  return files.filter(({ kind, sha256 }) => !own.has(`${kind} ${sha256}`));
}
