// Canonical JSON (RFC 8785) and SHA-256, the two things every digest of the record is made with.
import { createHash, type BinaryLike } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The canonical JSON text of a plain value. Throws for what JSON cannot say (undefined, functions, NaN). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form');
  return text;
}

export const sha256Hex = (data: BinaryLike): string => createHash('sha256').update(data).digest('hex');
