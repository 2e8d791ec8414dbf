// Takes the place of record, storage and mail while a milestone is rehearsed: keeps what would be mailed, and sends nothing.
import type { Activities } from '../../activities/index.ts';
import { resolveHolidays } from '../../activities/resolveHolidays.ts';
import type { Batch, Recording } from '../../domain/records/batch.ts';
import { headAfter } from '../../domain/records/eventChain.ts';
import type { Delivery, PackageFile } from '../../domain/milestone.ts';
import { mailIdOf } from '../../domain/requests/mailIds.ts';
import { personOf } from '../../domain/milestone.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { mailModel, type MailModel } from '../../mail/mailModel.ts';
import { formatInstant } from '../../mail/formatInstant.ts';

/** A mail as it would have been queued; `at` is the instant of the decision that causes it, ISO 8601 UTC. */
export interface RehearsedMail {
  at: string;
  local: string;
  mailId: string;
  round: number;
  recipientId: string;
  address: string;
  model: MailModel;
}

export type RehearsalActivities = Omit<Activities, 'dispatchEffects' | 'markRecord' | 'administer'>;

export class InMemoryActivities {
  readonly mails: RehearsedMail[] = [];
  readonly refused: { at: string; name: string; message: string }[] = [];
  readonly #undelivered: readonly string[];
  #onMail: (mail: RehearsedMail) => void;

  constructor(undelivered: readonly string[], onMail: (mail: RehearsedMail) => void = () => undefined) {
    this.#undelivered = undelivered;
    this.#onMail = onMail;
  }

  activities(): RehearsalActivities {
    return {
      recordBatch: async (batch) => this.#record(batch),
      readRecordedSince: async () => {
        throw new RangeError('A rehearsal has no record that could be ahead of it');
      },
      // A run hands on what it has, and nobody else starts one here.
      checkCarriedState: async () => true,
      resolveHolidays: resolveHolidays(),
      readOutages: async () => [],
      readDeliveries: async ({ round }) => this.#deliveries(round),
      findAuthorisations: async (milestoneIds) =>
        milestoneIds.map((milestoneId) => ({
          milestoneId,
          authorisationNumber: `${milestoneId}-N`,
          extent: 'full' as const,
          conditions: [],
        })),
      findEvidence: async ({ documentIds }) => ({ files: documentIds.map(rehearsedFile), unknownDocumentIds: [] }),
      findMissingFiles: async () => [],
      assemblePackage: async ({ submission, packageVersion, titles }) => {
        const { deliverables, ...rest } = submission;
        const packaged = deliverables.map(({ documentIds, ...each }) => ({
          ...each,
          title: titles[each.deliverableId] ?? each.deliverableId,
          files: documentIds.map(rehearsedFile),
        }));
        const contents = { ...rest, packageVersion, deliverables: packaged };
        return { contents: { ...contents, digest: sha256Hex(canonicalJson(contents)) }, unknownDocumentIds: [] };
      },
      timestampCertificate: async ({ certificateNumber }) => ({ certificateNumber, level: 'B-T' }),
      publishAcceptance: async ({ certificateNumber }) => ({
        certificateNumber,
        certificateSha256: sha256Hex(certificateNumber),
        archiveSha256: sha256Hex(`archive of ${certificateNumber}`),
        publishedAt: this.mails.at(-1)?.at ?? '',
      }),
    };
  }

  #record({ notifications, events, snapshot, refused, at, milestoneId, follows }: Batch): Recording {
    for (const each of refused) this.refused.push({ at: each.at, name: each.name, message: each.message });
    for (const notification of notifications) {
      const event = events.find((each) => each.sequence === notification.sequence);
      const recipient = personOf(snapshot, notification.recipientId);
      if (!event || !recipient) continue;
      const mail: RehearsedMail = {
        at,
        local: formatInstant(snapshot, notification.recipientId, at),
        mailId: mailIdOf(milestoneId, notification.sequence, notification.kind, notification.recipientId),
        round: notification.round,
        recipientId: notification.recipientId,
        address: recipient.email,
        model: mailModel(notification, snapshot, event),
      };
      if (this.mails.some((each) => each.mailId === mail.mailId)) continue;
      this.mails.push(mail);
      this.#onMail(mail);
    }
    return { isRecorded: true, head: headAfter(follows, events) };
  }

  #deliveries(round: number): Delivery[] {
    return this.mails
      .filter((each) => each.round === round)
      .map(({ mailId, recipientId, model, at }) => ({
        mailId,
        recipientId,
        kind: model.kind,
        ...(this.#undelivered.includes(recipientId)
          ? { status: 'failed' as const }
          : { status: 'sent' as const, sentAt: at, response: '250 rehearsed' }),
      }));
  }
}

const rehearsedFile = (documentId: string): PackageFile => ({
  documentId,
  fileName: `${documentId}.pdf`,
  mediaType: 'application/pdf',
  sizeBytes: 1,
  sha256: sha256Hex(documentId),
});
