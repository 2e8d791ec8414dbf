// The keys that files are sealed with, as a store asks for them; where they come from is not its business.
import { randomBytes, randomUUID } from 'node:crypto';

export interface DataKey {
  keyId: string;
  /** 32 bytes, for AES-256. */
  key: Uint8Array;
}

/** The ID of an engagement; undefined for the installation itself. */
export type FileOwner = string | undefined;

export interface FileKeys {
  /** Seals the new files of an owner. */
  current(owner: FileOwner): Promise<DataKey>;
  /** Throws StorageError FILE_SHREDDED where the key was destroyed, FILE_DAMAGED where there never was one of this ID. */
  byId(keyId: string): Promise<DataKey>;
  /** 32 bytes that object names are made with; another secret finds none of the files again. */
  naming: Uint8Array;
}

/** Keys that end with the process: for files that are not to outlast it. */
export function passingKeys(): FileKeys {
  const only: DataKey = { keyId: randomUUID(), key: randomBytes(32) };
  return { naming: randomBytes(32), current: () => Promise.resolve(only), byId: () => Promise.resolve(only) };
}
