// Seals bytes under a data key, bound to what they are: AES-256-GCM, nonce and tag before the content.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataKey } from './dataKeys.ts';

const algorithm = 'aes-256-gcm';
const lengths = { nonce: 12, tag: 16 };

export function sealBytes({ key }: DataKey, content: Uint8Array, boundTo: string): Buffer {
  const nonce = randomBytes(lengths.nonce);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(boundTo));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws where they were changed, or sealed as something else. */
export function unsealBytes({ key }: DataKey, sealed: Uint8Array, boundTo: string): Buffer {
  const all = Buffer.from(sealed);
  const [nonce, tag] = [all.subarray(0, lengths.nonce), all.subarray(lengths.nonce, lengths.nonce + lengths.tag)];
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: lengths.tag })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(all.subarray(lengths.nonce + lengths.tag)), decipher.final()]);
}
