// What the verifier needs of its platform, by Node's own crypto.
import { createHash, createPublicKey, verify, type JsonWebKey as NodeJwk } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { Inflate, Primitives } from './bag.ts';

export const nodePrimitives: Primitives = {
  sha256() {
    const hash = createHash('sha256');
    return { update: (chunk) => void hash.update(chunk), digest: () => new Uint8Array(hash.digest()) };
  },
  async verifyEd25519(publicKey, message, signature) {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
      format: 'jwk',
    });
    return verify(null, message, key, signature);
  },
  async verifySignature(key, message, signature) {
    try {
      const publicKey = createPublicKey({ key: key as NodeJwk, format: 'jwk' });
      return verify(key.kty === 'OKP' ? null : 'sha256', message, publicKey, signature);
    } catch {
      return false;
    }
  },
};

/** Node's own DecompressionStream takes in a whole file however slowly it is read, hence zlib. */
export const nodeInflate: Inflate = (packed) => {
  const inflater = createInflateRaw();
  // An error reaches whoever reads the inflater.
  pipeline(Readable.from(packed), inflater, () => undefined);
  return inflater;
};
