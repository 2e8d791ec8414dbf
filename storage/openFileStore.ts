// Opens the store that an address names. The only place that knows every kind of store.
import { fileURLToPath } from 'node:url';
import type { FileKeys } from './fileKeys.ts';
import { StorageError, type FileStore } from './fileStore.ts';
import { openFolderStore } from './folderStore.ts';
import type { ObjectStore } from './objectStore.ts';
import { sealedFileStore } from './sealedFileStore.ts';
import { namingUnavailability } from './unavailable.ts';

/** `address` is a folder, a file:// URL, or s3://bucket/prefix?endpoint=…&region=…&forcePathStyle=true. */
export const openFileStore = async (address: string, keys: FileKeys): Promise<FileStore> =>
  namingUnavailability(sealedFileStore(await openObjectStore(address), keys));

/** What lies at the address as it lies there, sealed: what a backup copies. */
export async function openObjectStore(address: string): Promise<ObjectStore> {
  if (/^s3:\/\/[^/?]/.test(address) && URL.canParse(address)) {
    // Its client is large, and most installations have a folder.
    const { openS3Store } = await import('./s3Store.ts');
    return openS3Store(new URL(address));
  }
  if (/^file:\/\/\//.test(address)) return openFolderStore(fileURLToPath(address));
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address))
    throw new StorageError(
      'STORE_ADDRESS_UNKNOWN',
      `DOCUMENT_STORE "${address}" is no folder, file:///folder or s3://bucket/prefix address.`,
    );
  return openFolderStore(address);
}
