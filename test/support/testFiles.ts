// A file store on a folder under keys that every process of a test knows.
import { join } from 'node:path';
import type { DataKey, FileKeys, FileOwner } from '../../storage/fileKeys.ts';
import type { Files, FileStore } from '../../storage/fileStore.ts';
import { openFileStore } from '../../storage/openFileStore.ts';
import { objectName } from '../../storage/sealedFileStore.ts';

const key: DataKey = { keyId: 'dk-test', key: Buffer.alloc(32, 'a key that only tests know') };

export const testFileKeys: FileKeys = {
  naming: Buffer.alloc(32, 'names that only tests know'),
  current: () => Promise.resolve(key),
  byId: () => Promise.resolve(key),
};

export const openTestFiles = (folder: string): Promise<FileStore> => openFileStore(folder, testFileKeys);

/** Where the store keeps a file. */
export function pathInFolder(folder: string, owner: FileOwner, sha256: string): string {
  const name = objectName(testFileKeys.naming, owner, sha256);
  return join(folder, name.slice(0, 2), name.slice(2));
}

/** The same store, whose files of every owner are `changed`. */
export const withFiles = (store: FileStore, changed: (files: Files) => Files): FileStore => ({
  ...store,
  of: (engagementId) => changed(store.of(engagementId)),
  ofInstallation: changed(store.ofInstallation),
});
