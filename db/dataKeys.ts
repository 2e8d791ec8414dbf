// Rows of data keys: read, added, retired, wrapped anew. Knows no key: what is wrapped stays so here.
import type { Knex } from 'knex';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** `engagementId` is absent for the installation. */
export interface DataKeyRow {
  keyId: string;
  engagementId?: string;
  /** Absent once it was shredded. */
  wrappedKey?: Uint8Array;
  masterKeyId: string;
  createdAt: string;
  retiredAt?: string;
  shreddedAt?: string;
}

type Row = Record<string, unknown>;

const toDataKey = (row: Row): DataKeyRow => ({
  keyId: row.key_id as string,
  ...(row.engagement_id === null ? {} : { engagementId: row.engagement_id as string }),
  ...(row.wrapped_key === null ? {} : { wrappedKey: row.wrapped_key as Buffer }),
  masterKeyId: row.master_key_id as string,
  createdAt: instant(row.created_at),
  ...(row.retired_at === null ? {} : { retiredAt: instant(row.retired_at) }),
  ...(row.shredded_at === null ? {} : { shreddedAt: instant(row.shredded_at) }),
});

type Connection = Database | Knex.Transaction;

const current = (db: Connection, engagementId: string | undefined) =>
  db('data_keys')
    .whereNull('retired_at')
    .whereRaw("coalesce(engagement_id, '') = ?", [engagementId ?? '']);

export async function findDataKey(db: Connection, keyId: string): Promise<DataKeyRow | undefined> {
  const row = await db('data_keys').where({ key_id: keyId }).first<Row | undefined>();
  return row && toDataKey(row);
}

export async function findCurrentDataKey(db: Connection, engagementId?: string): Promise<DataKeyRow | undefined> {
  const row = await current(db, engagementId).first<Row | undefined>();
  return row && toDataKey(row);
}

/** The first of the installation, whatever took its place since. */
export async function findFirstDataKey(db: Connection): Promise<DataKeyRow | undefined> {
  const made = db('data_keys').whereNull('engagement_id').orderBy(['created_at', 'key_id']);
  const row = await made.first<Row | undefined>();
  return row && toDataKey(row);
}

/** In the order in which they were made; those of all engagements and the installation's. */
export async function listDataKeys(db: Connection): Promise<DataKeyRow[]> {
  const rows: Row[] = await db('data_keys').orderBy(['created_at', 'key_id']);
  return rows.map(toDataKey);
}

export async function isShredded(db: Connection, engagementId: string): Promise<boolean> {
  const row = await db('data_keys').where({ engagement_id: engagementId }).whereNotNull('shredded_at').first('key_id');
  return row !== undefined;
}

/** IDs of the master keys that something is wrapped by. */
export async function masterKeysInUse(db: Connection): Promise<string[]> {
  return db('data_keys').whereNotNull('wrapped_key').distinct().orderBy('master_key_id').pluck('master_key_id');
}

/** Whoever looks whether there is a first key, to make it, does so alone. */
export const lockDataKeys = async (transaction: Knex.Transaction): Promise<void> =>
  void (await transaction.raw('lock table data_keys in share row exclusive mode'));

/** The master key of the installation's newest key is the one in use. It stays so until the transaction ends. */
export async function masterKeyInUse(transaction: Knex.Transaction): Promise<string | undefined> {
  const row = await transaction('data_keys')
    .whereNull('engagement_id')
    .orderByRaw('retired_at is not null, created_at desc')
    .forShare()
    .first<Row | undefined>('master_key_id');
  return row?.master_key_id as string | undefined;
}

/** Whoever comes second finds the first one's; see `findCurrentDataKey`. */
export async function insertDataKey(
  transaction: Knex.Transaction,
  {
    keyId,
    engagementId,
    wrappedKey,
    masterKeyId,
  }: Required<Pick<DataKeyRow, 'keyId' | 'wrappedKey' | 'masterKeyId'>> & {
    engagementId?: string | undefined;
  },
): Promise<void> {
  const wrapped = { wrapped_key: Buffer.from(wrappedKey), master_key_id: masterKeyId };
  await transaction.raw(
    `insert into data_keys (key_id, engagement_id, wrapped_key, master_key_id) values (:key_id, :engagement_id, :wrapped_key, :master_key_id)
     on conflict do nothing`,
    { key_id: keyId, engagement_id: engagementId ?? null, ...wrapped },
  );
}

/** It still reads. Undefined where none is in use. */
export async function retireDataKey(
  transaction: Knex.Transaction,
  engagementId: string | undefined,
): Promise<string | undefined> {
  const retiredAt = { retired_at: transaction.fn.now() };
  const [row] = await current(transaction, engagementId).update(retiredAt).returning<Row[]>('key_id');
  return row?.key_id as string | undefined;
}

/** Some that another master key wraps, the installation's first. Nobody changes them until the transaction ends. */
export async function lockWrappedByOther(
  transaction: Knex.Transaction,
  masterKeyId: string,
  limit: number,
): Promise<DataKeyRow[]> {
  const rows: Row[] = await transaction('data_keys')
    .whereNotNull('wrapped_key')
    .whereNot({ master_key_id: masterKeyId })
    .orderByRaw('engagement_id is not null, retired_at is not null, key_id')
    .limit(limit)
    .forUpdate();
  return rows.map(toDataKey);
}

export async function replaceWrapping(
  transaction: Knex.Transaction,
  keyId: string,
  { wrappedKey, masterKeyId }: { wrappedKey: Uint8Array; masterKeyId: string },
): Promise<void> {
  await transaction('data_keys')
    .where({ key_id: keyId })
    .update({ wrapped_key: Buffer.from(wrappedKey), master_key_id: masterKeyId });
}

/** On the chain of the service. */
export const sayOfDataKeys = (
  transaction: Knex.Transaction,
  type: 'dataKeyRotated' | 'dataKeysWrappedAnew',
  what: object,
  { keyId, now }: { keyId: string; now: string },
): Promise<number> => appendAudit(transaction, serviceChain, { at: now, type, what, keyId });
