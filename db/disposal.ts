// Tombstones, and what they take from the record they replace. Decides nothing; the database checks again what may go.
import type { Knex } from 'knex';
import { upcastMilestone } from '../domain/records/upcast.ts';
import type { Responsible, Retention } from '../domain/records/retention.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** What is left of a record: nothing that was said or by whom, and the digest of everything. */
export interface Tombstone {
  milestoneId: string;
  engagementId: string;
  disposedAt: string;
  certificates: {
    certificateNumber: string;
    kind: string;
    issuedAt: string;
    documentSha256: string;
    /** One per level of the seal. */
    pdfSha256: string[];
  }[];
  archives: { certificateNumber: string; version: number; sha256: string }[];
  packages: { packageVersion: number; digest: string }[];
  /** Digests of the files let go; each is removed from the store unless another record refers to it. */
  files: string[];
  events: { count: number; head: string };
  auditLog: { lines: number; head: string };
  authorisedBy: Responsible;
  carriedOutBy: { keyId: string };
  reason: string;
  retention: Retention;
}

export interface KeptTombstone {
  tombstone: Tombstone;
  /** The canonical JSON (RFC 8785) whose SHA-256 the audit log holds. */
  document: string;
  sha256: string;
  /** Line of the service's chain in the audit log that says so. */
  auditSequence: number;
}

/** What the tombstone takes from the record itself. */
export type RecordDigests = Pick<Tombstone, 'certificates' | 'archives' | 'packages' | 'files' | 'events' | 'auditLog'>;

export async function readDigests(transaction: Knex.Transaction, milestoneId: string): Promise<RecordDigests> {
  const of = { milestone_id: milestoneId };
  const row = await transaction('milestones').where(of).first('sequence', 'last_hash', 'snapshot');
  const chain = await transaction('audit_chains')
    .where({ chain: milestoneChain(milestoneId) })
    .first();
  const { rows: files } = await transaction.raw('select files_of(?) as sha256 order by 1', [milestoneId]);
  return {
    certificates: await certificatesOf(transaction, milestoneId),
    archives: await archivesOf(transaction, milestoneId),
    packages: upcastMilestone(row.snapshot).packages.map(({ packageVersion, digest }) => ({
      packageVersion,
      digest,
    })),
    files: (files as { sha256: string }[]).map((each) => each.sha256),
    events: { count: row.sequence as number, head: row.last_hash as string },
    auditLog: { lines: (chain?.length as number | undefined) ?? 0, head: (chain?.head as string | undefined) ?? '' },
  };
}

/** Writes the tombstone and lets go of everything else in one statement; the database checks for itself, by its own clock. */
export async function replaceByTombstone(transaction: Knex.Transaction, tombstone: Tombstone): Promise<void> {
  await transaction.raw('select dispose_of_record(?, ?)', [tombstone.milestoneId, canonicalJson(tombstone)]);
}

async function certificatesOf(transaction: Knex.Transaction, milestoneId: string): Promise<Tombstone['certificates']> {
  const of = { milestone_id: milestoneId };
  const rows = await transaction('certificates').where(of).orderBy(['issued_at', 'certificate_number']);
  const seals = await transaction('certificate_seals').where(of).orderBy('level');
  return rows.map((row) => {
    const sealed = seals.filter((each) => each.certificate_number === row.certificate_number);
    return {
      certificateNumber: row.certificate_number as string,
      kind: row.kind as string,
      issuedAt: instant(row.issued_at),
      documentSha256: row.document_sha256 as string,
      pdfSha256: [...new Set([row.pdf_sha256 as string, ...sealed.map((each) => each.pdf_sha256 as string)])],
    };
  });
}

async function archivesOf(transaction: Knex.Transaction, milestoneId: string): Promise<Tombstone['archives']> {
  const { rows } = await transaction.raw(
    `select certificate_number as "certificateNumber", 1 as version, sha256 from archives where milestone_id = :milestoneId
     union all
     select certificate_number, version, sha256 from archive_versions where milestone_id = :milestoneId
     order by 1, 2`,
    { milestoneId },
  );
  return (rows as Tombstone['archives']).map((each) => ({ ...each }));
}

export async function findTombstone(db: Database, milestoneId: string): Promise<KeptTombstone | undefined> {
  const row = await db('tombstones')
    .join('milestones', 'milestones.milestone_id', 'tombstones.milestone_id')
    .where({ 'tombstones.milestone_id': milestoneId })
    .first('document', 'sha256', 'disposal_line');
  return (
    row && {
      tombstone: JSON.parse(row.document as string) as Tombstone,
      document: row.document as string,
      sha256: row.sha256 as string,
      auditSequence: row.disposal_line as number,
    }
  );
}
