// Which events of a course decided a step of it: without one of them, what came after was not due.
import type { EventType, RecordedEvent } from '../../domain/events.ts';

export const acceptances: readonly EventType[] = [
  'partAccepted',
  'accepted',
  'acceptedWithExceptions',
  'closedOut',
  'revoked',
];

const decisions: readonly EventType[] = [
  'packageFrozen',
  'validationReported',
  'feedbackGiven',
  'feedbackAddressed',
  'meetingNotesRecorded',
  'signed',
  'silenceDeemed',
  'facilitationOutcomeRecorded',
  'facilitationOutcomeConfirmed',
  'facilitationOutcomeUnopposed',
  'sponsorDecided',
  'exceptionVerified',
];

const steps: readonly EventType[] = [
  'validationOpened',
  'reviewOpened',
  'reviewGroupAsked',
  'formalSignOffOpened',
  'approvalGroupAsked',
  'partAccepted',
  'accepted',
  'acceptedWithExceptions',
  'closedOut',
];

/** Places of those whose own message, or instant, led on to a step. */
export function decidingIn(events: readonly RecordedEvent[]): number[] {
  return events.flatMap((event, index) => {
    if (!decisions.includes(event.type)) return [];
    const batch = events.slice(index + 1, index + 4).filter((each) => isOfSame(each, event));
    return batch.some(({ type }) => steps.includes(type)) ? [index] : [];
  });
}

const isOfSame = (one: RecordedEvent, other: RecordedEvent): boolean =>
  one.messageId === other.messageId && one.at === other.at && one.actor === other.actor;
