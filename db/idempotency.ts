// Answers kept by Idempotency-Key.
import type { Database } from './database.ts';

export interface IdempotentRequest {
  key: string;
  route: string;
  requestHash: string;
}

export type IdempotencyClaim =
  { state: 'new' } | { state: 'inProgress' } | { state: 'mismatch' } | { state: 'done'; status: number; body: unknown };

/** A claim this old without an answer was left by a process that died; the request may be tried again. */
const abandonedAfterSeconds = 60;

export async function findOrClaim(db: Database, request: IdempotentRequest): Promise<IdempotencyClaim> {
  const claimed = await db('idempotency_keys')
    .insert({ key: request.key, route: request.route, request_hash: request.requestHash })
    .onConflict('key')
    .ignore()
    .returning('key');
  if (claimed.length > 0) return { state: 'new' };
  const row = await db('idempotency_keys').where({ key: request.key }).first();
  if (!row) return findOrClaim(db, request);
  if (row.route !== request.route || row.request_hash !== request.requestHash) return { state: 'mismatch' };
  if (row.completed_at) return { state: 'done', status: row.status as number, body: row.body };
  const taken = await db('idempotency_keys')
    .where({ key: request.key })
    .whereNull('completed_at')
    .whereRaw('claimed_at < now() - make_interval(secs => ?)', [abandonedAfterSeconds])
    .update({ claimed_at: db.fn.now() });
  return { state: taken > 0 ? 'new' : 'inProgress' };
}

export async function complete(db: Database, key: string, status: number, body: unknown): Promise<void> {
  await db('idempotency_keys')
    .where({ key })
    .update({ status, body: JSON.stringify(body ?? null), completed_at: db.fn.now() });
}

/** Gives a key back whose request failed, so that it can be tried again. */
export async function release(db: Database, key: string): Promise<void> {
  await db('idempotency_keys').where({ key }).whereNull('completed_at').delete();
}
