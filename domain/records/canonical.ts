// The digest of a value whatever order its keys came in: SHA-256 over its canonical JSON (RFC 8785).
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** In lower-case hexadecimal. Throws TypeError for what is no JSON value. */
export function canonicalSha256(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form');
  return bytesToHex(sha256(utf8ToBytes(text)));
}
