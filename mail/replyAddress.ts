// The addresses replies and bounces come back to: each provable as ours, none of them good for anything but finding a request or a mail.
import { createHmac, timingSafeEqual } from 'node:crypto';

const mac = (secret: string, purpose: string, subject: string): string =>
  createHmac('sha256', secret).update(`${purpose}\0${subject}`).digest('hex');

/** 160 bits in lower-case hexadecimal, since servers may change the case of a local part. Not the token of the link. */
export const replyToken = (secret: string, requestId: string): string => mac(secret, 'reply', requestId).slice(0, 40);

export const replyAddress = (domain: string, secret: string, requestId: string): string =>
  `reply+${replyToken(secret, requestId)}@${domain}`;

/** Names the mail that came back even where a delivery report does not; `messageIdHeader` as `<local@domain>`. */
export function bounceAddress(domain: string, secret: string, messageIdHeader: string): string {
  const local = localPartOf(messageIdHeader);
  return `bounce+${local}.${mac(secret, 'bounce', local).slice(0, 16)}@${domain}`;
}

export type ReplyAddress =
  | { kind: 'reply'; token: string }
  /** Local part of the Message-ID of the mail that came back. */
  | { kind: 'bounce'; messageIdLocalPart: string };

/** Undefined for anything that is not one of our addresses, or whose code was not made with `secret`. */
export function readReplyAddress(address: string, domain: string, secret: string): ReplyAddress | undefined {
  const [local = '', host = '', ...rest] = address.trim().toLowerCase().split('@');
  if (rest.length > 0 || host !== domain.toLowerCase()) return undefined;
  const reply = /^reply\+([0-9a-f]{40})$/.exec(local)?.[1];
  if (reply) return { kind: 'reply', token: reply };
  const [, id, code] = /^bounce\+([0-9a-f]{32})\.([0-9a-f]{16})$/.exec(local) ?? [];
  if (!id || !code) return undefined;
  const expected = mac(secret, 'bounce', id).slice(0, 16);
  return timingSafeEqual(Buffer.from(code), Buffer.from(expected))
    ? { kind: 'bounce', messageIdLocalPart: id }
    : undefined;
}

const localPartOf = (messageIdHeader: string): string => /^<([^@>]+)@/.exec(messageIdHeader)?.[1] ?? '';
