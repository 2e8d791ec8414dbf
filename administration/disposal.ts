// Disposes of a milestone's record and leaves its tombstone.
import { findTombstone, readDigests, replaceByTombstone, type KeptTombstone } from '../db/disposal.ts';
import type { Database } from '../db/database.ts';
import { lockRecord, readRetention } from '../db/retention.ts';
import { retentionOf } from '../domain/records/retention.ts';
import { decideOnDisposal, type CarriedOut, type DisposeOfRecord } from '../domain/records/retentionActs.ts';

/** Undefined for an unknown milestone; a repeat finds the tombstone. Throws what stands against it. */
export async function disposeOfRecord(
  db: Database,
  milestoneId: string,
  command: DisposeOfRecord,
  { keyId, now }: CarriedOut,
): Promise<{ kept: KeptTombstone; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    if (!(await lockRecord(transaction, milestoneId, { withPeople: true }))) return undefined;
    const earlier = await findTombstone(transaction, milestoneId);
    if (earlier) return { kept: earlier, isRepeat: true };
    const state = await readRetention(transaction, milestoneId);
    if (!state) return undefined;
    const { authorisedBy, reason, at } = decideOnDisposal(state, command, now);
    await replaceByTombstone(transaction, {
      milestoneId,
      engagementId: state.engagementId,
      disposedAt: at,
      ...(await readDigests(transaction, milestoneId)),
      authorisedBy,
      carriedOutBy: { keyId },
      reason,
      retention: retentionOf(state),
    });
    const kept = await findTombstone(transaction, milestoneId);
    if (!kept) throw new Error(`The record of milestone ${milestoneId} has no tombstone after its disposal`);
    return { kept, isRepeat: false };
  });
}
