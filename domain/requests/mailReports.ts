// What sending mail and reading what comes in report: an address that does not work, somebody who is away. Decides nothing.
import type { ReportAbsence, ReportUndeliverable } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { personOf, type Milestone } from '../milestone.ts';
import { pendingAssignees } from './pendingAssignees.ts';

export function reportUndeliverable({ mailId, addresseeId, reason }: ReportUndeliverable): MilestoneEvent[] {
  return [{ type: 'undeliverableReported', mailId, addresseeId, reason }];
}

/** Nobody learns of an absence that no longer matters to the milestone. */
export function reportAbsence(milestone: Milestone, { absenteeId, note }: ReportAbsence): MilestoneEvent[] {
  if (!personOf(milestone, absenteeId))
    throw new SignOffError('NOT_ON_LIST', `"${absenteeId}" is not among the engagement’s people.`, {
      field: 'absenteeId',
    });
  return pendingAssignees(milestone).includes(absenteeId) ? [{ type: 'absenceReported', absenteeId, note }] : [];
}
