// A bag as the verifier sees it, wherever it lies: files by their path, read in chunks. Knows neither disk nor browser.

export interface BagFile {
  sizeBytes: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** Paths are relative to the folder that holds bagit.txt. */
export type Bag = ReadonlyMap<string, BagFile>;

/** Thrown for what makes a bag unreadable as such; the message is for whoever asked to have it checked. */
export class BagError extends Error {
  override name = 'BagError';
}

/** Unpacks raw deflate (RFC 1951), no faster than what it gives is taken; throws for what is none. */
export type Inflate = (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** What the platform lends: hashing in pieces, Ed25519, and the signatures of passkeys. */
export interface Primitives {
  sha256(): { update(chunk: Uint8Array): void; digest(): Uint8Array };
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /** ECDSA on P-256 or RSASSA-PKCS1-v1_5, both with SHA-256, or Ed25519, by what the key is; of ECDSA as DER. False for what is no signature. */
  verifySignature(key: JsonWebKey, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** Throws BagError when the bag has no such file. */
export function fileOf(bag: Bag, path: string): BagFile {
  const file = bag.get(path);
  if (!file) throw new BagError(`${path} is missing`);
  return file;
}

/** All of a file that is known to be small; digests of large ones are taken from `chunks`. */
export async function bytesOf(bag: Bag, path: string): Promise<Uint8Array> {
  const file = fileOf(bag, path);
  if (file.sizeBytes > 512 * 1024 * 1024) throw new BagError(`${path} is larger than such a file can be`);
  const bytes = new Uint8Array(file.sizeBytes);
  let at = 0;
  for await (const chunk of file.chunks()) {
    if (at + chunk.length > bytes.length) throw new BagError(`${path} is longer than its directory says`);
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.subarray(0, at);
}

export async function textOf(bag: Bag, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await bytesOf(bag, path));
  } catch (error) {
    if (error instanceof BagError) throw error;
    throw new BagError(`${path} is no UTF-8 text`);
  }
}

export async function jsonOf<T>(bag: Bag, path: string): Promise<T> {
  const text = await textOf(bag, path);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new BagError(`${path} is no JSON`);
  }
}

/** Lines of a file that ends with a line feed, as each of ours does. */
export async function linesOf(bag: Bag, path: string): Promise<string[]> {
  const text = await textOf(bag, path);
  if (!text.endsWith('\n')) throw new BagError(`${path} breaks off: its last line has no end`);
  return text.slice(0, -1).split('\n');
}
