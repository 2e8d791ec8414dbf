// The format of a stored file: a header that binds it to its owner and digest, then pieces sealed one by one. See docs/decisions/0022.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { Transform } from 'node:stream';
import { StorageError } from './fileStore.ts';
import type { DataKey, FileOwner } from './fileKeys.ts';

/** Of plain content in each piece but the last, which has what is left; an empty file has one empty piece. */
export const pieceBytes = 64 * 1024;
const tagBytes = 16;
const saltBytes = 32;
const magic = Buffer.from('MSOF1');

/** Long enough for any header: the ID of a key has at most 255 bytes. */
export const headerAtMost = magic.length + 1 + 255 + saltBytes + 8 + tagBytes;

/** What the file is, beside its bytes. `label` tells one owner from every other. */
export interface FileIdentity {
  owner: FileOwner;
  sha256: string;
}

const label = (owner: FileOwner): string => (owner === undefined ? 'installation' : `engagement ${owner}`);

/** A key of its own for each file, so that a counter is enough of a nonce (STREAM, Hoang, Reyhanitabar, Rogaway and Vizár 2015). */
export const fileKeyOf = ({ key }: DataKey, salt: Uint8Array, owner: FileOwner): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `milestone-sign-off stored file 1 ${label(owner)}`, 32));

/** Which place in the file a nonce is for; no two of one file are alike. */
const places = { piece: 0, lastPiece: 1, header: 2 } as const;

function nonceOf(counter: number, place: keyof typeof places): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(counter, 7);
  nonce[11] = places[place];
  return nonce;
}

export interface Header {
  keyId: string;
  salt: Buffer;
  sizeBytes: number;
  tag: Buffer;
  /** Where the first piece begins. */
  length: number;
}

export const headerLength = (keyId: string): number =>
  magic.length + 1 + Buffer.byteLength(keyId) + saltBytes + 8 + tagBytes;

function headerTag(fileKey: Buffer, untagged: Buffer, { owner, sha256 }: FileIdentity): Buffer {
  const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(0, 'header'));
  cipher.setAAD(Buffer.concat([untagged, Buffer.from(`${label(owner)} ${sha256}`)]));
  cipher.final();
  return cipher.getAuthTag();
}

const untagged = (keyId: string, salt: Uint8Array, sizeBytes: number): Buffer => {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(sizeBytes));
  return Buffer.concat([magic, Buffer.from([Buffer.byteLength(keyId)]), Buffer.from(keyId), salt, size]);
};

/** Written last, since digest and size are known only then. */
export function sealHeader(
  fileKey: Buffer,
  { keyId, salt, sizeBytes }: Pick<Header, 'keyId' | 'salt' | 'sizeBytes'>,
  identity: FileIdentity,
): Buffer {
  const start = untagged(keyId, salt, sizeBytes);
  return Buffer.concat([start, headerTag(fileKey, start, identity)]);
}

/** Undefined where the bytes do not begin as a stored file does, or are too few to tell. Believes none of it yet. */
export function readHeader(bytes: Buffer): Header | undefined {
  const idAt = magic.length + 1;
  const idLength = bytes[magic.length] ?? 0;
  const saltAt = idAt + idLength;
  const length = saltAt + saltBytes + 8 + tagBytes;
  if (bytes.length < length || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  return {
    keyId: bytes.toString('utf8', idAt, saltAt),
    salt: bytes.subarray(saltAt, saltAt + saltBytes),
    sizeBytes: Number(bytes.readBigUInt64BE(saltAt + saltBytes)),
    tag: bytes.subarray(length - tagBytes, length),
    length,
  };
}

/** Whether the header was written for this owner and digest under this key. */
export const isHeaderOf = (fileKey: Buffer, { keyId, salt, sizeBytes, tag }: Header, identity: FileIdentity): boolean =>
  headerTag(fileKey, untagged(keyId, salt, sizeBytes), identity).equals(tag);

/** How much plain content an object of `objectBytes` can hold behind its header. */
export function plainSize(objectBytes: number, { length }: Header): number {
  const sealed = objectBytes - length;
  return Math.max(0, sealed - Math.ceil(sealed / (pieceBytes + tagBytes)) * tagBytes);
}

/** Plain content in, sealed pieces out. */
export const sealing = (fileKey: Buffer): Transform =>
  inPieces(pieceBytes, (piece, counter, isLast) => {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(counter, isLast ? 'lastPiece' : 'piece'));
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  });

/** Sealed pieces in, plain content out, each piece once it was found to be the one that was put in at its place. */
export const unsealing = (fileKey: Buffer, sha256: string): Transform =>
  inPieces(pieceBytes + tagBytes, (piece, counter, isLast) => {
    try {
      const place = isLast ? 'lastPiece' : 'piece';
      const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(counter, place), { authTagLength: tagBytes });
      const content = piece.length - tagBytes;
      decipher.setAuthTag(piece.subarray(content));
      return Buffer.concat([decipher.update(piece.subarray(0, content)), decipher.final()]);
    } catch (error) {
      throw damaged(sha256, `piece ${counter + 1} is not as it was put in`, error);
    }
  });

export const damaged = (sha256: string, why: string, cause?: unknown): StorageError =>
  new StorageError('FILE_DAMAGED', `The stored file ${sha256} is damaged: ${why}.`, { cause });

/** Cuts a stream into pieces of one length; which is the last is known only when no more comes. */
function inPieces(length: number, turn: (piece: Buffer, counter: number, isLast: boolean) => Buffer): Transform {
  const piece = Buffer.alloc(length);
  let filled = 0;
  let counter = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length;) {
          if (filled === length) {
            this.push(turn(piece, counter, false));
            counter += 1;
            filled = 0;
          }
          const copied = chunk.copy(piece, filled, at);
          filled += copied;
          at += copied;
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, turn(piece.subarray(0, filled), counter, true));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
