// Records one batch of decisions, with the mails and requests it causes, in one transaction.
import type { Batch, NoticeOfEvent } from '../domain/batch.ts';
import { currentPackage, personOf } from '../domain/milestone.ts';
import type { Database } from '../db/database.ts';
import type { OutgoingMail } from '../db/mails.ts';
import { recordBatch as writeBatch } from '../db/recordBatch.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { mailModel } from '../mail/mailModel.ts';
import { replyToken } from '../mail/replyAddress.ts';
import { requestIdOf, requestToken, tokenHash } from '../mail/requestToken.ts';

/** Recording the same batch again (a crash between our commit and Temporal's) changes nothing. */
export function recordBatch(deps: { db: Database; linkSecret: string; mailDomain: string }) {
  return async (batch: Batch): Promise<void> => {
    const requests = new Map<string, DecisionRequest>();
    const mails = batch.notices.flatMap((notice): OutgoingMail[] => {
      const recipient = personOf(batch.snapshot, notice.recipientId);
      const event = batch.events.find((each) => each.sequence === notice.sequence);
      if (!recipient || !event) return [];
      const request = requestFor(batch, notice, deps.linkSecret);
      if (request) requests.set(request.requestId, request);
      const mailId = `${batch.milestoneId}:${notice.sequence}:${notice.kind}:${notice.recipientId}`;
      return [
        {
          mailId,
          milestoneId: batch.milestoneId,
          engagementId: batch.engagementId,
          kind: notice.kind,
          recipientId: notice.recipientId,
          toAddress: recipient.email,
          round: notice.round,
          sequence: notice.sequence,
          ...(request ? { requestId: request.requestId } : {}),
          model: mailModel(notice, batch.snapshot, event),
          messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${deps.mailDomain}>`,
        },
      ];
    });
    await writeBatch(deps.db, { ...batch, mails, requests: [...requests.values()] });
  };
}

/** A request is one person's, for one round and one package; a reminder repeats it rather than making another. */
function requestFor(batch: Batch, notice: NoticeOfEvent, secret: string): DecisionRequest | undefined {
  if (!notice.asks) return undefined;
  const requestId = requestIdOf(batch.milestoneId, notice.round, notice.asks, notice.recipientId);
  const packageDigest = currentPackage(batch.snapshot)?.digest;
  return {
    requestId,
    milestoneId: batch.milestoneId,
    engagementId: batch.engagementId,
    personId: notice.recipientId,
    kind: notice.asks,
    round: notice.round,
    ...(packageDigest === undefined ? {} : { packageDigest }),
    tokenHash: tokenHash(requestToken(secret, requestId)),
    replyTokenHash: tokenHash(replyToken(secret, requestId)),
    createdAt: batch.at,
  };
}
