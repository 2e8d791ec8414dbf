// One key for each purpose, derived from the secret of the settings: whoever has one key can make nothing of another purpose.
import { hkdfSync } from 'node:crypto';

/**
 * What is made with a key: request links, codes, reply addresses, return addresses, links to what is asked of a mailbox, links in digests, secrets of
 * endpoints that are told of events.
 */
export type KeyPurpose = 'links' | 'codes' | 'replies' | 'bounces' | 'mailboxes' | 'digests' | 'endpoints';

const derived = new Map<string, Buffer>();

/** 256 bits by HKDF-SHA-256 (RFC 5869), labelled with the purpose. */
function keyOf(secret: string, purpose: KeyPurpose): Buffer {
  const known = derived.get(`${purpose} ${secret}`);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', secret, '', `milestone-sign-off ${purpose}`, 32));
  derived.set(`${purpose} ${secret}`, key);
  return key;
}

/** A setting may hold several secrets, the newest first: it makes what is new, while the others still recognise what is out. */
const secretsIn = (setting: string): string[] => setting.split(',').map((each) => each.trim());

/** The key that makes what goes out. */
export const newestKey = (setting: string, purpose: KeyPurpose): Buffer => keyOf(secretsIn(setting)[0] ?? '', purpose);

/** Every key that may have made what comes in. */
export const everyKey = (setting: string, purpose: KeyPurpose): Buffer[] =>
  secretsIn(setting).map((each) => keyOf(each, purpose));
