// Changes keys under a running service: a new data key for what comes, and all data keys wrapped anew by another master key.
import {
  lockWrappedByOther,
  masterKeysInUse,
  replaceWrapping,
  retireDataKey,
  sayOfDataKeys,
} from '../../db/dataKeys.ts';
import type { Database } from '../../db/database.ts';
import { contextOf, makeDataKey, unwrapped } from './dataKeys.ts';
import type { MasterKeys } from './masterKey.ts';

export interface ChangedBy {
  /** How it was done. */
  keyId: string;
  /** ISO 8601 UTC. */
  now: string;
}

/** What was encrypted by the one before stays readable. Undefined where there was none: the first use makes it. */
export async function rotateDataKey(
  db: Database,
  masterKeys: MasterKeys,
  engagementId: string | undefined,
  by: ChangedBy,
): Promise<{ retired: string; made: string } | undefined> {
  return db.transaction(async (transaction) => {
    const retired = await retireDataKey(transaction, engagementId);
    if (retired === undefined) return undefined;
    const made = await makeDataKey(transaction, masterKeys, engagementId);
    await sayOfDataKeys(transaction, 'dataKeyRotated', { ...contextOf({ keyId: made, engagementId }), retired }, by);
    return { retired, made };
  });
}

const atOnce = 100;

/**
 * By the newest master key. The installation's own comes first: from then on new ones are wrapped by it too, in every
 * process that has it. Whatever is cut off goes on where it was.
 */
export async function wrapAnew(
  db: Database,
  masterKeys: MasterKeys,
  by: ChangedBy,
): Promise<{ masterKeyId: string; count: number }> {
  const newest = await masterKeys.newest();
  if (!newest) throw new Error(`There is no master key at ${masterKeys.place}.`);
  for (let count = 0; ;) {
    const some = await db.transaction(async (transaction) => {
      const rows = await lockWrappedByOther(transaction, newest.id, atOnce);
      for (const row of rows) {
        const { key } = await unwrapped(masterKeys, row);
        const wrappedKey = await newest.wrap(key, contextOf(row));
        await replaceWrapping(transaction, row.keyId, { wrappedKey, masterKeyId: newest.id });
      }
      if (rows.length > 0)
        await sayOfDataKeys(transaction, 'dataKeysWrappedAnew', { masterKeyId: newest.id, count: rows.length }, by);
      return rows.length;
    });
    count += some;
    if (some === 0) return { masterKeyId: newest.id, count };
  }
}

/** Throws where something is still wrapped by it. */
export async function assertUnused(db: Database, masterKeyId: string): Promise<void> {
  if ((await masterKeysInUse(db)).includes(masterKeyId))
    throw new Error(`Data keys are wrapped by ${masterKeyId}; wrap them anew first: npm run data-keys -- wrap-anew`);
}
