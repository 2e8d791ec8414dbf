// The public address of each certificate: made before it is sealed, since the code on the paper holds it, and withdrawn for good.
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Database } from './database.ts';
import { listCertificates, type CertificateRecord } from './outputs.ts';
import { instant } from './rows.ts';

export interface CertificateAddress {
  certificateNumber: string;
  milestoneId: string;
  /** 128 random bits, base64url; whoever has it may see the page. */
  token: string;
  withdrawnAt?: string;
}

/** The token of a certificate, drawn the first time it is asked for. */
export async function certificateToken(db: Database, milestoneId: string, certificateNumber: string): Promise<string> {
  await db('certificate_addresses')
    .insert({
      certificate_number: certificateNumber,
      milestone_id: milestoneId,
      token: randomBytes(16).toString('base64url'),
    })
    .onConflict()
    .ignore();
  const row = await db('certificate_addresses').where({ certificate_number: certificateNumber }).first('token');
  return row.token as string;
}

const addresses = (db: Database | Knex.Transaction) =>
  db('certificate_addresses')
    .leftJoin(
      'withdrawn_addresses',
      'withdrawn_addresses.certificate_number',
      'certificate_addresses.certificate_number',
    )
    .select('certificate_addresses.*', 'withdrawn_addresses.withdrawn_at');

const toAddress = (row: Record<string, unknown>): CertificateAddress => ({
  certificateNumber: row.certificate_number as string,
  milestoneId: row.milestone_id as string,
  token: row.token as string,
  ...(row.withdrawn_at === null ? {} : { withdrawnAt: instant(row.withdrawn_at) }),
});

export async function findAddress(
  db: Database | Knex.Transaction,
  of: { token: string } | { certificateNumber: string },
): Promise<CertificateAddress | undefined> {
  const [column, value] = 'token' in of ? ['token', of.token] : ['certificate_number', of.certificateNumber];
  const row = await addresses(db).where(`certificate_addresses.${column}`, value).first();
  return row && toAddress(row);
}

/** Again, it stays as it was withdrawn first. */
export async function insertWithdrawal(
  transaction: Knex.Transaction,
  { certificateNumber, milestoneId }: CertificateAddress,
  { reason, keyId, now }: { reason: string; keyId: string; now: string },
): Promise<void> {
  await transaction('withdrawn_addresses')
    .insert({
      certificate_number: certificateNumber,
      milestone_id: milestoneId,
      reason,
      withdrawn_by: keyId,
      withdrawn_at: now,
    })
    .onConflict('certificate_number')
    .ignore();
}

/** All files that are a certificate or its record, as they were ever handed out. */
export interface HandedOut {
  what: 'certificate' | 'record';
  sha256: string;
}

export interface PublicCertificate {
  certificate: CertificateRecord;
  /** Of the same milestone, in the order in which they were issued. */
  later: CertificateRecord[];
  files: HandedOut[];
}

/** What the page of a certificate tells; undefined before it is published. */
export async function readPublicCertificate(
  db: Database,
  { milestoneId, certificateNumber }: CertificateAddress,
): Promise<PublicCertificate | undefined> {
  const issued = await listCertificates(db, milestoneId);
  const at = issued.findIndex((each) => each.certificateNumber === certificateNumber);
  const certificate = issued[at];
  if (!certificate) return undefined;
  const of = { certificate_number: certificateNumber };
  const [seals, archives] = await Promise.all([
    db('certificate_seals').where(of).pluck('pdf_sha256') as Promise<string[]>,
    Promise.all(
      ['archives', 'archive_versions'].map((table) => db(table).where(of).pluck('sha256') as Promise<string[]>),
    ),
  ]);
  return {
    certificate,
    later: issued.slice(at + 1),
    files: [
      ...[...new Set([certificate.pdfSha256, ...seals])].map((sha256) => ({ what: 'certificate' as const, sha256 })),
      ...[...new Set(archives.flat())].map((sha256) => ({ what: 'record' as const, sha256 })),
    ],
  };
}
