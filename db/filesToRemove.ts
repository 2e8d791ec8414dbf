// Files that a disposal, an erasure or a move let go: queued to be removed from the store, and kept where another record refers to them.
import type { Knex } from 'knex';
import type { Database } from './database.ts';
import { effectsDue, queueAnew } from './outbox.ts';

/** A file as the store keeps it: that of one engagement, or of the installation. */
export interface KeptFile {
  engagementId?: string | undefined;
  sha256: string;
}

/** As the outbox names it; `dispose_of_record` writes the same. */
const referenceTo = ({ engagementId, sha256 }: KeptFile): string =>
  engagementId === undefined ? sha256 : `${sha256}@${engagementId}`;

export const keptFileOf = (reference: string): KeptFile => ({
  sha256: reference.slice(0, 64),
  ...(reference.length > 64 ? { engagementId: reference.slice(65) } : {}),
});

/**
 * Whether any record still refers to a file; which places do stands with the function, beside those that a record lets go. The
 * installation has nothing but messages of which nobody knows whom they are about.
 */
async function isReferredTo(transaction: Knex.Transaction, { engagementId, sha256 }: KeptFile): Promise<boolean> {
  if (engagementId === undefined) {
    const unknown = transaction('inbound_messages').where({ sha256, engagement_id: null, file_erased_at: null });
    return (await unknown.first('inbound_id')) !== undefined;
  }
  const { rows } = await transaction.raw<{ rows: { is_kept: boolean }[] }>('select is_referred_to(?, ?) as is_kept', [
    engagementId,
    sha256,
  ]);
  return rows[0]?.is_kept ?? false;
}

/** Nobody else removes, or begins to refer to, this file until the transaction ends. */
export const lockFile = (transaction: Knex.Transaction, { engagementId, sha256 }: KeptFile): Promise<unknown> =>
  transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 7))', [referenceTo({ engagementId, sha256 })]);

/** Removes a file unless a record refers to it by now; removing it twice changes nothing. Throws what `remove` throws. */
export function removeUnlessReferredTo(
  db: Database,
  file: KeptFile,
  remove: () => Promise<void>,
): Promise<'removed' | 'kept'> {
  return db.transaction(async (transaction) => {
    await lockFile(transaction, file);
    if (await isReferredTo(transaction, file)) return 'kept';
    await remove();
    return 'removed';
  });
}

/** What was given up is due again: whoever brought the store back starts the service. */
export async function requeueGivenUp(db: Database): Promise<void> {
  await db('outbox')
    .where({ kind: 'fileRemoval', status: 'failed' })
    .update({
      ...{ status: 'waiting', attempts: 0, repeats: 0, next_attempt_at: db.fn.now() },
      ...{ claimed_by: null, last_error: null, failed_at: null },
    });
  await db.raw(`notify ${effectsDue}`);
}

/** Queues files to be removed, with what lets them go. */
export const queueFileRemovals = (transaction: Knex.Transaction, files: readonly KeptFile[]): Promise<void> =>
  queueAnew(
    transaction,
    'fileRemoval',
    files.map((file) => ({ reference: referenceTo(file) })),
  );
