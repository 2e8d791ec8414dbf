// What the verifier needs of its platform, in a browser: hashing in pieces, which WebCrypto lacks, and Ed25519, which it has.
import { sha256 } from '@noble/hashes/sha2.js';
import { BagError, type Primitives } from './bag.ts';

export const browserPrimitives: Primitives = {
  sha256() {
    const hash = sha256.create();
    return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
  },
  async verifyEd25519(publicKey, message, signature) {
    const [key, text, proof] = [publicKey, message, signature].map((each) => new Uint8Array(each)) as [
      Uint8Array<ArrayBuffer>,
      Uint8Array<ArrayBuffer>,
      Uint8Array<ArrayBuffer>,
    ];
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']).catch(() => {
      throw new BagError('this browser cannot check Ed25519 signatures; use a current one, or npm run verify');
    });
    return crypto.subtle.verify('Ed25519', imported, proof, text);
  },
};
