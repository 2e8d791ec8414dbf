// What happened to a milestone, in plain words.
import type { EventType } from '../../domain/events.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';

/** What follows from an act of somebody, who is not its actor in the eyes of a reader: whoever reviewed last asks no signer. */
const follows: readonly EventType[] = [
  'signOffRequestPrepared',
  'validationOpened',
  'nonConformanceNoticed',
  'reviewOpened',
  'reviewGroupAsked',
  'formalSignOffOpened',
  'approvalGroupAsked',
  'signaturesVoided',
  'entryDropped',
  'facilitationOpened',
  'reworkStarted',
  'partAccepted',
  'accepted',
  'acceptedWithExceptions',
  'closedOut',
];

export const isConsequence = (type: EventType): boolean => follows.includes(type);

export const eventWord = ({ say }: Words, type: EventType): string =>
  (say as (key: MessageKey) => string)(`event.${type}`);
