// What a store of files is: bytes go in as a stream and come out under the SHA-256 of what was put in. Knows no documents, milestones or kinds of store.
import type { Readable } from 'node:stream';

export interface StoredFile {
  /** Of what was put in, lower-case hexadecimal. */
  sha256: string;
  sizeBytes: number;
}

/** The files of one owner. All throw StorageError STORE_UNAVAILABLE when the store cannot be asked: what is not found then may well be there. */
export interface Files {
  /**
   * Stores a stream; the same content is kept once, and a damaged file is replaced by what is put in. Throws StorageError
   * FILE_TOO_LARGE beyond `maxBytes`, leaving nothing.
   */
  put(source: Readable, options?: { maxBytes?: number }): Promise<StoredFile>;
  /**
   * Throws StorageError FILE_NOT_FOUND, FILE_DAMAGED or FILE_SHREDDED; the stream ends in FILE_DAMAGED at the first piece that is
   * not as it was put in, which is never handed out.
   */
  open(sha256: string): Promise<Readable>;
  /** Undefined also where what lies there was not put in as this file; the size is another one where the end is lost. */
  has(sha256: string): Promise<{ sizeBytes: number } | undefined>;
  /** What is not there is removed already. */
  remove(sha256: string): Promise<void>;
}

export interface FileStore {
  /** What belongs to an engagement, under keys of its own: the same file of two engagements is two. */
  of(engagementId: string): Files;
  /** What belongs to none, or to one that is not known yet. */
  ofInstallation: Files;
  /** Throws when the store cannot be written to. */
  check(): Promise<void>;
}

export type StorageErrorCode =
  | 'FILE_TOO_LARGE'
  | 'FILE_NOT_FOUND'
  /** What lies in its place is not the file: cut short, changed, or another one. */
  | 'FILE_DAMAGED'
  /** The key of its engagement was destroyed, and with it whatever was stored under it. */
  | 'FILE_SHREDDED'
  | 'STORE_UNAVAILABLE'
  | 'DIGEST_MALFORMED'
  | 'STORE_ADDRESS_UNKNOWN';

export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'StorageError';
    this.code = code;
  }
}

/** Whether a file cannot be had from the store any more, as against one that cannot be had now. */
export const isLost = (error: unknown): boolean =>
  error instanceof StorageError && ['FILE_NOT_FOUND', 'FILE_DAMAGED', 'FILE_SHREDDED'].includes(error.code);

export function assertDigest(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new StorageError('DIGEST_MALFORMED', `"${sha256.slice(0, 80)}" is no SHA-256 in lower-case hexadecimal.`);
}
