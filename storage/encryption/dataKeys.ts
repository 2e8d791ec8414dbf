// Data keys: one for each engagement and one for the installation, wrapped by the master key, unwrapped in memory for a while.
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import {
  findCurrentDataKey,
  findDataKey,
  insertDataKey,
  isShredded,
  masterKeyInUse,
  type DataKeyRow,
} from '../../db/dataKeys.ts';
import type { Database } from '../../db/database.ts';
import type { MasterKeys, WrappingContext } from './masterKey.ts';

export interface DataKey {
  keyId: string;
  /** 32 bytes, for AES-256. */
  key: Uint8Array;
  /** Whose it is; absent for the installation's. */
  engagementId?: string;
}

export interface DataKeys {
  /** What is encrypted from now on, by. Made at first use. Throws DataKeyGone once the engagement's keys were shredded. */
  current(engagementId: string): Promise<DataKey>;
  /** The same for what belongs to no engagement. */
  installation(): Promise<DataKey>;
  /** Also of one that was retired. Throws DataKeyGone for one that was shredded, and for one that is not known. */
  byId(keyId: string): Promise<DataKey>;
}

/** No waiting and no trying again brings it back. */
export class DataKeyGone extends Error {
  override readonly name = 'DataKeyGone';
}

/** So many unwrapped keys a process holds, and for so long: as long a key can outlive its shredding in memory. */
const kept = { keys: 2000, milliseconds: 300_000 };
/** A rotation counts from the next minute. */
const currentFor = 60_000;

export function dataKeysOf(db: Database, masterKeys: MasterKeys): DataKeys {
  const byId = remembering(kept.milliseconds, async (keyId) => {
    const row = await findDataKey(db, keyId);
    if (!row) throw new DataKeyGone(`There is no data key ${keyId}.`);
    return unwrapped(masterKeys, row);
  });
  const current = remembering(currentFor, async (engagementId) => {
    const row = await currentRow(db, masterKeys, engagementId === installation ? undefined : engagementId);
    return byId(row.keyId);
  });
  return {
    byId,
    installation: () => current(installation),
    async current(engagementId) {
      if (engagementId === installation) throw new TypeError('An engagement has an ID.');
      return current(engagementId);
    },
  };
}

const installation = '';

/** Who asks for the same at once shares one answer; a failure is not remembered. */
function remembering(
  milliseconds: number,
  find: (name: string) => Promise<DataKey>,
): (name: string) => Promise<DataKey> {
  const found = new Map<string, { answer: Promise<DataKey>; until: number }>();
  return (name) => {
    const earlier = found.get(name);
    if (earlier && earlier.until > performance.now()) return earlier.answer;
    found.delete(name);
    const answer = find(name);
    found.set(name, { answer, until: performance.now() + milliseconds });
    answer.catch(() => found.get(name)?.answer === answer && found.delete(name));
    const [oldest] = found.keys();
    if (found.size > kept.keys && oldest !== undefined) found.delete(oldest);
    return answer;
  };
}

async function currentRow(db: Database, masterKeys: MasterKeys, engagementId: string | undefined): Promise<DataKeyRow> {
  const found = await findCurrentDataKey(db, engagementId);
  if (found) return found;
  if (engagementId !== undefined && (await isShredded(db, engagementId)))
    throw new DataKeyGone('The data keys of this engagement were shredded; nothing is encrypted for it any more.');
  await db.transaction((transaction) => makeDataKey(transaction, masterKeys, engagementId));
  const made = await findCurrentDataKey(db, engagementId);
  if (!made) throw new DataKeyGone('The data key of this engagement was shredded while it was made.');
  return made;
}

/** By the master key in use, which does not change before the transaction has ended. */
export async function makeDataKey(
  transaction: Knex.Transaction,
  masterKeys: MasterKeys,
  engagementId: string | undefined,
): Promise<string> {
  const id = await masterKeyInUse(transaction);
  const masterKey = id === undefined ? undefined : await masterKeys.byId(id);
  if (!masterKey) throw new Error(`Master key ${id} is not at ${masterKeys.place}.`);
  const keyId = newDataKeyId();
  const wrappedKey = await masterKey.wrap(randomBytes(32), contextOf({ keyId, engagementId }));
  await insertDataKey(transaction, { keyId, engagementId, wrappedKey, masterKeyId: masterKey.id });
  return keyId;
}

export const newDataKeyId = (): string => `dk-${randomBytes(8).toString('hex')}`;

export const contextOf = ({ keyId, engagementId }: { keyId: string; engagementId?: string | undefined }) =>
  ({ keyId, ...(engagementId === undefined ? {} : { engagementId }) }) satisfies WrappingContext;

export async function unwrapped(masterKeys: MasterKeys, row: DataKeyRow): Promise<DataKey> {
  const { wrappedKey, masterKeyId, shreddedAt } = row;
  const context = contextOf(row);
  const { keyId } = context;
  if (!wrappedKey) throw new DataKeyGone(`Data key ${keyId} was shredded at ${shreddedAt}.`);
  const masterKey = await masterKeys.byId(masterKeyId);
  if (!masterKey)
    throw new Error(`Data key ${keyId} is wrapped by master key ${masterKeyId}, not at ${masterKeys.place}.`);
  return { ...context, key: new Uint8Array(await masterKey.unwrap(wrappedKey, context)) };
}
