// What a mail says happens next and when: the next step of the schedule, in the reader's own time.
import { meaningOfSilence } from '../domain/dispute/silence.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { deadlineOf } from '../domain/time/readersHours.ts';
import type { ScheduleStep } from '../domain/time/deadline.ts';
import type { Words } from './messages/words.ts';
import { formatInstant, wordsFor } from './formatInstant.ts';

/** One sentence, or '' when the schedule has no step left. `exceptionId` picks the steps of one of several exceptions. */
export function nextStep(milestone: Milestone, readerId: string, exceptionId?: string): string {
  const deadline = deadlineOf(milestone);
  const next = deadline?.schedule
    .slice(deadline.next)
    .find((each) => exceptionId === undefined || each.exceptionId === exceptionId);
  if (!next) return '';
  const words = wordsFor(milestone, readerId);
  const at = formatInstant(milestone, readerId, next.at);
  return words.say('next.ifNothing', { at, consequence: consequence(milestone, next, words) });
}

function consequence(milestone: Milestone, { kind, exceptionId }: ScheduleStep, { say }: Words): string {
  const { engagementManagerId, engagementSponsorId } = milestone.engagement;
  const manager = say('next.manager', { name: nameOf(milestone, engagementManagerId) });
  const sponsor = say('next.sponsor', { name: nameOf(milestone, engagementSponsorId) });
  switch (kind) {
    case 'reminder':
      return say('next.reminder');
    case 'overdue':
      return milestone.stage.phase === 'facilitation'
        ? say('next.toSponsor', { sponsor })
        : say('next.overdue', { manager });
    case 'escalation':
      return say('next.escalation', { sponsor });
    case 'finalNotice':
      return say('next.finalNotice', { manager });
    case 'silence':
      return say(`next.silence.${meaningOfSilence(milestone) ?? 'rejected'}`);
    case 'failure':
      return say('next.failure', { id: exceptionId ?? '' });
    default:
      return kind satisfies never;
  }
}

/** What the contract makes of silence, for whoever is asked. */
export function silenceWords(milestone: Milestone, { say }: Words): string {
  const meaning = meaningOfSilence(milestone);
  if (meaning === undefined) return say('silence.none');
  return say(`silence.${meaning}`, { days: milestone.engagement.contract.silence.furtherPeriodBusinessDays });
}
