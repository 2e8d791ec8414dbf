// The milestone as it was when a certificate was issued, read back from its events.
import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database.ts';
import { findMilestone } from '../db/milestones.ts';
import { readEvents } from '../db/timeline.ts';
import { replay } from '../domain/evolve.ts';

/** The state as of the acceptance, from the events alone, so that a late retry certifies what was accepted then. */
export async function acceptedRecord(db: Database, milestoneId: string, certificateNumber: string) {
  const current = (await findMilestone(db, milestoneId))?.snapshot;
  const acceptance = current?.acceptances.find((each) => each.certificateNumber === certificateNumber);
  if (!current || !acceptance)
    throw ApplicationFailure.nonRetryable(
      `The record has no acceptance ${certificateNumber} of milestone ${milestoneId}.`,
      'ACCEPTANCE_UNKNOWN',
    );
  const all = await readEvents(db, milestoneId, current.sequence);
  const last = all.findLastIndex(
    ({ event }) => 'acceptance' in event && event.acceptance.certificateNumber === certificateNumber,
  );
  const events = all.slice(0, last + 1);
  return { milestone: replay(events.map(({ event }) => event)), acceptance, events };
}
