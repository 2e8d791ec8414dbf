// Whether the state a run was started with is the one on record; decides nothing.
import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from '../db/database.ts';
import { around } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import { canonicalSha256 } from '../domain/records/canonical.ts';

export interface CarriedState {
  milestoneId: string;
  lastBatch: number;
  head: string;
  /** Of the canonical JSON of the state. */
  stateSha256: string;
}

/** Fails for good where the record has nothing that could have been carried over. */
export function checkCarriedState({ db }: { db: Pool }) {
  return async ({ milestoneId, lastBatch, head, stateSha256 }: CarriedState): Promise<boolean> => {
    const row = await findMilestone(around(db, 'milestone', milestoneId), milestoneId);
    if (!row?.snapshot)
      throw ApplicationFailure.nonRetryable(
        `Nothing is on record of milestone "${milestoneId}" that a run could go on from; start it with an engagement and a plan.`,
        'RecordConflict',
      );
    const isSame = row.lastBatch === lastBatch && row.head === head;
    return isSame && canonicalSha256(row.snapshot) === stateSha256;
  };
}
