// Writes a stream to a temporary file while hashing it, so that a digest is known before a name is needed.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StorageError, type StoredFile } from './fileStore.ts';

export interface IncomingFile extends StoredFile {
  path: string;
}

/** Where the file came from broke off, which says nothing about where it goes. `cause` is how. */
export class SourceBroke extends Error {
  constructor(cause: unknown) {
    super('What was to be stored broke off.', { cause });
  }
}

async function* from(source: Readable): AsyncGenerator<Buffer> {
  try {
    yield* source as AsyncIterable<Buffer>;
  } catch (error) {
    throw new SourceBroke(error);
  }
}

/** The file is flushed to disk when this returns, and gone when it throws: SourceBroke, StorageError, or what the system threw. Memory stays bounded by the stream's buffers. */
export async function receiveFile(
  folder: string,
  source: Readable,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<IncomingFile> {
  const path = join(folder, `${randomUUID()}.part`);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes)
        return done(new StorageError('FILE_TOO_LARGE', `The file is larger than the limit of ${maxBytes} bytes.`));
      hash.update(chunk);
      return done(null, chunk);
    },
  });
  try {
    await pipeline(from(source), meter, createWriteStream(path, { flags: 'wx', flush: true }));
    return { path, sizeBytes, sha256: hash.digest('hex') };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
