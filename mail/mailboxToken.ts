// The link to all that is asked of a mailbox, and the mail it comes in.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Words } from './messages/words.ts';
import { plainMail } from './plainMail.ts';
import { everyKey, newestKey } from './purposeKeys.ts';
import type { RenderedMail } from './renderMail.ts';

const made = (key: Buffer, linkId: string): string =>
  `${linkId}.${createHmac('sha256', key).update(linkId).digest('base64url')}`;

export const mailboxToken = (secret: string, linkId: string): string => made(newestKey(secret, 'mailboxes'), linkId);

/** The link's ID, of a token that we made. */
export function mailboxLinkIn(secret: string, token: string): string | undefined {
  const linkId = token.split('.', 1)[0] ?? '';
  const given = Buffer.from(token);
  const isOurs = everyKey(secret, 'mailboxes').some((key) => {
    const wanted = Buffer.from(made(key, linkId));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  return isOurs ? linkId : undefined;
}

export function mailboxLinkMail(address: string, link: string, minutes: number, words: Words): RenderedMail {
  const { say } = words;
  const lines = [
    say('mailbox.mail.here', { address }),
    link,
    say('mailbox.mail.once', { minutes: String(minutes) }),
    say('mailbox.mail.because'),
  ];
  return plainMail(words, say('mailbox.mail.subject'), lines);
}
