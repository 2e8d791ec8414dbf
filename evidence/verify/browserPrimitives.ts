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
  async verifySignature(key, message, signature) {
    const kind = kinds[key.kty ?? ''];
    const proof = key.kty === 'EC' ? fixedLength(signature) : signature;
    if (!kind || !proof) return false;
    const imported = await crypto.subtle.importKey('jwk', key, kind, false, ['verify']).catch(() => {
      throw new BagError(`this browser cannot check signatures by ${kind.name}; use a current one, or npm run verify`);
    });
    return crypto.subtle.verify(kind, imported, new Uint8Array(proof), new Uint8Array(message));
  },
};

const kinds: Record<string, { name: string; namedCurve?: string; hash?: string }> = {
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  OKP: { name: 'Ed25519' },
};

/** Browsers take two numbers of 32 bytes, where authenticators write them as DER: a sequence of two integers. */
function fixedLength(der: Uint8Array): Uint8Array | undefined {
  const [sequence, length = 0] = der;
  if (sequence !== 0x30 || length !== der.length - 2) return undefined;
  const fixed = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const size = der[at + 1] ?? 0;
    const number = der.subarray(at + 2, at + 2 + size);
    const digits = number[0] === 0 ? number.subarray(1) : number;
    if (der[at] !== 2 || number.length !== size || digits.length > 32) return undefined;
    fixed.set(digits, end - digits.length);
    at += 2 + size;
  }
  return at === der.length ? fixed : undefined;
}

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
