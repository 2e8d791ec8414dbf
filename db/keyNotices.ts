// Which keys are about to end without another secret to follow, and that somebody is to be told of each once.
import type { Database } from './database.ts';
import { queueAnew } from './outbox.ts';

/** Of keys whose last secret ends within so many days. Queued and marked in one transaction; returns how many. */
export function queueKeyNotices(db: Database, days: number): Promise<number> {
  return db.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { key_hash: string }[] }>(
      `update api_key_secrets s set end_told_at = now()
       from api_keys k
       where k.key_id = s.key_id and k.revoked_at is null and s.end_told_at is null
         and s.valid_until > now() and s.valid_until < now() + make_interval(days => ?)
         and not exists (select from api_key_secrets later where later.key_id = s.key_id and later.valid_until > s.valid_until)
       returning s.key_hash`,
      [days],
    );
    await queueAnew(
      transaction,
      'keyNotice',
      rows.map((each) => ({ reference: each.key_hash })),
    );
    return rows.length;
  });
}

export interface EndingKey {
  keyId: string;
  label: string;
  validUntil: string;
}

/** Undefined for a key that was revoked or has got a later secret meanwhile, or has ended. */
export async function findEndingKey(db: Database, keySha256: string): Promise<EndingKey | undefined> {
  const row = await db('api_key_secrets as s')
    .join('api_keys as k', 'k.key_id', 's.key_id')
    .where({ key_hash: keySha256 })
    .whereNull('k.revoked_at')
    .whereRaw(
      `s.valid_until > now() and not exists
        (select from api_key_secrets later where later.key_id = s.key_id and later.valid_until > s.valid_until)`,
    )
    .first('k.key_id', 'k.label', 's.valid_until');
  return (
    row && {
      keyId: row.key_id as string,
      label: row.label as string,
      validUntil: (row.valid_until as Date).toISOString(),
    }
  );
}
