// Seals a stream into a temporary file while hashing it, so that a digest is known before a name is needed and no plain byte touches a disk.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DataKey, FileOwner } from './fileKeys.ts';
import { StorageError, type StoredFile } from './fileStore.ts';
import { fileKeyOf, headerLength, sealHeader, sealing } from './sealedFile.ts';

export interface IncomingFile {
  /** Of the plain content. */
  stored: StoredFile;
  /** What lies on disk. */
  part: { path: string; sizeBytes: number };
}

/** Where the file came from broke off, which says nothing about where it goes. `cause` is how. */
export class SourceBroke extends Error {
  constructor(cause: unknown) {
    super('What was to be stored broke off.', { cause });
  }
}

async function* from(source: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source as AsyncIterable<Buffer | string>) yield Buffer.from(chunk as Buffer);
  } catch (error) {
    throw new SourceBroke(error);
  }
}

/** The file is flushed to disk when this returns, and gone when it throws: SourceBroke, StorageError, or what the system threw. Memory stays bounded by the stream's buffers. */
export async function receiveFile(
  folder: string,
  source: Readable,
  {
    key,
    owner,
    maxBytes = Number.POSITIVE_INFINITY,
  }: { key: DataKey; owner: FileOwner; maxBytes?: number | undefined },
): Promise<IncomingFile> {
  const path = join(folder, `${randomUUID()}.part`);
  const salt = randomBytes(32);
  const fileKey = fileKeyOf(key, salt, owner);
  const plain = meter(maxBytes);
  try {
    const start = headerLength(key.keyId);
    const disk = createWriteStream(path, { flags: 'wx', mode: 0o600, start });
    await pipeline(from(source), plain.stream, sealing(fileKey), disk);
    const stored = plain.measured();
    const { sha256, sizeBytes } = stored;
    await writeHeader(path, sealHeader(fileKey, { keyId: key.keyId, salt, sizeBytes }, { owner, sha256 }));
    return { stored, part: { path, sizeBytes: start + disk.bytesWritten } };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Everything is on disk once it returns. */
async function writeHeader(path: string, header: Buffer): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(header, 0, header.length, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

function meter(maxBytes: number): { stream: Transform; measured(): StoredFile } {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes)
        return done(new StorageError('FILE_TOO_LARGE', `The file is larger than the limit of ${maxBytes} bytes.`));
      hash.update(chunk);
      return done(null, chunk);
    },
  });
  return { stream, measured: () => ({ sha256: hash.digest('hex'), sizeBytes }) };
}
