// Raises the seal of a certificate to PAdES B-T by an RFC 3161 timestamp, and archives the record with it.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { around } from '../db/inScope.ts';
import { recordArchiveVersion } from '../db/outputs.ts';
import { findSeal, recordSeal, type SealRecord } from '../db/seals.ts';
import type { TimestampOutcome } from '../domain/milestone.ts';
import { archiveRecord } from './archiveRecord.ts';
import type { Sealing } from './sealCertificate.ts';
import { sufficientRecord } from './sufficientRecord.ts';
import { withHeartbeat } from './withHeartbeat.ts';

export interface TimestampCertificateInput {
  milestoneId: string;
  certificateNumber: string;
}

/** Throws while the authority gives no token, to be retried; the first token on record is the one that stands. */
export function timestampCertificate(deps: Sealing & { log: Logger }) {
  return async ({ milestoneId, certificateNumber }: TimestampCertificateInput): Promise<TimestampOutcome> =>
    withHeartbeat(async () => {
      const record = await sufficientRecord(deps, milestoneId, certificateNumber);
      if ('withheld' in record)
        throw ApplicationFailure.nonRetryable(
          `Acceptance ${certificateNumber} is not sufficient: ${record.withheld.reasons.join('; ')}.`,
          'ACCEPTANCE_WITHHELD',
        );
      const { milestone, events } = record;
      const db = around(deps.db, 'milestone', milestoneId);
      const seal =
        (await findSeal(db, certificateNumber, 'B-T')) ?? (await upgradeToBT({ ...deps, db }, certificateNumber));
      const archive = await archiveRecord(deps, milestone, seal, events);
      await recordArchiveVersion(db, milestoneId, { ...archive, certificateNumber, reason: 'timestamp' });
      deps.log.info({ milestoneId, certificateNumber }, 'certificate timestamped');
      return {
        certificateNumber,
        level: 'B-T',
        ...(seal.timestampedAt ? { timestampedAt: seal.timestampedAt } : {}),
        certificateSha256: seal.pdfSha256,
        archiveSha256: archive.sha256,
      };
    });
}

async function upgradeToBT(
  { db, files, evidence }: Omit<Sealing, 'db'> & { db: Database },
  certificateNumber: string,
): Promise<SealRecord> {
  const sealed = await findSeal(db, certificateNumber, 'B-B');
  if (!sealed || !evidence.timestamps)
    throw ApplicationFailure.nonRetryable(
      sealed
        ? 'No timestamp authority is set any more (TSA_URL).'
        : `The record has no sealed certificate ${certificateNumber}.`,
      'TIMESTAMP_NOT_AVAILABLE',
    );
  // Loaded by the first that is timestamped, as what seals is by the first that is sealed.
  const [{ signatureValue }, { signatureOf, timestampPdf }, { requestTimestamp }] = await Promise.all([
    import('../evidence/seal/cades.ts'),
    import('../evidence/seal/sealPdf.ts'),
    import('../evidence/seal/timestampAuthority.ts'),
  ]);
  const ownFiles = files.of(sealed.engagementId);
  const pdf = await buffer(await ownFiles.open(sealed.pdfSha256));
  const { token, at } = await requestTimestamp(
    evidence.timestamps.authorityUrl,
    signatureValue(signatureOf(pdf).signature),
  );
  const { sha256 } = await ownFiles.put(Readable.from([timestampPdf(pdf, token)]));
  const timestamped: SealRecord = { ...sealed, level: 'B-T', pdfSha256: sha256, timestampedAt: at };
  return recordSeal(db, timestamped, new Date().toISOString());
}
