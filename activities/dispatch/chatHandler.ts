// Tells an engagement manager in their chat what they are mailed: that it is so, and where on their desk it stands. Gives up after a day.
import type { Logger } from 'pino';
import { chatAddressOf, noteChat, readChatAddresses, type SealedChatAddress } from '../../db/chatAddresses.ts';
import type { Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { readOutgoingMails, type OutgoingMail } from '../../db/mails.ts';
import type { ClaimedEffect, Outcome } from '../../db/outbox.ts';
import { findShutOut } from '../../db/shutOut.ts';
import { mailboxOf } from '../../domain/people/humans.ts';
import { assertChatAddress } from '../../domain/requests/chat.ts';
import { postChat } from '../../mail/chat/postChat.ts';
import { deskAddress } from '../../mail/deskAddress.ts';
import type { MailModel } from '../../mail/mailModel.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import type { DataKeys } from '../../storage/encryption/dataKeys.ts';
import { unsealBytes } from '../../storage/encryption/sealedBytes.ts';
import { doubling, doublingForDays, nothingToDo, type EffectHandler } from './effectHandler.ts';

export interface ChatDelivery {
  db: Pool;
  log: Logger;
  publicUrl: string;
  /** What addresses are sealed by. */
  dataKeys: Pick<DataKeys, 'byId'>;
  /** Where may be told at all, now: an address set under other terms is told nothing. */
  hosts: readonly string[];
}

const delaySeconds = doublingForDays(1, doubling(5, 1800));

export const chatHandler = (delivery: ChatDelivery): EffectHandler => ({
  atOnce: 5,
  // Longer than a post waits for its answer, so that a slow service is not taken for a dead sender.
  patienceSeconds: 60,
  delaySeconds,
  async prepare(effects) {
    const db = asJob(delivery.db, 'dispatcher');
    const references = effects.map(({ reference }) => reference);
    const mails = await readOutgoingMails(db, references);
    const addresses = await readChatAddresses(db, [...mails.values()].map(mailboxOfMail));
    const addressed = [...mails.values()].map((mail) => ({ ...mail, address: mail.toAddress }));
    const shutOut = new Set([...(await findShutOut(delivery.db, addressed))].map(({ mailId }) => mailId));
    return async (effect, signal) => {
      const mail = mails.get(effect.reference);
      const address = mail && addresses.get(mailboxOfMail(mail));
      // Ended, left or behind a barrier: whoever was to be told is told no more.
      if (!mail || !address || shutOut.has(mail.mailId)) return nothingToDo;
      return tell(delivery, mail, address, effect, signal);
    };
  },
});

const mailboxOfMail = ({ toAddress }: OutgoingMail): string => mailboxOf(toAddress) ?? toAddress;

async function tell(
  { db: pool, log, publicUrl, dataKeys, hosts }: ChatDelivery,
  mail: OutgoingMail,
  { service, keyId, sealed, setAt }: SealedChatAddress,
  effect: ClaimedEffect,
  signal?: AbortSignal,
): Promise<Outcome> {
  const mailbox = mailboxOfMail(mail);
  const address = String(unsealBytes(await dataKeys.byId(keyId), sealed, chatAddressOf(mailbox)));
  const { subject: text, language, milestoneId } = mail.model as MailModel;
  const link = { label: wordsIn(language).say('chat.onDesk'), address: deskAddress(publicUrl, milestoneId) };
  assertChatAddress(address, hosts);
  const outcome = await postChat({ service, address }, { text, link }, signal);
  const db = asJob(pool, 'dispatcher');
  if (outcome.status === 'taken') {
    await noteChat(db, mailbox, { setAt });
    return { status: 'done' };
  }
  const { error, isFinal, retryAfterSeconds = 0 } = outcome;
  await noteChat(db, mailbox, { setAt }, error);
  const seconds = isFinal ? undefined : delaySeconds(effect);
  const about = { milestoneId: mail.milestoneId, kind: mail.kind, attempts: effect.attempts, error };
  log.warn(about, seconds === undefined ? 'a notice by chat is given up' : 'a notice by chat is deferred');
  if (seconds === undefined) return { status: 'failed', error };
  return { status: 'later', error, delaySeconds: Math.max(seconds, Math.min(retryAfterSeconds, 3600)) };
}
