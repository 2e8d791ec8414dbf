// Ways to write events that nobody decided: each takes a true course and gives what somebody with the database might have put
// in its place. The state machine folds them all without complaint.
import type { EventType, RecordedEvent } from '../../domain/events.ts';
import type { Signature } from '../../domain/milestone.ts';
import type { Authentication } from '../../domain/people/people.ts';
import { canonicalSha256 } from '../../domain/records/canonical.ts';
import type { RecordedVoucher } from '../../domain/records/vouchers.ts';

type EventOf<T extends EventType> = Extract<RecordedEvent, { type: T }>;
export type Forgery = (events: readonly RecordedEvent[]) => RecordedEvent[];

/** Numbered anew without gaps, as whoever writes events would. */
const numbered = (events: readonly RecordedEvent[]): RecordedEvent[] =>
  events.map((event, index) => ({ ...event, sequence: index + 1 }));

export const without =
  (isLeftOut: (event: RecordedEvent) => boolean): Forgery =>
  (events) =>
    numbered(events.filter((each) => !isLeftOut(each)));

export const changed =
  <T extends EventType>(
    type: T,
    change: (event: EventOf<T>) => EventOf<T>,
    isMeant: (event: EventOf<T>) => boolean = () => true,
  ): Forgery =>
  (events) =>
    events.map((each) => (each.type === type && isMeant(each as EventOf<T>) ? change(each as EventOf<T>) : each));

/** Somebody listed under another address, which may be a mailbox that several people read. */
export const withAddress = (personId: string, email: string, sharedMailbox?: true): Forgery =>
  changed('milestoneStarted', (event) => ({
    ...event,
    engagement: {
      ...event.engagement,
      people: event.engagement.people.map((each) =>
        each.personId === personId ? { ...each, email, ...(sharedMailbox ? { sharedMailbox } : {}) } : each,
      ),
    },
  }));

const by =
  (personId: string) =>
  (event: RecordedEvent): boolean =>
    event.actor.personId === personId;

export const withoutSignatureOf = (personId: string): Forgery =>
  without((each) => each.type === 'signed' && by(personId)(each));

export const withoutEvents = (type: EventType, personId?: string): Forgery =>
  without((each) => each.type === type && (personId === undefined || by(personId)(each)));

/** The signature of one person, with other fields. */
export const signatureOf = (personId: string, fields: Partial<Signature>): Forgery =>
  changed('signed', (event) => ({ ...event, signature: { ...event.signature, ...fields } }), by(personId));

/** What one person decided, recorded as somebody else's act and decision. */
export const asIfBy =
  (type: 'signed' | 'validationReported' | 'feedbackGiven', personId: string, other: string): Forgery =>
  (events) =>
    events.map((each): RecordedEvent => {
      if (each.type !== type || !by(personId)(each)) return each;
      const actor = { ...each.actor, personId: other };
      if (each.type === 'signed') return { ...each, actor, signature: { ...each.signature, personId: other, actor } };
      if (each.type === 'feedbackGiven')
        return { ...each, actor, feedback: { ...each.feedback, personId: other, actor } };
      return { ...each, actor, report: { ...each.report, personId: other, actor } };
    });

/** What one person decided, as if it had come another way: in the event, and in the copy that the certificate prints. */
export const cameBy =
  (type: EventType, personId: string, authentication: Authentication): Forgery =>
  (events) =>
    events.map((event): RecordedEvent => {
      if (event.type !== type || !by(personId)(event)) return event;
      const actor = { ...event.actor, authentication };
      if (event.type === 'signed') return { ...event, actor, signature: { ...event.signature, actor } };
      if (event.type === 'validationReported') return { ...event, actor, report: { ...event.report, actor } };
      if (event.type === 'feedbackGiven') return { ...event, actor, feedback: { ...event.feedback, actor } };
      return { ...event, actor };
    });
/** The signature of one person, with what was vouched for of the first who signed. */
export const withVoucherMovedTo =
  (personId: string): Forgery =>
  (events) => {
    const { messageId, voucher, said } = events.find((each) => each.type === 'signed') ?? {};
    return changed(
      'signed',
      (event) => ({ ...event, ...({ messageId, voucher, said } as object) }),
      by(personId),
    )(events);
  };

/** Said in these words to an entrance, which vouches for them. */
export function saying<E extends RecordedEvent>(words: object, event: E): E {
  const { voucher } = event;
  const said = { ...event.said, ...words };
  const contentSha256 = canonicalSha256({ command: voucher?.command ?? '', words: said });
  return { ...event, said, ...(voucher ? { voucher: { ...voucher, contentSha256 } } : {}) };
}

/** The signature of one person, with another voucher or none. */
export const withVoucher = (personId: string, voucher: Partial<RecordedVoucher> | undefined): Forgery =>
  changed(
    'signed',
    ({ voucher: before, ...event }) => (voucher && before ? { ...event, voucher: { ...before, ...voucher } } : event),
    by(personId),
  );

/** The first event of a type in `source`, put before the last of the course. */
export const withBeforeTheEnd =
  (type: EventType, source?: readonly RecordedEvent[]): Forgery =>
  (events) => {
    const added = (source ?? events).find((each) => each.type === type);
    return [...events.slice(0, -1), ...(added ? [added] : []), ...events.slice(-1)];
  };

export const inTurn =
  (...forgeries: Forgery[]): Forgery =>
  (events) =>
    forgeries.reduce<RecordedEvent[]>((forged, each) => each(forged), [...events]);
