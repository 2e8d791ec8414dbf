// The seals of certificates: recorded before they are used, with the audit line that names their bytes. The first one stands.
import type { Knex } from 'knex';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';
import { sha256Hex } from '../evidence/ledger/canonicalJson.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export type SealLevel = 'B-B' | 'B-T';

export interface SealRecord {
  certificateNumber: string;
  level: SealLevel;
  milestoneId: string;
  engagementId: string;
  /** The certificate as data: canonical JSON, as attached to the PDF. */
  document: string;
  /** Digest of the sealed PDF in the file store. */
  pdfSha256: string;
  /** The timestamp authority's time; set at level B-T. */
  timestampedAt?: string;
}

const toSeal = (row: Record<string, unknown>): SealRecord => ({
  certificateNumber: row.certificate_number as string,
  level: row.level as SealLevel,
  milestoneId: row.milestone_id as string,
  engagementId: row.engagement_id as string,
  document: row.document as string,
  pdfSha256: row.pdf_sha256 as string,
  ...(row.timestamped_at === null ? {} : { timestampedAt: instant(row.timestamped_at) }),
});

/** Returns the seal that stands: the one given, recorded at `now`, or the one that was there first. */
export async function recordSeal(db: Database, seal: SealRecord, now: string): Promise<SealRecord> {
  await db.transaction(async (transaction: Knex.Transaction) => {
    const inserted = await transaction('certificate_seals')
      .insert({
        certificate_number: seal.certificateNumber,
        level: seal.level,
        milestone_id: seal.milestoneId,
        engagement_id: seal.engagementId,
        document: seal.document,
        pdf_sha256: seal.pdfSha256,
        timestamped_at: seal.timestampedAt ?? null,
      })
      .onConflict(['certificate_number', 'level'])
      .ignore()
      .returning('level');
    if (inserted.length === 0) return;
    await appendAudit(transaction, milestoneChain(seal.milestoneId), {
      at: now,
      type: 'certificateSealed',
      certificateNumber: seal.certificateNumber,
      level: seal.level,
      documentSha256: sha256Hex(seal.document),
      pdfSha256: seal.pdfSha256,
    });
  });
  const standing = await findSeal(db, seal.certificateNumber, seal.level);
  if (!standing) throw new Error(`The seal of ${seal.certificateNumber} is not on record after recording it`);
  return standing;
}

export async function findSeal(
  db: Database,
  certificateNumber: string,
  level: SealLevel,
): Promise<SealRecord | undefined> {
  const row = await db('certificate_seals').where({ certificate_number: certificateNumber, level }).first();
  return row && toSeal(row);
}
