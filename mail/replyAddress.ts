// The addresses replies and bounces come back to: each provable as ours, none of them good for anything but finding a request or a mail.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { everyKey, newestKey } from './purposeKeys.ts';

const mac = (key: Buffer, subject: string): string => createHmac('sha256', key).update(subject).digest('hex');

/** A request and the random part of one of its links. */
interface OfLink {
  requestId: string;
  nonce: string;
}

/** 160 bits in lower-case hexadecimal, since servers may change the case of a local part. Not the token of the link. */
export const replyToken = (secret: string, { requestId, nonce }: OfLink): string =>
  mac(newestKey(secret, 'replies'), `${requestId}\0${nonce}`).slice(0, 40);

export const replyAddress = (domain: string, secret: string, link: OfLink): string =>
  `reply+${replyToken(secret, link)}@${domain}`;

/** Names the mail that came back even where a delivery report does not; `messageIdHeader` as `<local@domain>`. */
export function bounceAddress(domain: string, secret: string, messageIdHeader: string): string {
  const local = localPartOf(messageIdHeader);
  return `bounce+${local}.${mac(newestKey(secret, 'bounces'), local).slice(0, 16)}@${domain}`;
}

export type ReplyAddress =
  | { kind: 'reply'; token: string }
  /** Local part of the Message-ID of the mail that came back. */
  | { kind: 'bounce'; messageIdLocalPart: string };

/** Undefined for anything that is not one of our addresses, or whose code was made with none of the secrets in `secret`. */
export function readReplyAddress(address: string, domain: string, secret: string): ReplyAddress | undefined {
  const [local = '', host = '', ...rest] = address.trim().toLowerCase().split('@');
  if (rest.length > 0 || host !== domain.toLowerCase()) return undefined;
  const reply = /^reply\+([0-9a-f]{40})$/.exec(local)?.[1];
  if (reply) return { kind: 'reply', token: reply };
  const [, id, code] = /^bounce\+([0-9a-f]{32})\.([0-9a-f]{16})$/.exec(local) ?? [];
  if (!id || !code) return undefined;
  const isOurs = everyKey(secret, 'bounces').some((key) =>
    timingSafeEqual(Buffer.from(code), Buffer.from(mac(key, id).slice(0, 16))),
  );
  return isOurs ? { kind: 'bounce', messageIdLocalPart: id } : undefined;
}

const localPartOf = (messageIdHeader: string): string => /^<([^@>]+)@/.exec(messageIdHeader)?.[1] ?? '';
