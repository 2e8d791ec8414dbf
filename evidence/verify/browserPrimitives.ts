// What the verifier needs of its platform, in a browser: hashing in pieces, which WebCrypto lacks, and Ed25519, which it has.
import { sha256 } from '@noble/hashes/sha2.js';
import { BagError, type Inflate, type Primitives } from './bag.ts';

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

export const browserInflate: Inflate = async function* (packed) {
  const chunks = packed[Symbol.asyncIterator]();
  const source = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
};
