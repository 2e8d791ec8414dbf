// Which data keys the file store seals with, and the secret its names are made with. What became of a key is said in the store's words.
import { hkdfSync } from 'node:crypto';
import { findDataKey, findFirstDataKey } from '../../db/dataKeys.ts';
import type { Database } from '../../db/database.ts';
import type { FileKeys } from '../fileKeys.ts';
import { StorageError } from '../fileStore.ts';
import { DataKeyGone, type DataKey, type DataKeys } from './dataKeys.ts';

/** After `openDataKeys`, which makes the installation's first key. */
export async function fileKeysOf(db: Database, dataKeys: DataKeys): Promise<FileKeys> {
  const first = await findFirstDataKey(db);
  if (!first) throw new Error('The installation has no data key; open the data keys first.');
  // The first key of the installation is never shredded, and stays when it is retired: names outlast every rotation.
  const { key } = await dataKeys.byId(first.keyId);
  return {
    naming: Buffer.from(hkdfSync('sha256', key, '', 'milestone-sign-off names of stored files', 32)),
    current: (owner) => (owner === undefined ? dataKeys.installation() : dataKeys.current(owner)).catch(whatBecame),
    byId: (keyId) => byId(db, dataKeys, keyId),
  };
}

async function byId(db: Database, dataKeys: DataKeys, keyId: string): Promise<DataKey> {
  try {
    return await dataKeys.byId(keyId);
  } catch (error) {
    if (!(error instanceof DataKeyGone) || (await findDataKey(db, keyId))) return whatBecame(error);
    throw new StorageError('FILE_DAMAGED', error.message, { cause: error });
  }
}

function whatBecame(error: unknown): never {
  if (error instanceof DataKeyGone) throw new StorageError('FILE_SHREDDED', error.message, { cause: error });
  throw error;
}
