// What a store of files is: bytes go in as a stream and come out under their SHA-256. Knows no documents, milestones or kinds of store.
import type { Readable } from 'node:stream';

export interface StoredFile {
  /** Lower-case hexadecimal. */
  sha256: string;
  sizeBytes: number;
}

/** All but `check` throw StorageError STORE_UNAVAILABLE when the store cannot be asked: what is not found then may well be there. */
export interface FileStore {
  /**
   * Stores a stream; the same content is kept once, and one of another length than its digest had is replaced. Throws
   * StorageError FILE_TOO_LARGE beyond `maxBytes`, leaving nothing.
   */
  put(source: Readable, options?: { maxBytes?: number }): Promise<StoredFile>;
  /** Throws StorageError FILE_NOT_FOUND. */
  open(sha256: string): Promise<Readable>;
  has(sha256: string): Promise<{ sizeBytes: number } | undefined>;
  /** What is not there is removed already. */
  remove(sha256: string): Promise<void>;
  /** Throws when the store cannot be written to. */
  check(): Promise<void>;
}

export type StorageErrorCode =
  'FILE_TOO_LARGE' | 'FILE_NOT_FOUND' | 'STORE_UNAVAILABLE' | 'DIGEST_MALFORMED' | 'STORE_ADDRESS_UNKNOWN';

export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'StorageError';
    this.code = code;
  }
}

/** Keeps anything but a digest out of paths and keys. */
export function assertDigest(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new StorageError('DIGEST_MALFORMED', `"${sha256.slice(0, 80)}" is no SHA-256 in lower-case hexadecimal.`);
}
