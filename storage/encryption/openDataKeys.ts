// Opens data keys at a start: makes the first master key where nothing was ever wrapped, and refuses to start with another one.
import { randomBytes } from 'node:crypto';
import { findCurrentDataKey, insertDataKey, lockDataKeys, masterKeysInUse } from '../../db/dataKeys.ts';
import type { Database } from '../../db/database.ts';
import { contextOf, dataKeysOf, newDataKeyId, unwrapped, type DataKeys } from './dataKeys.ts';
import type { MasterKeys } from './masterKey.ts';

/**
 * The installation's own key is made with the first start, so that a database has a master key from then on: whoever starts on it
 * with none, or with another, is refused, however many start at once and on whatever machines.
 */
export async function openDataKeys(db: Database, masterKeys: MasterKeys): Promise<DataKeys> {
  await db.transaction(async (transaction) => {
    await lockDataKeys(transaction);
    const own = await findCurrentDataKey(transaction);
    if (own) return;
    const masterKey = (await masterKeys.newest()) ?? (await masterKeys.makeFirst());
    const keyId = newDataKeyId();
    const wrappedKey = await masterKey.wrap(randomBytes(32), contextOf({ keyId }));
    await insertDataKey(transaction, { keyId, wrappedKey, masterKeyId: masterKey.id });
  });
  await assertInPossession(db, masterKeys);
  return dataKeysOf(db, masterKeys);
}

/** Throws naming the master keys that are missing. */
export async function assertInPossession(db: Database, masterKeys: MasterKeys): Promise<void> {
  const missing: string[] = [];
  for (const id of await masterKeysInUse(db)) if (!(await masterKeys.byId(id))) missing.push(id);
  if (missing.length > 0)
    throw new Error(
      `What this database holds is encrypted under master key ${missing.join(' and ')}, which is not at ${masterKeys.place}. Put the file back that the other processes have, or that was there before (MASTER_KEY_FILE); without it none of it can be read, and another one is never made in its place.`,
    );
  const own = await findCurrentDataKey(db);
  if (own) await unwrapped(masterKeys, own);
}
