// Registering, rotating and revoking keys: one transaction each, over the API and by command alike.
import { isDeepStrictEqual } from 'node:util';
import {
  countApiKeys,
  findKeyOfSecret,
  hashOfSecret,
  insertKey,
  insertRevocation,
  insertSecret,
  lockKey,
  lockKeys,
  newKeyId,
  newSecret,
  type ChangedBy,
  type KeyRecord,
} from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import {
  endOfPrevious,
  endOfSecret,
  scopeOf,
  type KeyTerms,
  type RegisterKey,
  type RotateKey,
} from '../domain/access/keys.ts';

export interface Done {
  key: KeyRecord;
  isRepeat: boolean;
}

/** Undefined when the secret is another key's, or this key's under other terms. */
export function registerKey(
  db: Database,
  { label, keySha256, roles, engagementIds, isReadOnly, expiresAt }: RegisterKey,
  by: ChangedBy,
): Promise<Done | undefined> {
  const wanted = { label, roles, scope: scopeOf({ engagementIds }), isReadOnly };
  const validUntil = endOfSecret(expiresAt, by.now);
  return db.transaction(async (transaction) => {
    const earlier = await findKeyOfSecret(transaction, keySha256);
    if (earlier !== undefined) {
      const key = await lockKey(transaction, earlier);
      return key && isDeepStrictEqual(termsOf(key), wanted) ? { key, isRepeat: true } : undefined;
    }
    const keyId = newKeyId();
    await insertKey(transaction, { keyId, ...wanted }, { keySha256, validUntil }, by);
    const key = await lockKey(transaction, keyId);
    return key && { key, isRepeat: false };
  });
}

const termsOf = ({ label, roles, scope, isReadOnly }: KeyTerms & { label: string }) => ({
  label,
  roles,
  scope,
  isReadOnly,
});

/** The same key with a new secret. Undefined for an unknown or revoked key, and for a secret that is another key's. */
export function rotateKey(
  db: Database,
  keyId: string,
  { keySha256, expiresAt, previousUntil }: RotateKey,
  by: ChangedBy,
): Promise<Done | undefined> {
  const validUntil = endOfSecret(expiresAt, by.now);
  const end = endOfPrevious(previousUntil, by.now);
  return db.transaction(async (transaction) => {
    const key = await lockKey(transaction, keyId);
    if (!key || key.revoked) return undefined;
    if (key.secrets.some((each) => each.keySha256 === keySha256)) return { key, isRepeat: true };
    if ((await findKeyOfSecret(transaction, keySha256)) !== undefined) return undefined;
    await insertSecret(transaction, keyId, { keySha256, validUntil, previousUntil: end }, by);
    const rotated = await lockKey(transaction, keyId);
    return rotated && { key: rotated, isRepeat: false };
  });
}

/** At once and for good; again, it stays as it was revoked first. Undefined for an unknown key. */
export function revokeKey(
  db: Database,
  keyId: string,
  { reason }: { reason: string },
  by: ChangedBy,
): Promise<Done | undefined> {
  return db.transaction(async (transaction) => {
    const key = await lockKey(transaction, keyId);
    if (!key || key.revoked) return key && { key, isRepeat: true };
    await insertRevocation(transaction, keyId, reason, by);
    const revoked = await lockKey(transaction, keyId);
    return revoked && { key: revoked, isRepeat: false };
  });
}

/** A key with a secret made here, which is shown once: by this answer, and to `keep` before it is good for anything. */
export async function makeKey(
  db: Database,
  terms: Omit<RegisterKey, 'keySha256'>,
  by: ChangedBy,
  keep: (secret: string) => Promise<void> = async () => undefined,
): Promise<{ key: KeyRecord; secret: string }> {
  const secret = newSecret();
  await keep(secret);
  const made = await registerKey(db, { ...terms, keySha256: hashOfSecret(secret) }, by);
  if (!made) throw new Error('a secret of 256 random bits was drawn twice');
  return { key: made.key, secret };
}

/** With what a newcomer tries the service by, and no more: it makes no other key, nor holds, erases or disposes of anything. */
const firstKey = { label: 'first start', roles: ['engagementManager' as const], isReadOnly: false };

/** The secret of the first key there is; undefined when there is one already. Of several processes that start at once one makes it. */
export function makeFirstKey(
  db: Database,
  now: string,
  keep?: (secret: string) => Promise<void>,
): Promise<string | undefined> {
  return db.transaction(async (transaction) => {
    await lockKeys(transaction);
    if ((await countApiKeys(transaction)) > 0) return undefined;
    return (await makeKey(transaction, firstKey, { keyId: 'first start', now }, keep)).secret;
  });
}

/** As above, for a key that there is. Undefined for an unknown or revoked one. */
export async function renewKey(
  db: Database,
  keyId: string,
  terms: Omit<RotateKey, 'keySha256'>,
  by: ChangedBy,
): Promise<{ key: KeyRecord; secret: string } | undefined> {
  const secret = newSecret();
  const renewed = await rotateKey(db, keyId, { ...terms, keySha256: hashOfSecret(secret) }, by);
  return renewed && { key: renewed.key, secret };
}
