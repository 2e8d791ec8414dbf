// Sends what is queued: claims, renders, hands over to SMTP, records the outcome. Never decides whether a mail is due.
import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { claimMails, markFailed, markRetry, markSent, type ClaimedMail } from '../db/mails.ts';
import { listenFor } from '../db/listen.ts';
import { withReplySections, type MailModel } from '../mail/mailModel.ts';
import type { RenderMail } from '../mail/renderMail.ts';
import { confirmationCode, requestToken, tokenHash } from '../mail/requestToken.ts';
import { bounceAddress, replyAddress } from '../mail/replyAddress.ts';
import type { Transport } from '../mail/transport.ts';

export interface UndeliverableMail {
  milestoneId: string;
  mailId: string;
  addresseeId: string;
  reason: string;
}

export interface MailDelivery {
  db: Database;
  transport: Transport;
  render: RenderMail;
  publicUrl: string;
  linkSecret: string;
  mailDomain: string;
  /** Where replies and delivery reports come back to; without it mails ask for none. */
  replyDomain?: string | undefined;
  log: Logger;
  reportUndeliverable(mail: UndeliverableMail): Promise<void>;
  /** After so long without an outcome a mail in hand counts as left by a dead sender; two minutes by default. */
  staleAfterSeconds?: number;
}

export interface DeliveryCounts {
  sent: number;
  deferred: number;
  failed: number;
}

const giveUpAfterMilliseconds = 5 * 86_400_000;
const oneShiftMilliseconds = 10 * 60_000;
/** Longer than the transport's own timeouts, so that a slow server is not taken for a dead sender. */
const usualStaleAfterSeconds = 120;

/** A shift in the mail room: sends until the shift ends or the worker shuts down, then reports how many. */
export function deliverQueuedMail(delivery: MailDelivery) {
  return async (): Promise<DeliveryCounts> => {
    const context = Context.current();
    const ends = Date.now() + oneShiftMilliseconds;
    const total: DeliveryCounts = { sent: 0, deferred: 0, failed: 0 };
    const bell = await listenFor(delivery.db, 'mails_queued');
    const heartbeat = setInterval(() => context.heartbeat(total), 2000);
    try {
      while (Date.now() < ends && !context.cancellationSignal.aborted) {
        add(total, await deliverDueMail(delivery, context.cancellationSignal));
        await bell.ringsWithin(1000, context.cancellationSignal);
      }
    } finally {
      clearInterval(heartbeat);
      await bell.close();
    }
    return total;
  };
}

/** Sends everything due now and returns. */
export async function deliverDueMail(delivery: MailDelivery, signal?: AbortSignal): Promise<DeliveryCounts> {
  const total: DeliveryCounts = { sent: 0, deferred: 0, failed: 0 };
  const claimant = `${process.pid}`;
  const { staleAfterSeconds = usualStaleAfterSeconds } = delivery;
  while (!signal?.aborted) {
    const mails = await claimMails(delivery.db, { limit: 20, claimant, staleAfterSeconds });
    if (mails.length === 0) break;
    for (const counts of await Promise.all(mails.map((mail) => deliverOrPutBack(delivery, mail)))) add(total, counts);
  }
  return total;
}

function add(total: DeliveryCounts, counts: DeliveryCounts): void {
  total.sent += counts.sent;
  total.deferred += counts.deferred;
  total.failed += counts.failed;
}

const nothing: DeliveryCounts = { sent: 0, deferred: 0, failed: 0 };

/** Whatever goes wrong with one mail (a bug in its rendering, Temporal down as it is reported) is no reason to hold back others. */
async function deliverOrPutBack(delivery: MailDelivery, mail: ClaimedMail): Promise<DeliveryCounts> {
  try {
    return await deliver(delivery, mail);
  } catch (error) {
    delivery.log.error({ err: error, milestoneId: mail.milestoneId, kind: mail.kind }, 'mail could not be worked on');
    await putBack(delivery, mail, (error as Error).message.slice(0, 500));
    return { ...nothing, deferred: 1 };
  }
}

const putBack = ({ db }: MailDelivery, mail: ClaimedMail, error: string): Promise<void> =>
  markRetry(db, mail.mailId, { error, delaySeconds: Math.min(900, 2 ** Math.min(mail.attempts, 10)) });

async function deliver(delivery: MailDelivery, mail: ClaimedMail): Promise<DeliveryCounts> {
  const { db, log, linkSecret, publicUrl, mailDomain } = delivery;
  const about = { milestoneId: mail.milestoneId, mailId: tokenHash(mail.mailId).slice(0, 16), kind: mail.kind };
  if (mail.isRepeat)
    log.warn(about, 'sending again a mail whose sender died; the server may have taken it, the Message-ID is the same');
  const model = mail.model as MailModel;
  const link = mail.requestId === undefined ? undefined : `${publicUrl}/r/${requestToken(linkSecret, mail.requestId)}`;
  const outcome = await delivery.transport.send(
    {
      to: { name: model.recipient, address: mail.toAddress },
      messageId: mail.messageIdHeader,
      headers: { 'X-Milestone-Sign-Off': about.mailId },
      ...returnAddresses(delivery, mail),
      references: `<${tokenHash(`${mail.milestoneId} ${mail.recipientId}`).slice(0, 32)}@${mailDomain}>`,
    },
    delivery.render(
      delivery.replyDomain ? withReplySections(model) : model,
      link,
      model.codeId && confirmationCode(linkSecret, model.codeId),
    ),
  );
  switch (outcome.status) {
    case 'sent':
      await markSent(db, mail.mailId, { response: outcome.response });
      log.info(about, 'mail sent');
      return { ...nothing, sent: 1 };
    case 'deferred':
      if (Date.now() - Date.parse(mail.queuedAt) > giveUpAfterMilliseconds) return fail(delivery, mail, outcome.error);
      await putBack(delivery, mail, outcome.error);
      log.warn({ ...about, attempts: mail.attempts }, 'mail deferred');
      return { ...nothing, deferred: 1 };
    case 'rejected':
      return fail(delivery, mail, outcome.error);
    default:
      return outcome satisfies never;
  }
}

function returnAddresses({ replyDomain, linkSecret }: MailDelivery, mail: ClaimedMail) {
  if (!replyDomain) return {};
  return {
    bounceTo: bounceAddress(replyDomain, linkSecret, mail.messageIdHeader),
    ...(mail.requestId === undefined ? {} : { replyTo: replyAddress(replyDomain, linkSecret, mail.requestId) }),
  };
}

/** Reported before it is marked: a crash in between reports twice, which the milestone takes for one. */
async function fail(delivery: MailDelivery, mail: ClaimedMail, error: string): Promise<DeliveryCounts> {
  await delivery.reportUndeliverable({
    milestoneId: mail.milestoneId,
    mailId: mail.mailId,
    addresseeId: mail.recipientId,
    reason: error,
  });
  await markFailed(delivery.db, mail.mailId, { error });
  delivery.log.warn({ milestoneId: mail.milestoneId, kind: mail.kind }, 'mail undeliverable');
  return { ...nothing, failed: 1 };
}
