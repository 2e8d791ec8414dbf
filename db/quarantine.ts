// Files that the scanner found harmful: kept aside for a time, no documents, so no door of the service opens one.
import type { Knex } from 'knex';
import type { EngagementScope } from '../domain/access/scope.ts';
import type { FileContent } from '../domain/compilation/fileContent.ts';
import type { Settled } from '../domain/compilation/quarantine.ts';
import type { Authenticated } from '../domain/people/people.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { lockFile, queueFileRemovals } from './filesToRemove.ts';
import { queueAnew } from './outbox.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { instant } from './rows.ts';
import { within } from './scope.ts';

export interface QuarantinedFile {
  quarantineId: string;
  engagementId: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  content?: FileContent;
  /** What the scanner calls it. */
  foundAs: string;
  uploadedBy: Authenticated;
  quarantinedAt: string;
  settled?: Settled;
}

type Row = Record<string, unknown>;

const toFile = (row: Row): QuarantinedFile => ({
  quarantineId: row.quarantine_id as string,
  engagementId: row.engagement_id as string,
  fileName: row.file_name as string,
  mediaType: row.media_type as string,
  sizeBytes: Number(row.size_bytes),
  sha256: row.sha256 as string,
  ...(row.content_type === null
    ? {}
    : { content: { extension: row.content_extension as string, mediaType: row.content_type as string } }),
  foundAs: row.found_as as string,
  uploadedBy: row.uploaded_by as Authenticated,
  quarantinedAt: instant(row.quarantined_at),
  ...(row.outcome === null
    ? {}
    : {
        settled: {
          outcome: row.outcome as Settled['outcome'],
          at: instant(row.settled_at),
          by: row.settled_by as string,
          reason: row.reason as string,
          ...(row.document_id === null ? {} : { documentId: row.document_id as string }),
        },
      }),
});

/**
 * With the notices to the engagement manager and, where one is named, the administrator. The same content again, while it waits to be
 * settled, is the file that is kept: nobody fills a store, or a mailbox, with it.
 */
export async function quarantine(
  db: Database,
  file: Omit<QuarantinedFile, 'quarantinedAt' | 'settled'>,
  { now: at, tellsAdministrator }: { now: string; tellsAdministrator: boolean },
): Promise<void> {
  const { quarantineId, engagementId, fileName, mediaType, sizeBytes, sha256, content, foundAs, uploadedBy } = file;
  await db.transaction(async (transaction) => {
    const inserted = await transaction('quarantined_files')
      .insert({
        ...{ quarantine_id: quarantineId, engagement_id: engagementId, file_name: fileName, media_type: mediaType },
        ...{ content_extension: content?.extension ?? null, content_type: content?.mediaType ?? null },
        ...{ size_bytes: sizeBytes, sha256, found_as: foundAs, uploaded_by: JSON.stringify(uploadedBy) },
      })
      .onConflict(transaction.raw('(engagement_id, sha256) where outcome is null'))
      .ignore()
      .returning('quarantine_id');
    if (inserted.length === 0) return;
    const to = ['manager', ...(tellsAdministrator ? ['administrator'] : [])];
    await queueAnew(
      transaction,
      'quarantineNotice',
      to.map((each) => ({ reference: `${quarantineId} ${each}` })),
    );
    await appendAudit(transaction, serviceChain, {
      type: 'fileQuarantined',
      ...{ at, quarantineId, engagementId, sha256, foundAs },
    });
  });
}

export async function findQuarantined(db: Database, quarantineId: string): Promise<QuarantinedFile | undefined> {
  const row = await db('quarantined_files').where({ quarantine_id: quarantineId }).first();
  return row && toFile(row);
}

/** The newest first. */
export async function listQuarantined(db: Database): Promise<QuarantinedFile[]> {
  const rows = await db('quarantined_files').orderBy([{ column: 'quarantined_at', order: 'desc' }, 'quarantine_id']);
  return rows.map(toFile);
}

/** Those kept longest first, since they go first; `waiting`: those that nobody has settled. */
export const listAside = (
  db: Database,
  scope: EngagementScope,
  { waiting, ...page }: Page & { waiting?: boolean | undefined },
): Promise<Paged<QuarantinedFile>> => {
  const query = within(db('quarantined_files'), scope);
  if (waiting !== undefined) void (waiting ? query.whereNull('outcome') : query.whereNotNull('outcome'));
  return readPage(query, ['quarantined_at', 'quarantine_id'], page, toFile);
};

/** Locked until the transaction ends, so that two do not settle it otherwise. */
export async function lockQuarantined(
  transaction: Knex.Transaction,
  quarantineId: string,
): Promise<QuarantinedFile | undefined> {
  const row = await transaction('quarantined_files').where({ quarantine_id: quarantineId }).forUpdate().first();
  return row && toFile(row);
}

export async function settleQuarantined(
  transaction: Knex.Transaction,
  { quarantineId, engagementId, sha256 }: QuarantinedFile,
  { outcome, at, by, reason, documentId }: Settled,
): Promise<void> {
  await transaction('quarantined_files')
    .where({ quarantine_id: quarantineId })
    .update({ outcome, settled_by: by, reason, document_id: documentId ?? null, settled_at: at });
  if (outcome === 'removed') {
    await lockFile(transaction, { engagementId, sha256 });
    await queueFileRemovals(transaction, [{ engagementId, sha256 }]);
  }
  const type = outcome === 'released' ? 'fileReleased' : 'fileRemoved';
  await appendAudit(transaction, serviceChain, { type, at, quarantineId, engagementId, sha256, by, reason });
}
