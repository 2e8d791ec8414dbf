// What sending mail and reading what comes in report: an address that does not work, somebody who is away. Decides nothing.
import type { ReportAbsence, ReportUndeliverable } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { personOf, type Milestone } from '../milestone.ts';
import { proposedDeputy, routedToDeputy } from '../people/deputies.ts';
import { pendingAssignees } from './pendingAssignees.ts';

export function reportUndeliverable({ mailId, addresseeId, reason }: ReportUndeliverable): MilestoneEvent[] {
  return [{ type: 'undeliverableReported', mailId, addresseeId, reason }];
}

/** Nobody learns of an absence that no longer matters to the milestone. The manager is told whom the person named for it. */
export function reportAbsence(
  milestone: Milestone,
  { absenteeId, note }: ReportAbsence,
  now: string,
): MilestoneEvent[] {
  if (!personOf(milestone, absenteeId))
    throw new SignOffError('NOT_ON_LIST', `"${absenteeId}" is not among the engagement’s people.`, {
      field: 'absenteeId',
    });
  if (!pendingAssignees(milestone).includes(absenteeId)) return [];
  const proposedDeputyId = proposedDeputy(milestone, absenteeId);
  const proposed = proposedDeputyId === undefined ? {} : { proposedDeputyId };
  return [
    { type: 'absenceReported', absenteeId, note, ...proposed, reportedAt: now },
    ...routedToDeputy(milestone, absenteeId, now),
  ];
}
