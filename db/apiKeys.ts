// API keys, kept only as hashes.
import { createHash, randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

export interface ApiKey {
  keyId: string;
  label: string;
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

const newKeyId = (): string => `key-${randomBytes(4).toString('hex')}`;

/** The key is shown once, here, and to `keep` before it is good for anything; 256 random bits need no slow hash. */
export async function createApiKey(
  db: Database,
  label: string,
  keep: (key: string) => Promise<void> = async () => undefined,
): Promise<{ keyId: string; key: string }> {
  const keyId = newKeyId();
  const key = `mso_${randomBytes(32).toString('base64url')}`;
  await keep(key);
  await db('api_keys').insert({ key_id: keyId, label, key_hash: hashOf(key) });
  return { keyId, key };
}

/** Looked up by hash, so that the time taken tells nothing about the key. */
export async function findApiKey(db: Database, key: string): Promise<ApiKey | undefined> {
  const row = await db('api_keys')
    .where({ key_hash: hashOf(key) })
    .first('key_id', 'label');
  return row && { keyId: row.key_id as string, label: row.label as string };
}

export async function countApiKeys(db: Database): Promise<number> {
  const row = await db('api_keys').count({ keys: '*' }).first();
  return Number(row?.keys ?? 0);
}

/** Of a key that its system keeps to itself; registered again it is the same one, under the label it had. */
export async function registerApiKey(
  db: Database,
  { label, keySha256 }: { label: string; keySha256: string },
): Promise<ApiKey & { createdAt: string; isNew: boolean }> {
  const made = { key_id: newKeyId(), label, key_hash: keySha256 };
  const inserted = await db('api_keys').insert(made).onConflict('key_hash').ignore().returning('key_id');
  const row = await db('api_keys').where({ key_hash: keySha256 }).first();
  return { ...toApiKey(row as Record<string, unknown>), isNew: inserted.length > 0 };
}

export async function listApiKeys(db: Database): Promise<(ApiKey & { createdAt: string })[]> {
  return (await db('api_keys').orderBy('created_at').orderBy('key_id')).map(toApiKey);
}

const toApiKey = (row: Record<string, unknown>): ApiKey & { createdAt: string } => ({
  keyId: row.key_id as string,
  label: row.label as string,
  createdAt: (row.created_at as Date).toISOString(),
});
