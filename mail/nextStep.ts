// What a mail says happens next and when: the next step of the schedule, in the reader's own time.
import { meaningOfSilence } from '../domain/dispute/silence.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import type { ScheduleStep, Deadline } from '../domain/time/deadline.ts';
import { formatInstant } from './formatInstant.ts';

/** The deadline a reader is concerned with: a proposed revocation comes before what the stage waits for. */
export const deadlineOf = ({ stage, proposedRevocation }: Milestone): Deadline | undefined =>
  proposedRevocation?.wait ?? ('wait' in stage ? stage.wait : undefined);

/** One sentence, or '' when the schedule has no step left. `exceptionId` picks the steps of one of several exceptions. */
export function nextStep(milestone: Milestone, readerId: string, exceptionId?: string): string {
  const deadline = deadlineOf(milestone);
  const next = deadline?.schedule
    .slice(deadline.next)
    .find((each) => exceptionId === undefined || each.exceptionId === exceptionId);
  if (!next) return '';
  return `If nothing happens until ${formatInstant(milestone, readerId, next.at)}, ${consequence(milestone, next)}.`;
}

function consequence(milestone: Milestone, { kind, exceptionId }: ScheduleStep): string {
  const { engagementManagerId, engagementSponsorId } = milestone.engagement;
  const manager = `${nameOf(milestone, engagementManagerId)} (engagement manager)`;
  const sponsor = `${nameOf(milestone, engagementSponsorId)} (engagement sponsor)`;
  switch (kind) {
    case 'reminder':
      return 'a reminder follows';
    case 'overdue':
      return milestone.stage.phase === 'facilitation'
        ? `it goes to ${sponsor}`
        : `${manager} is told that it is overdue`;
    case 'escalation':
      return `${sponsor} is told`;
    case 'finalNotice':
      return `a final notice follows, and ${manager} is told that it is overdue`;
    case 'silence':
      return `silence counts as ${meaningOfSilence(milestone) === 'accepted' ? 'acceptance' : 'rejection'} under the contract, provided that delivery is proven`;
    case 'failure':
      return `exception ${exceptionId ?? ''} counts as failed, and the amount withheld for it is held`;
    default:
      return kind satisfies never;
  }
}

/** What the contract makes of silence, for whoever is asked. */
export function silenceWords(milestone: Milestone): string {
  const meaning = meaningOfSilence(milestone);
  if (meaning === undefined) return 'Silence is not taken for approval.';
  const { furtherPeriodBusinessDays } = milestone.engagement.contract.silence;
  return `Under the contract silence counts as ${meaning === 'accepted' ? 'acceptance' : 'rejection'}, after a final notice and a further period of ${furtherPeriodBusinessDays} business days.`;
}
