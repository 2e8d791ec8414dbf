// The milestone as it was when a certificate was issued, read back from its events.
import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database.ts';
import { findMilestone } from '../db/milestones.ts';
import { readEvents } from '../db/timeline.ts';
import { replay } from '../domain/evolve.ts';

/**
 * The state as of the acceptance, from the events alone, so that a late retry certifies what was accepted then, and so that
 * an acceptance which only the state claims is none.
 */
export async function acceptedRecord(db: Database, milestoneId: string, certificateNumber: string) {
  const row = await findMilestone(db, milestoneId);
  const all = await readEvents(db, milestoneId, row?.snapshot?.sequence ?? 0);
  const last = all.findLastIndex(
    ({ event }) => 'acceptance' in event && event.acceptance.certificateNumber === certificateNumber,
  );
  const events = all.slice(0, last + 1);
  const accepting = events.at(-1)?.event;
  if (!accepting || !('acceptance' in accepting))
    throw ApplicationFailure.nonRetryable(
      `The record has no acceptance ${certificateNumber} of milestone ${milestoneId}.`,
      'ACCEPTANCE_UNKNOWN',
    );
  return {
    workflowId: row?.workflowId ?? '',
    milestone: replay(events.map(({ event }) => event)),
    acceptance: accepting.acceptance,
    events,
  };
}
