// Keys that every process of an installation has in common, as they are sealed. Knows no key: what is sealed stays so here.
import type { Knex } from 'knex';
import type { Database } from './database.ts';

export interface SharedKeyRow {
  name: string;
  sealed: Uint8Array;
  /** The data key it is sealed by. */
  keyId: string;
}

/** Whoever looks whether there is one, to put theirs there, does so alone. */
export const lockSharedKeys = async (transaction: Knex.Transaction): Promise<void> =>
  void (await transaction.raw('lock table shared_keys in share row exclusive mode'));

export async function findSharedKey(db: Database, name: string): Promise<SharedKeyRow | undefined> {
  const row = await db('shared_keys')
    .where({ name })
    .first<{ sealed: Buffer; key_id: string } | undefined>('sealed', 'key_id');
  return row && { name, sealed: row.sealed, keyId: row.key_id };
}

export async function putSharedKey(
  transaction: Knex.Transaction,
  { name, sealed, keyId }: SharedKeyRow,
): Promise<void> {
  const kept = { sealed: Buffer.from(sealed), key_id: keyId };
  await transaction('shared_keys')
    .insert({ name, ...kept })
    .onConflict('name')
    .merge(kept);
}

/** False where there is none. */
export const forgetSharedKey = async (db: Database, name: string): Promise<boolean> =>
  (await db('shared_keys').where({ name }).delete()) > 0;
