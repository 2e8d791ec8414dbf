// SHA-256 by what the platform lends, of bytes and of the lines that chains are made of.
import { toHex } from '../ledger/checkpoint.ts';
import type { Sha256 } from '../ledger/merkleTree.ts';
import type { Primitives } from './bag.ts';

const utf8 = new TextEncoder();

export const sha256With =
  (primitives: Primitives): Sha256 =>
  (data) => {
    const hash = primitives.sha256();
    hash.update(data);
    return hash.digest();
  };

export const hexDigestOf = (primitives: Primitives, data: string | Uint8Array): string =>
  toHex(sha256With(primitives)(typeof data === 'string' ? utf8.encode(data) : data));
