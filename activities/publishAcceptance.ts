// Publishes an acceptance: certificate, next-phase authorisation, invoice release and archive, made first and shown together.
import type { Logger } from 'pino';
import { extentOfNextPhase } from '../domain/acceptance/nextPhase.ts';
import type { Acceptance, Milestone, PublishedOutputs, WithheldAcceptance } from '../domain/milestone.ts';
import { around, inEngagement } from '../db/inScope.ts';
import { findLinesAbout } from '../db/auditLog.ts';
import { findPublishedOutputs, publishOutputs, type Outputs } from '../db/outputs.ts';
import { findSeal, type SealRecord } from '../db/seals.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';
import { sha256Hex } from '../evidence/ledger/canonicalJson.ts';
import { conditionsOf, type CertificateDocument } from '../evidence/certificate.ts';
import { findForeign } from '../db/ownFiles.ts';
import { fileNamed, filesOfRecord } from '../domain/records/sourceDocuments.ts';
import type { StoredFile } from '../storage/fileStore.ts';
import type { SendWebhook } from './dispatch/postWebhook.ts';
import { archiveRecord } from './archiveRecord.ts';
import { notingObstacle } from './notingObstacle.ts';
import { missingFiles } from './missingFiles.ts';
import { ensureLogged, sealCertificate, type Sealing } from './sealCertificate.ts';
import { sufficientRecord } from './sufficientRecord.ts';
import { withHeartbeat } from './withHeartbeat.ts';

export interface PublishAcceptanceInput {
  milestoneId: string;
  certificateNumber: string;
}

/** What came of it: the outputs, or why there are none. */
export type Publication = PublishedOutputs | { withheld: WithheldAcceptance };

interface Publishing extends Sealing {
  log: Logger;
  /** Set when a billing system is to be told. */
  sendWebhook: SendWebhook | undefined;
  /** Where this service is reached, for what others are to find here. */
  publicUrl: string;
}

/**
 * Safe to run twice: files are stored by content, and the rows appear in one transaction. The state is read from the
 * record, which holds the acceptance before this activity is scheduled. What fails a few times becomes an obstacle on record.
 * An acceptance that is not sufficient gets no seal and no outputs; that is its outcome, and no failure to be tried again.
 */
export function publishAcceptance(deps: Publishing) {
  return async ({ milestoneId, certificateNumber }: PublishAcceptanceInput): Promise<Publication> =>
    notingObstacle(
      around(deps.db, 'milestone', milestoneId),
      { milestoneId, kind: 'publication', subject: certificateNumber },
      async () => {
        const published = await publishedOutputs(deps, milestoneId, certificateNumber);
        return published ?? withHeartbeat(() => publish(deps, milestoneId, certificateNumber));
      },
    );
}

async function publish(deps: Publishing, milestoneId: string, certificateNumber: string): Promise<Publication> {
  const record = await sufficientRecord(deps, milestoneId, certificateNumber);
  if ('withheld' in record) {
    deps.log.error({ milestoneId, ...record.withheld }, 'acceptance withheld: it is not sufficient');
    return record;
  }
  const { milestone, acceptance, events } = record;
  await assertFilesThere(deps, milestone);
  const seal = await sealCertificate(deps, milestone, acceptance, events);
  const archive = await archiveRecord(deps, milestone, seal, events);
  await publishOutputs(around(deps.db, 'milestone', milestoneId), outputsOf(milestone, acceptance, seal, archive), {
    isAnnounced: deps.sendWebhook !== undefined,
  });
  deps.log.info({ milestoneId, certificateNumber }, 'acceptance published');
  // Read back, because another attempt may have been first; what it published is what counts.
  const published = await publishedOutputs(deps, milestoneId, certificateNumber);
  if (!published) throw new Error(`The outputs of ${certificateNumber} are not on record after publishing them`);
  return published;
}

/**
 * The names are what whoever has to bring a file back can go by; the store knows digests alone. Nothing of another engagement
 * goes into the archive, whoever wrote its digest into the record.
 */
