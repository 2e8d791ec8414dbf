// Files that a disposal or an erasure let go: removed from the store unless a record refers to them, however often it takes.
import type { Knex } from 'knex';
import type { Database } from './database.ts';

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

/**
 * Removes what is noted and due. A file is removed before its note is: killed in between, it is removed again, which
 * changes nothing. What fails is tried again later. Returns how many files were removed.
 */
export async function removeNotedFiles(db: Database, remove: (sha256: string) => Promise<void>): Promise<number> {
  for (let removed = 0; ;) {
    const outcome = await db.transaction((transaction) => removeNext(transaction, remove));
    if (outcome === 'none') return removed;
    if (outcome === 'removed') removed += 1;
  }
}

async function removeNext(
  transaction: Knex.Transaction,
  remove: (sha256: string) => Promise<void>,
): Promise<'none' | 'removed' | 'kept' | 'failed'> {
  const noted = await transaction('files_to_remove')
    .where('next_attempt_at', '<=', transaction.fn.now())
    .orderBy(['next_attempt_at', 'sha256'])
    .forUpdate()
    .skipLocked()
    .first<{ sha256: string } | undefined>('sha256');
  if (!noted) return 'none';
  const { sha256 } = noted;
  await lockFile(transaction, sha256);
  const isKept = await isReferredTo(transaction, sha256);
  try {
    if (!isKept) await remove(sha256);
  } catch (error) {
    await transaction('files_to_remove')
      .where({ sha256 })
      .update({
        attempts: transaction.raw('attempts + 1'),
        last_error: (error instanceof Error ? error.message : String(error)).slice(0, 500),
        next_attempt_at: transaction.raw(`now() + least(interval '1 hour', interval '1 minute' * power(2, attempts))`),
      });
    return 'failed';
  }
  await transaction('files_to_remove').where({ sha256 }).delete();
  return isKept ? 'kept' : 'removed';
}

/** Notes files to be removed, with what lets them go. */
export async function noteFilesToRemove(transaction: Knex.Transaction, digests: readonly string[]): Promise<void> {
  if (digests.length === 0) return;
  await transaction('files_to_remove')
    .insert(digests.map((sha256) => ({ sha256 })))
    .onConflict('sha256')
    .merge({ next_attempt_at: transaction.fn.now() });
}
