// The one way in for SMTP and IMAP: a raw message is stored and its row committed before anyone is told that we have it.
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import type { Logger } from 'pino';
import type { Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { recordReceived, type ReceivedMessage } from '../../db/inboundMessages.ts';
import { StorageError, type FileStore } from '../../storage/fileStore.ts';
import { MessageRefused, messageLimits, screenMessage } from './screening.ts';

export interface Receiving {
  db: Pool;
  files: FileStore;
  log: Logger;
}

export type Envelope = Omit<ReceivedMessage, 'sha256' | 'sizeBytes'>;

/**
 * Throws MessageRefused, with the refusal on record; anything else it throws means that the message was not taken. `isKept`
 * whatever its shape and length: what came to the address of one mail is news, and is told without being parsed (see `noteUnread`); of
 * what is longer than any message is read, its beginning is kept, which no signature covers.
 */
export async function receiveMessage(
  receiving: Receiving,
  raw: Readable,
  envelope: Envelope,
  isKept: boolean,
): Promise<void> {
  const { files, log } = receiving;
  const db = asJob(receiving.db, 'intake');
  const stored = await store(receiving, isKept ? raw.pipe(new Beginning(messageLimits.bytes)) : raw);
  const message = { ...envelope, ...stored };
  try {
    await screenMessage(await files.ofInstallation.open(stored.sha256));
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    if (isKept) {
      await recordReceived(db, message);
      log.warn({ sha256: stored.sha256, reason: error.message }, 'message of a shape that is not read');
      return;
    }
    await recordReceived(db, message, { reason: error.message, at: new Date().toISOString() });
    log.warn(
      { sha256: stored.sha256, remoteAddress: envelope.remoteAddress, reason: error.message },
      'message refused',
    );
    throw error;
  }
  const { isNew } = await recordReceived(db, message);
  log.info({ sha256: stored.sha256, source: envelope.source, isNew }, 'message received');
}

/** Passes on what fits, and takes in the rest, so that the other side can come to its end. */
class Beginning extends Transform {
  #left: number;

  constructor(bytes: number) {
    super();
    this.#left = bytes;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    const fitting = chunk.subarray(0, this.#left);
    this.#left -= fitting.length;
    done(null, fitting);
  }
}

async function store({ files, log }: Receiving, raw: Readable): Promise<{ sha256: string; sizeBytes: number }> {
  try {
    return await files.ofInstallation.put(raw, { maxBytes: messageLimits.bytes });
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'FILE_TOO_LARGE')) throw error;
    log.warn({ limit: messageLimits.bytes }, 'message refused: too large');
    throw new MessageRefused('The message is larger than 25 MB.', 552);
  }
}
