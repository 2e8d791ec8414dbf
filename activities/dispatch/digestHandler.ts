// Sends a digest: one mail with all notices that waited for it. Where it cannot be delivered they go out by themselves, so that none is lost.
import { findMadeDigest, listDigestMails, sendSingly, type MadeDigest } from '../../db/digests.ts';
import { asJob } from '../../db/inScope.ts';
import { readOutgoingMails, type OutgoingMail } from '../../db/mails.ts';
import type { ClaimedEffect, Outcome } from '../../db/outbox.ts';
import { findShutOut } from '../../db/shutOut.ts';
import { entryText } from '../../evidence/ledger/auditEntry.ts';
import { digestMail } from '../../mail/digestMail.ts';
import { digestLink } from '../../mail/digestToken.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { doubling, doublingForDays, nothingToDo, type EffectHandler } from './effectHandler.ts';
import type { MailDelivery } from './mailHandler.ts';

type Delivery = Pick<MailDelivery, 'db' | 'log' | 'transport' | 'mailDomain' | 'linkSecret' | 'publicUrl' | 'hasDesk'>;

export const digestHandler = (delivery: Delivery): EffectHandler => ({
  atOnce: 5,
  patienceSeconds: 120,
  delaySeconds: doublingForDays(2, doubling(10, 1800)),
  prepare: async () => (effect) => perform(delivery, effect),
  giveUp: async ({ reference }) => apart(delivery, reference),
});

async function perform(delivery: Delivery, { reference, isRepeat }: ClaimedEffect): Promise<Outcome> {
  const db = asJob(delivery.db, 'dispatcher');
  const digest = await findMadeDigest(db, reference);
  const mailIds = digest ? await listDigestMails(db, reference) : [];
  const read = await readOutgoingMails(db, mailIds);
  const found = mailIds.flatMap((each) => read.get(each) ?? []);
  const addressed = found.map((mail) => ({ ...mail, address: mail.toAddress }));
  const shutOut = new Set([...(await findShutOut(delivery.db, addressed))].map(({ mailId }) => mailId));
  if (shutOut.size > 0) await sendSingly(db, reference, [...shutOut]);
  const mails = found.filter(({ mailId }) => !shutOut.has(mailId));
  if (!digest || mails.length === 0) return nothingToDo;
  if (isRepeat)
    delivery.log.warn(
      { digestId: reference },
      'sending again a digest whose sender died; the server may have taken it, the Message-ID is the same',
    );
  return send(delivery, digest, mails);
}

async function send(delivery: Delivery, digest: MadeDigest, mails: readonly OutgoingMail[]): Promise<Outcome> {
  const { transport, mailDomain, linkSecret, publicUrl, hasDesk = false } = delivery;
  const link = digestLink(publicUrl, linkSecret, digest.preferenceId);
  const envelope = {
    to: { name: '', address: digest.address },
    messageId: `<${digest.digestId}@${mailDomain}>`,
    // RFC 8058: one press in the mail program, and the notices come by themselves again.
    headers: { 'List-Unsubscribe': `<${link}/end>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
  const words = wordsIn(digest.language);
  const outcome = await transport.send(envelope, digestMail(words, mails, { link, ...(hasDesk ? { publicUrl } : {}) }));
  switch (outcome.status) {
    case 'sent': {
      const at = new Date().toISOString();
      const { response } = outcome;
      const entry = ({ mailId }: OutgoingMail) => entryText({ at, type: 'mailSent', mailId, response });
      return {
        status: 'done',
        response,
        entries: Object.fromEntries(mails.map((mail) => [mail.mailId, entry(mail)])),
        engagementIds: mails.map(({ engagementId }) => engagementId),
      };
    }
    case 'deferred':
      throw new Error(outcome.error);
    case 'rejected':
      return apart(delivery, digest.digestId, outcome.error);
    default:
      return outcome satisfies never;
  }
}

/** A crash behind it finds nothing left to send, and is done. */
async function apart({ db, log }: Delivery, digestId: string, error?: string): Promise<Outcome> {
  log.warn({ digestId, error }, 'a digest could not be delivered; its notices go out by themselves');
  await sendSingly(asJob(db, 'dispatcher'), digestId);
  return nothingToDo;
}
