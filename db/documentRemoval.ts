// Documents on their way out: marked at once and found by nobody, deleted a day later unless something has named them meanwhile.
import type { Knex } from 'knex';
import type { DocumentStanding } from '../domain/compilation/documentRemoval.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { readAllHolds } from './legalHolds.ts';
import { lockEngagement } from './retention.ts';
import { toDocument } from './rows.ts';

/** Neither named nor held until the transaction ends. Undefined where there is no such document, or it is removed. */
export async function lockStanding(
  transaction: Knex.Transaction,
  documentId: string,
): Promise<DocumentStanding | undefined> {
  const row = await transaction('documents').where({ document_id: documentId, removed_at: null }).forUpdate().first();
  if (!row) return undefined;
  const { engagementId, fileName, uploadedBy } = toDocument(row);
  const engagement = await lockEngagement(transaction, engagementId);
  if (!engagement) return undefined;
  return {
    ...{ documentId, fileName, uploadedById: uploadedBy.personId, isNamed: row.is_named as boolean },
    engagementManagerId: engagement.engagementManagerId,
    holds: await readAllHolds(transaction, engagementId),
  };
}

export async function markRemoved(
  transaction: Knex.Transaction,
  documentId: string,
  { at, by, ...why }: { at: string; by: string; reason?: string; replacedBy?: string },
): Promise<void> {
  const [row] = await transaction('documents')
    .where({ document_id: documentId })
    .update({ removed_at: transaction.fn.now() })
    .returning(['engagement_id', 'sha256']);
  const { engagement_id: engagementId, sha256 } = row as { engagement_id: string; sha256: string };
  await appendAudit(transaction, serviceChain, {
    ...{ type: 'documentRemoved', at, documentId, engagementId, sha256, by, ...why },
  });
}

/** The very upload again is a document again. */
export async function bringBack(db: Database | Knex.Transaction, documentId: string): Promise<void> {
  await db('documents').where({ document_id: documentId }).whereNotNull('removed_at').update({ removed_at: null });
}
