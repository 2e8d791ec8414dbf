// Files that a disposal or an erasure let go: queued to be removed from the store, and kept where another record refers to them.
import type { Knex } from 'knex';
import type { Database } from './database.ts';
import { queueAnew } from './outbox.ts';

/** Whether any record still refers to a file; which places do stands with the function, beside those that a record lets go. */
async function isReferredTo(transaction: Knex.Transaction, sha256: string): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: { is_kept: boolean }[] }>('select is_referred_to(?) as is_kept', [
    sha256,
  ]);
  return rows[0]?.is_kept ?? false;
}

/** Nobody else removes, or begins to refer to, a file of this digest until the transaction ends. */
export const lockFile = (transaction: Knex.Transaction, sha256: string): Promise<unknown> =>
  transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 7))', [sha256]);

/** Removes a file unless a record refers to it by now; removing it twice changes nothing. Throws what `remove` throws. */
export function removeUnlessReferredTo(
  db: Database,
  sha256: string,
  remove: (sha256: string) => Promise<void>,
): Promise<'removed' | 'kept'> {
  return db.transaction(async (transaction) => {
    await lockFile(transaction, sha256);
    if (await isReferredTo(transaction, sha256)) return 'kept';
    await remove(sha256);
    return 'removed';
  });
}

/** What was given up is due again: whoever brought the store back starts the service. */
export async function requeueGivenUp(db: Database): Promise<void> {
  await db.transaction(async (transaction) =>
    queueFileRemovals(
      transaction,
      await transaction('outbox').where({ kind: 'fileRemoval', status: 'failed' }).forUpdate().pluck('reference'),
    ),
  );
}

/** Queues files to be removed, with what lets them go. */
export const queueFileRemovals = (transaction: Knex.Transaction, digests: readonly string[]): Promise<void> =>
  queueAnew(
    transaction,
    'fileRemoval',
    digests.map((sha256) => ({ reference: sha256 })),
  );