async function assertFilesThere({ db, files }: Publishing, milestone: Milestone): Promise<void> {
  const { milestoneId, engagement } = milestone;
  const named = filesOfRecord(milestone);
  const { engagementId } = engagement;
  const foreign = await findForeign(inEngagement(db, engagementId), { milestoneId, engagementId }, named);
  const own = named.filter((each) => !foreign.includes(each));
  const missing = [...foreign, ...(await missingFiles(files.of(engagement.engagementId), own))];
  if (missing.length > 0) throw new Error(`The file store lacks ${missing.map(fileNamed).join(', ')}.`);
}

/** From the record alone, so that a retry after success answers as the first attempt would have. */
async function publishedOutputs(
  { db: pool, evidence }: Publishing,
  milestoneId: string,
  certificateNumber: string,
): Promise<PublishedOutputs | undefined> {
  const db = around(pool, 'milestone', milestoneId);
  const published = await findPublishedOutputs(db, certificateNumber);
  const seal = published && (await findSeal(db, certificateNumber, 'B-B'));
  if (!published || !seal) return published;
  const chain = milestoneChain(milestoneId);
  const [line] = await findLinesAbout(db, chain, 'certificateSealed', ['pdfSha256', seal.pdfSha256]);
  if (!line) throw new Error(`The audit log does not name the seal of ${certificateNumber}`);
  const { checkpoint } = await ensureLogged(pool, evidence.log, chain, line.sequence);
  const document = JSON.parse(seal.document) as CertificateDocument;
  return {
    ...published,
    documentSha256: sha256Hex(seal.document),
    ...addressIn(document),
    checkpoint: checkpoint.note,
    // A certificate that says nothing of one has no room for it, though an authority may have been set since.
    ...(evidence.timestamps && document.seal?.isTimestampExpected
      ? { awaitsTimestampUntil: hoursAfter(published.publishedAt, evidence.timestamps.giveUpAfterHours) }
      : {}),
  };
}

const addressIn = ({ address }: CertificateDocument): Pick<PublishedOutputs, 'certificateAddress'> =>
  address === null ? {} : { certificateAddress: address };

const hoursAfter = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();

function outputsOf(milestone: Milestone, acceptance: Acceptance, seal: SealRecord, archive: StoredFile): Outputs {
  const document = JSON.parse(seal.document) as CertificateDocument;
  const { milestoneId, engagement, plan } = milestone;
  const { certificateNumber, acceptedAt, supersedes } = acceptance;
  const conditions = conditionsOf(milestone, acceptance);
  return {
    certificate: {
      certificateNumber,
      milestoneId,
      engagementId: engagement.engagementId,
      kind: acceptance.kind,
      document,
      documentSha256: sha256Hex(seal.document),
      pdfSha256: seal.pdfSha256,
      issuedAt: acceptedAt,
      ...(supersedes === undefined ? {} : { supersedes }),
    },
    nextPhaseAuthorisation: {
      authorisationNumber: `${certificateNumber}-N`,
      certificateNumber,
      scope: { ...plan.nextPhase, extent: extentOfNextPhase(acceptance), conditions },
      authorisedAt: acceptedAt,
    },
    invoiceRelease: {
      certificateNumber,
      amountReleased: acceptance.amountReleased,
      amountWithheld: acceptance.amountWithheld,
      currency: plan.value.currency,
      references: invoiceReferences(milestone, document),
      releasedAt: acceptedAt,
    },
    archive: { certificateNumber, sha256: archive.sha256, sizeBytes: archive.sizeBytes, archivedAt: acceptedAt },
  };
}

/** Business terms of EN 16931 that a billing system copies onto the invoice. */
const invoiceReferences = (milestone: Milestone, document: CertificateDocument): Record<string, string> => ({
  'BT-11': milestone.engagement.engagementId,
  'BT-12': document.contract.reference,
  'BT-72': document.completedOn,
  'BT-122': document.certificateNumber,
  ...(document.address === null ? {} : { 'BT-124': document.address }),
});
