// Keys of systems: what each is for, and its secrets, kept only as hashes. Decides nothing.
import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { KeyTerms } from '../domain/access/keys.ts';
import type { KeyRole } from '../domain/access/rights.ts';
import { serviceChain, type AuditEntry } from '../evidence/ledger/auditEntry.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** A key that a request was made with. */
export interface ApiKey extends KeyTerms {
  keyId: string;
  label: string;
}

export interface KeySecret {
  keySha256: string;
  validFrom: string;
  validUntil: string;
  /** To within `usedWithinSeconds`. */
  lastUsedAt?: string;
}

export interface KeyRecord extends ApiKey {
  /** ID of a key, or how else it was made. */
  createdBy: string;
  createdAt: string;
  revoked?: { at: string; by: string; reason: string };
  /** The newest last. */
  secrets: KeySecret[];
}

export const newKeyId = (): string => `key-${randomBytes(4).toString('hex')}`;
/** 256 random bits need no slow hash. */
export const newSecret = (): string => `mso_${randomBytes(32).toString('base64url')}`;
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** How exactly a last use is known: a write for every request would cost more than most requests. */
export const usedWithinSeconds = 600;

type Row = Record<string, unknown>;

const toKey = (row: Row): ApiKey => ({
  keyId: row.key_id as string,
  label: row.label as string,
  roles: row.roles as KeyRole[],
  scope: (row.engagement_ids as string[] | null) ?? 'all',
  isReadOnly: row.is_read_only as boolean,
});

/**
 * Of a secret that is taken now. Looked up by hash, so that the time taken tells nothing about it; one that ended or was revoked
 * is found no more than one that never was.
 */
export async function findApiKey(db: Database, secret: string): Promise<ApiKey | undefined> {
  const keyHash = hashOfSecret(secret);
  const row = await db('api_key_secrets')
    .join('api_keys', 'api_keys.key_id', 'api_key_secrets.key_id')
    .where({ key_hash: keyHash })
    .whereNull('revoked_at')
    .whereRaw('valid_until > now()')
    .first<Row | undefined>('api_keys.*', db.raw(`${isUseNew} as is_use_new`));
  if (row?.is_use_new)
    await db('api_key_secrets').where({ key_hash: keyHash }).whereRaw(isUseNew).update({ last_used_at: db.fn.now() });
  return row && toKey(row);
}

const isUseNew = `(last_used_at is null or last_used_at < now() - interval '${usedWithinSeconds} seconds')`;

/** Nobody else registers one until the transaction ends. */
export const lockKeys = async (transaction: Knex.Transaction): Promise<void> =>
  void (await transaction.raw('lock table api_keys in share row exclusive mode'));

export async function countApiKeys(db: Database | Knex.Transaction): Promise<number> {
  const row = await db('api_keys').count({ keys: '*' }).first();
  return Number(row?.keys ?? 0);
}

/** In the order in which they were made; of `keyIds` where they are given. */
export async function readKeys(
  db: Database | Knex.Transaction,
  { keyIds }: { keyIds?: readonly string[] } = {},
): Promise<KeyRecord[]> {
  const named = (query: Knex.QueryBuilder) => (keyIds ? query.whereIn('key_id', [...keyIds]) : query);
  const rows: Row[] = await named(db('api_keys')).orderBy(['created_at', 'key_id']);
  const secrets: Row[] = await named(db('api_key_secrets')).orderBy(['valid_from', 'key_hash']);
  return rows.map((row) => ({
    ...toKey(row),
    createdBy: row.created_by as string,
    createdAt: instant(row.created_at),
    ...(row.revoked_at === null
      ? {}
      : {
          revoked: {
            at: instant(row.revoked_at),
            by: row.revoked_by as string,
            reason: row.revoked_because as string,
          },
        }),
    secrets: secrets.filter((each) => each.key_id === row.key_id).map(toSecret),
  }));
}

const toSecret = (row: Row): KeySecret => ({
  keySha256: row.key_hash as string,
  validFrom: instant(row.valid_from),
  validUntil: instant(row.valid_until),
  ...(row.last_used_at === null ? {} : { lastUsedAt: instant(row.last_used_at) }),
});

/** Whose secret it is or was; it does not change until the transaction ends. */
export async function findKeyOfSecret(transaction: Knex.Transaction, keySha256: string): Promise<string | undefined> {
  const row = await transaction('api_key_secrets').where({ key_hash: keySha256 }).first('key_id');
  return row?.key_id as string | undefined;
}

/** Two who change the same key take turns. Undefined for an unknown one. */
export async function lockKey(transaction: Knex.Transaction, keyId: string): Promise<KeyRecord | undefined> {
  await transaction('api_keys').where({ key_id: keyId }).forUpdate().first('key_id');
  return (await readKeys(transaction, { keyIds: [keyId] }))[0];
}

export interface ChangedBy {
  /** The key it is done with, or how else. */
  keyId: string;
  /** ISO 8601 UTC. */
  now: string;
}

/** Writes the key with its first secret, and the line of the audit log that says so. */
export async function insertKey(
  transaction: Knex.Transaction,
  { keyId, label, roles, scope, isReadOnly }: ApiKey,
  { keySha256, validUntil }: NewSecret,
  by: ChangedBy,
): Promise<void> {
  const engagementIds = scope === 'all' ? null : [...scope];
  await transaction('api_keys').insert({
    ...{ key_id: keyId, label, roles: [...roles], engagement_ids: engagementIds, is_read_only: isReadOnly },
    ...{ created_by: by.keyId, created_at: by.now },
  });
  await transaction('api_key_secrets').insert(secretRow(keyId, { keySha256, validUntil }, by));
  const what = { label, roles: [...roles], engagementIds, isReadOnly, validUntil };
  await say(transaction, 'keyRegistered', keyId, what, by);
}

export interface NewSecret {
  keySha256: string;
  /** ISO 8601 UTC. */
  validUntil: string;
}

const secretRow = (keyId: string, { keySha256, validUntil }: NewSecret, { now }: ChangedBy) => ({
  key_hash: keySha256,
  key_id: keyId,
  valid_from: now,
  valid_until: validUntil,
});

/** Secrets before it end at `previousUntil`, unless they end sooner. */
export async function insertSecret(
  transaction: Knex.Transaction,
  keyId: string,
  { previousUntil, ...secret }: NewSecret & { previousUntil: string },
  by: ChangedBy,
): Promise<void> {
  await transaction('api_key_secrets')
    .where({ key_id: keyId })
    .where('valid_until', '>', previousUntil)
    .update({ valid_until: previousUntil });
  await transaction('api_key_secrets').insert(secretRow(keyId, secret, by));
  await say(transaction, 'keyRotated', keyId, { validUntil: secret.validUntil, previousUntil }, by);
}

export async function insertRevocation(
  transaction: Knex.Transaction,
  keyId: string,
  reason: string,
  by: ChangedBy,
): Promise<void> {
  await transaction('api_keys')
    .where({ key_id: keyId })
    .update({ revoked_at: by.now, revoked_by: by.keyId, revoked_because: reason });
  await say(transaction, 'keyRevoked', keyId, { reason }, by);
}

const say = (
  transaction: Knex.Transaction,
  type: Extract<AuditEntry, { type: 'keyRevoked' | 'keyRotated' | 'keyRegistered' }>['type'],
  subject: string,
  what: object,
  { keyId, now }: ChangedBy,
): Promise<number> => appendAudit(transaction, serviceChain, { at: now, type, subject, what, keyId });
