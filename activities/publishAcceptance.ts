// Publishes an acceptance: certificate, next-phase authorisation, invoice release and archive, made first and shown together.
import { Readable } from 'node:stream';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { replay } from '../domain/evolve.ts';
import type { Acceptance, Milestone, PublishedOutputs } from '../domain/milestone.ts';
import type { Database } from '../db/database.ts';
import { listMails, type MailRecord } from '../db/mails.ts';
import { findMilestone } from '../db/milestones.ts';
import { findPublishedOutputs, publishOutputs, type Outputs } from '../db/outputs.ts';
import { readEvents, type ChainedEvent } from '../db/timeline.ts';
import { writeArchive } from '../evidence/archive.ts';
import { canonicalJson, sha256Hex } from '../evidence/canonicalJson.ts';
import { certificateDocument, conditionsOf, type CertificateDocument } from '../evidence/certificate.ts';
import { renderCertificatePdf } from '../evidence/certificatePdf.ts';
import { recordContents } from '../evidence/recordContents.ts';
import type { FileStore, StoredFile } from '../storage/fileStore.ts';
import type { SendWebhook } from '../webhooks/webhookSender.ts';

export interface PublishAcceptanceInput {
  milestoneId: string;
  certificateNumber: string;
}

interface Publishing {
  db: Database;
  files: FileStore;
  log: Logger;
  /** Set when a billing system is to be told. */
  sendWebhook: SendWebhook | undefined;
}

/**
 * Safe to run twice: files are stored by content, and the rows appear in one transaction. The state is read from the
 * record, which holds the acceptance before this activity is scheduled.
 */
export function publishAcceptance(deps: Publishing) {
  return async ({ milestoneId, certificateNumber }: PublishAcceptanceInput): Promise<PublishedOutputs> => {
    const published = await findPublishedOutputs(deps.db, certificateNumber);
    return published ?? whileBeating(() => publish(deps, milestoneId, certificateNumber));
  };
}

/** Rendering, archiving and uploading report no progress of their own, so a clock tells that this worker is alive. */
async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

async function publish(deps: Publishing, milestoneId: string, certificateNumber: string): Promise<PublishedOutputs> {
  const { milestone, acceptance, events } = await accepted(deps.db, milestoneId, certificateNumber);
  const head = events.at(-1);
  if (!head) throw new Error(`Milestone ${milestoneId} has no events on record`);
  const document = certificateDocument(milestone, acceptance, { sequence: head.event.sequence, hash: head.hash });
  const pdf = await deps.files.put(Readable.from([await renderCertificatePdf(document)]));
  const archive = await archiveRecord(deps, milestone, document, pdf, events);
  await publishOutputs(deps.db, outputsOf(milestone, acceptance, document, pdf, archive), {
    isAnnounced: deps.sendWebhook !== undefined,
  });
  deps.log.info({ milestoneId, certificateNumber }, 'acceptance published');
  // Read back, because another attempt may have been first; what it published is what counts.
  const published = await findPublishedOutputs(deps.db, certificateNumber);
  if (!published) throw new Error(`The outputs of ${certificateNumber} are not on record after publishing them`);
  return published;
}

/** The state as of the acceptance, from the events alone, so that a late retry certifies what was accepted then. */
async function accepted(db: Database, milestoneId: string, certificateNumber: string) {
  const current = (await findMilestone(db, milestoneId))?.snapshot;
  const acceptance = current?.acceptances.find((each) => each.certificateNumber === certificateNumber);
  if (!current || !acceptance)
    throw ApplicationFailure.nonRetryable(
      `The record has no acceptance ${certificateNumber} of milestone ${milestoneId}.`,
      'ACCEPTANCE_UNKNOWN',
    );
  const all = await readEvents(db, milestoneId, current.sequence);
  const last = all.findLastIndex(
    ({ event }) => 'acceptance' in event && event.acceptance.certificateNumber === certificateNumber,
  );
  const events = all.slice(0, last + 1);
  return { milestone: replay(events.map(({ event }) => event)), acceptance, events };
}

async function archiveRecord(
  { db, files }: Publishing,
  milestone: Milestone,
  certificate: CertificateDocument,
  pdf: StoredFile,
  events: ChainedEvent[],
): Promise<StoredFile> {
  const mails = await mailsUpTo(db, milestone.milestoneId, certificate.auditLog.sequence);
  const contents = recordContents({ milestone, certificate, pdfSha256: pdf.sha256, events, mails });
  return writeArchive(files, contents);
}

async function mailsUpTo(db: Database, milestoneId: string, sequence: number): Promise<MailRecord[]> {
  const mails: MailRecord[] = [];
  let after: string | undefined;
  do {
    const page = await listMails(db, { milestoneId, page: { limit: 1000, ...(after ? { after } : {}) } });
    mails.push(...page.items.filter((each) => each.sequence <= sequence && !isAnswer(each)));
    after = page.next;
  } while (after !== undefined);
  return mails;
}

/** Answers to replies belong to no event, so a retry could find one more of them and archive other bytes. */
const isAnswer = ({ kind }: MailRecord): boolean => kind === 'replyConfirmation' || kind === 'replyHelp';

function outputsOf(
  milestone: Milestone,
  acceptance: Acceptance,
  document: CertificateDocument,
  pdf: StoredFile,
  archive: StoredFile,
): Outputs {
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
      documentSha256: sha256Hex(canonicalJson(document)),
      pdfSha256: pdf.sha256,
      issuedAt: acceptedAt,
      ...(supersedes === undefined ? {} : { supersedes }),
    },
    nextPhaseAuthorisation: {
      authorisationNumber: `${certificateNumber}-N`,
      certificateNumber,
      scope: { ...plan.nextPhase, extent: conditions.length > 0 ? 'restricted' : 'full', conditions },
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
});
