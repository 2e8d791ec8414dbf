// What the verifier needs of its platform, by Node's own crypto.
import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Primitives } from './bag.ts';

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
};
