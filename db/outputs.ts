// What an acceptance brings: certificate, next-phase authorisation, invoice release and archive, visible together or not at all.
import type { Acceptance, PublishedOutputs } from '../domain/milestone.ts';
import type { Database } from './database.ts';
import { toMoney } from './rows.ts';
import type { SealLevel } from './seals.ts';
import { queueWebhook, type WebhookEvent } from './webhooks.ts';

export interface CertificateRecord {
  certificateNumber: string;
  milestoneId: string;
  engagementId: string;
  kind: Acceptance['kind'];
  /** The certificate as data. */
  document: object;
  documentSha256: string;
  /** Digest of the PDF in the file store, at the highest level its seal has reached. */
  pdfSha256: string;
  /** PAdES level reached; absent for certificates of releases that did not seal. */
  sealLevel?: SealLevel;
  issuedAt: string;
  supersedes?: string;
}

export interface NextPhaseAuthorisation {
  authorisationNumber: string;
  certificateNumber: string;
  scope: object;
  authorisedAt: string;
}

export interface InvoiceRelease {
  certificateNumber: string;
  /** Exact decimals as text. */
  amountReleased: string;
  amountWithheld: string;
  currency: string;
  references: object;
  releasedAt: string;
  /** The certificate that the one of this release revokes. */
  revokes?: string;
}

export interface ArchiveRecord {
  certificateNumber: string;
  /** 1 at publishing; more when the same record was archived again, with a timestamped certificate for instance. */
  version: number;
  sha256: string;
  sizeBytes: number;
  archivedAt: string;
}

export interface Outputs {
  certificate: CertificateRecord;
  nextPhaseAuthorisation: NextPhaseAuthorisation;
  invoiceRelease: InvoiceRelease;
  archive: Omit<ArchiveRecord, 'version'>;
}

type Row = Record<string, unknown>;

/** False when this certificate is on record already; then nothing changes. `isAnnounced` queues the webhook that tells of it. */
export async function publishOutputs(
  db: Database,
  outputs: Outputs,
  { isAnnounced }: { isAnnounced: boolean },
): Promise<boolean> {
  const { certificate, nextPhaseAuthorisation, invoiceRelease, archive } = outputs;
  const of = { milestone_id: certificate.milestoneId, certificate_number: certificate.certificateNumber };
  return db.transaction(async (transaction) => {
    const inserted = await transaction('certificates')
      .insert({
        ...of,
        engagement_id: certificate.engagementId,
        kind: certificate.kind,
        document: JSON.stringify(certificate.document),
        document_sha256: certificate.documentSha256,
        pdf_sha256: certificate.pdfSha256,
        issued_at: certificate.issuedAt,
        supersedes: certificate.supersedes ?? null,
      })
      .onConflict()
      .ignore()
      .returning('certificate_number');
    if (inserted.length === 0) return false;
    await transaction('next_phase_authorisations').insert({
      ...of,
      authorisation_number: nextPhaseAuthorisation.authorisationNumber,
      scope: JSON.stringify(nextPhaseAuthorisation.scope),
      authorised_at: nextPhaseAuthorisation.authorisedAt,
    });
    await transaction('invoice_releases').insert({
      ...of,
      amount_released: invoiceRelease.amountReleased,
      amount_withheld: invoiceRelease.amountWithheld,
      currency: invoiceRelease.currency,
      invoice_references: JSON.stringify(invoiceRelease.references),
      released_at: invoiceRelease.releasedAt,
    });
    await transaction('archives').insert({
      ...of,
      sha256: archive.sha256,
      size_bytes: archive.sizeBytes,
      archived_at: archive.archivedAt,
    });
    if (isAnnounced) await queueWebhook(transaction, releaseEvent(outputs));
    return true;
  });
}

function releaseEvent({ certificate, invoiceRelease }: Outputs): WebhookEvent {
  const { milestoneId, engagementId, certificateNumber, kind } = certificate;
  return {
    type: 'invoiceRelease.updated',
    milestoneId,
    engagementId,
    subject: certificateNumber,
    at: invoiceRelease.releasedAt,
    data: { kind, ...invoiceRelease },
  };
}

const instant = (value: unknown): string => (value as Date).toISOString();

const toCertificate = (row: Row): CertificateRecord => ({
  certificateNumber: row.certificate_number as string,
  milestoneId: row.milestone_id as string,
  engagementId: row.engagement_id as string,
  kind: row.kind as Acceptance['kind'],
  document: row.document as object,
  documentSha256: row.document_sha256 as string,
  pdfSha256: (row.sealed_sha256 ?? row.pdf_sha256) as string,
  ...(row.level === null ? {} : { sealLevel: row.level as SealLevel }),
  issuedAt: instant(row.issued_at),
  ...(row.supersedes === null ? {} : { supersedes: row.supersedes as string }),
});

