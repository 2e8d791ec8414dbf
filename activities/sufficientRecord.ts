// The record as of an acceptance, with whether it is sufficient: asked before anything is sealed, released or archived for it.
import type { Pool } from '../db/database.ts';
import { around } from '../db/inScope.ts';
import { raiseObstacle } from '../db/obstacles.ts';
import type { WithheldAcceptance } from '../domain/milestone.ts';
import { whyInsufficient } from '../domain/sufficiency/sufficiency.ts';
import { notVouchedFor } from '../domain/sufficiency/vouched.ts';
import { notConfirmed } from '../evidence/passkeys.ts';
import { acceptedRecord } from './acceptedRecord.ts';
import type { EvidenceKeys } from './evidenceKeys.ts';

/** A record that somebody wrote at length would fill a payload; the first things that do not hold are enough to act on. */
const reasonsTold = 20;

type AcceptedRecord = Awaited<ReturnType<typeof acceptedRecord>>;

/**
 * Derived from the events alone, whatever the state says. One that is not sufficient is an obstacle on record at once: more
 * attempts would not change it.
 */
export async function sufficientRecord(
  { db: pool, evidence }: { db: Pool; evidence: Pick<EvidenceKeys, 'entrances'> },
  milestoneId: string,
  certificateNumber: string,
): Promise<AcceptedRecord | { withheld: WithheldAcceptance }> {
  const db = around(pool, 'milestone', milestoneId);
  const record = await acceptedRecord(db, milestoneId, certificateNumber);
  const to = { milestoneId, workflowId: record.workflowId };
  const { engagementId } = record.milestone.engagement;
  const { holds, holdsEnrolment } = evidence.entrances;
  const events = record.events.map(({ event }) => event);
  const unconfirmed = await notConfirmed(events, { milestoneId, engagementId, holds: holdsEnrolment });
  const why = whyInsufficient(events, (course) => new Map([...unconfirmed, ...notVouchedFor(course, to, holds)]));
  if (why.length === 0) return record;
  const reasons = why.slice(0, reasonsTold);
  if (why.length > reasonsTold) reasons.push(`and ${why.length - reasonsTold} more`);
  const reason = reasons.join('; ');
  await raiseObstacle(db, { milestoneId, kind: 'insufficient', subject: certificateNumber, reason, attempts: 1 });
  return { withheld: { certificateNumber, reasons } };
}