/** All certificates of a milestone, the one in force last. */
export async function listCertificates(db: Database, milestoneId: string): Promise<CertificateRecord[]> {
  const rows = await db('certificates')
    .joinRaw(
      `left join lateral (
         select level, pdf_sha256 as sealed_sha256 from certificate_seals seals
         where seals.certificate_number = certificates.certificate_number order by level desc limit 1) sealed on true`,
    )
    .where({ milestone_id: milestoneId })
    .orderBy(['issued_at', 'certificate_number']);
  return rows.map(toCertificate);
}

export async function findCertificate(db: Database, milestoneId: string): Promise<CertificateRecord | undefined> {
  return (await listCertificates(db, milestoneId)).at(-1);
}

/** The row of `table` that goes with the certificate in force. */
function latest(db: Database, table: string, milestoneId: string): Promise<Row | undefined> {
  return db(table)
    .join('certificates', 'certificates.certificate_number', `${table}.certificate_number`)
    .where({ [`${table}.milestone_id`]: milestoneId })
    .orderBy([
      { column: 'certificates.issued_at', order: 'desc' },
      { column: 'certificates.certificate_number', order: 'desc' },
    ])
    .first(`${table}.*`, 'certificates.kind as certificate_kind', 'certificates.supersedes as certificate_supersedes');
}

export async function findNextPhaseAuthorisation(
  db: Database,
  milestoneId: string,
): Promise<NextPhaseAuthorisation | undefined> {
  const row = await latest(db, 'next_phase_authorisations', milestoneId);
  return (
    row && {
      authorisationNumber: row.authorisation_number as string,
      certificateNumber: row.certificate_number as string,
      scope: row.scope as object,
      authorisedAt: instant(row.authorised_at),
    }
  );
}

export async function findInvoiceRelease(db: Database, milestoneId: string): Promise<InvoiceRelease | undefined> {
  const row = await latest(db, 'invoice_releases', milestoneId);
  return (
    row && {
      certificateNumber: row.certificate_number as string,
      amountReleased: toMoney(row.amount_released, row.currency as string),
      amountWithheld: toMoney(row.amount_withheld, row.currency as string),
      currency: row.currency as string,
      references: row.invoice_references as object,
      releasedAt: instant(row.released_at),
      ...(row.certificate_kind === 'revocation' ? { revokes: row.certificate_supersedes as string } : {}),
    }
  );
}

/** When a certificate first released anything of a milestone; undefined before. */
export async function firstReleasedAt(db: Database, milestoneId: string): Promise<string | undefined> {
  const row = await db('invoice_releases')
    .where({ milestone_id: milestoneId })
    .where('amount_released', '>', 0)
    .orderBy('released_at')
    .first<{ released_at: Date } | undefined>('released_at');
  return row && instant(row.released_at);
}

/** The newest archive of the certificate in force, or of the one named. */
export async function findArchive(
  db: Database,
  milestoneId: string,
  certificateNumber?: string,
): Promise<ArchiveRecord | undefined> {
  const row = certificateNumber
    ? await db('archives').where({ milestone_id: milestoneId, certificate_number: certificateNumber }).first()
    : await latest(db, 'archives', milestoneId);
  if (!row) return undefined;
  const later = await db('archive_versions')
    .where({ certificate_number: row.certificate_number as string })
    .orderBy('version', 'desc')
    .first();
  const newest = (later ?? row) as Row;
  return {
    certificateNumber: newest.certificate_number as string,
    version: (later?.version as number | undefined) ?? 1,
    sha256: newest.sha256 as string,
    sizeBytes: Number(newest.size_bytes),
    archivedAt: instant(newest.archived_at),
  };
}

/** A later version of an archive that is on record; the same bytes are not recorded twice. */
export async function recordArchiveVersion(
  db: Database,
  milestoneId: string,
  archive: { certificateNumber: string; sha256: string; sizeBytes: number; reason: string },
): Promise<void> {
  await db.raw(
    `insert into archive_versions (certificate_number, version, milestone_id, sha256, size_bytes, reason)
     select certificate_number,
       2 + (select count(*) from archive_versions earlier where earlier.certificate_number = archives.certificate_number),
       milestone_id, :sha256, :sizeBytes, :reason
     from archives
     where milestone_id = :milestoneId and certificate_number = :certificateNumber and not exists
       (select from archive_versions same where same.certificate_number = archives.certificate_number
        and same.sha256 = :sha256)`,
    { milestoneId, ...archive },
  );
}

/** What publishing a certificate gave, for a retry that comes after it succeeded. */
export async function findPublishedOutputs(
  db: Database,
  certificateNumber: string,
): Promise<PublishedOutputs | undefined> {
  const row = await db('certificates')
    .join('archives', 'archives.certificate_number', 'certificates.certificate_number')
    .where({ 'certificates.certificate_number': certificateNumber })
    .first('certificates.pdf_sha256', 'certificates.issued_at', 'archives.sha256');
  return (
    row && {
      certificateNumber,
      certificateSha256: row.pdf_sha256 as string,
      archiveSha256: row.sha256 as string,
      publishedAt: instant(row.issued_at),
    }
  );
}
