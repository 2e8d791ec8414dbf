// Acts of record keeping: ending an engagement, holding, releasing, disposing, erasing. Each decides, or throws, and changes nothing.
import { z } from 'zod';
import type { BusinessCalendar } from '../time/businessCalendar.ts';
import { dateOf } from '../time/businessTime.ts';
import { SignOffError } from '../errors.ts';
import { personId } from '../people/people.ts';
import {
  obstaclesToDisposal,
  obstaclesToErasure,
  type LegalHold,
  type Obstacle,
  type Responsible,
  type RetentionState,
} from './retention.ts';
import { line, nameOfSomebody, text } from '../terms/text.ts';

/** Under which API key an act is carried out, and the instant (ISO 8601 UTC) that it is decided on and recorded at. */
export interface CarriedOut {
  keyId: string;
  now: string;
}

const responsible = z.object({
  name: nameOfSomebody,
  capacity: line(200).describe('job title or office'),
});

export const endEngagement = z.object({
  endedOn: z.iso.date().describe('the last day of the engagement, in the contract’s time zone'),
  reason: text(2000),
  recordedBy: responsible.describe('who says so'),
});
export type EndEngagement = z.infer<typeof endEngagement>;

export const placeHold = z.object({
  reason: text(2000),
  holder: line(200).describe('who wants the record held: a court, an insurer, the firm’s lawyers'),
  placedBy: responsible,
});
export type PlaceHold = z.infer<typeof placeHold>;

export const releaseHold = z.object({ reason: text(2000), releasedBy: responsible });
export type ReleaseHold = z.infer<typeof releaseHold>;

export const disposeOfRecord = z.object({ authorisedBy: responsible, reason: text(2000) });
export type DisposeOfRecord = z.infer<typeof disposeOfRecord>;

export const withdrawAddress = z.object({
  reason: text(2000).describe('why nobody is to look the certificate up there any more'),
});
export type WithdrawAddress = z.infer<typeof withdrawAddress>;

export const erasePerson = z.object({
  personId: personId.describe('whose data are to be erased'),
  reason: text(2000),
  requestedOn: z.iso.date().describe('when the person asked for it, in the contract’s time zone'),
});
export type ErasePerson = z.infer<typeof erasePerson>;

export type RetentionEvent =
  | { type: 'engagementEnded'; endedOn: string; at: string }
  | { type: 'holdPlaced'; hold: LegalHold }
  | { type: 'holdReleased'; holdId: string; release: { reason: string; releasedBy: Responsible; releasedAt: string } }
  | { type: 'disposed'; authorisedBy: Responsible; reason: string; at: string }
  | { type: 'personErased'; personId: string; at: string };

type EventOf<T extends RetentionEvent['type']> = Extract<RetentionEvent, { type: T }>;

/** Undefined when this very end is on record. Another date corrects it: the one recorded last counts. */
export function decideOnEnd(
  { contract, engagementEndedOn }: { contract: { calendar: BusinessCalendar }; engagementEndedOn?: string },
  { endedOn }: EndEngagement,
  now: string,
): EventOf<'engagementEnded'> | undefined {
  assertNotInFuture('endedOn', endedOn, now, contract.calendar);
  return endedOn === engagementEndedOn ? undefined : { type: 'engagementEnded', endedOn, at: now };
}

/** Holds may be placed at any time, on a milestone under way too; only what is disposed of cannot be held any more. */
export function decideOnHold(
  { milestoneId, disposedAt }: { milestoneId?: string; disposedAt?: string },
  holdId: string,
  { reason, holder, placedBy }: PlaceHold,
  now: string,
): EventOf<'holdPlaced'> {
  if (disposedAt !== undefined)
    throw new SignOffError(
      'MILESTONE_DISPOSED',
      `The record of milestone ${milestoneId} was disposed of at ${disposedAt}; there is nothing left to hold.`,
    );
  const on = milestoneId === undefined ? 'engagement' : 'milestone';
  return { type: 'holdPlaced', hold: { holdId, on, reason, holder, placedBy, placedAt: now } };
}

/** Undefined when it is released already. Throws HOLD_UNKNOWN. */
export function decideOnRelease(
  holds: readonly LegalHold[],
  holdId: string,
  { reason, releasedBy }: ReleaseHold,
  now: string,
): EventOf<'holdReleased'> | undefined {
  const hold = holds.find((each) => each.holdId === holdId);
  if (!hold)
    throw new SignOffError('HOLD_UNKNOWN', `There is no legal hold "${holdId}" here; list the holds.`, {
      field: 'holdId',
    });
  return hold.release ? undefined : { type: 'holdReleased', holdId, release: { reason, releasedBy, releasedAt: now } };
}

/** Rule 8. Throws the gravest obstacle; all of them are in its details. */
export function decideOnDisposal(
  state: RetentionState,
  { authorisedBy, reason }: DisposeOfRecord,
  now: string,
): EventOf<'disposed'> {
  assertFree(obstaclesToDisposal(state, now));
  return { type: 'disposed', authorisedBy, reason, at: now };
}

/** `isMailBeingSent` to the person just now: it would arrive after the erasure that said there is no more of them. */
export interface ErasureState extends RetentionState {
  isMailBeingSent: boolean;
}

/** GDPR Art. 17. A second request finds what came since the first, or nothing. */
export function decideOnErasure(
  state: ErasureState,
  { personId, requestedOn }: ErasePerson,
  now: string,
): EventOf<'personErased'> {
  assertFree(obstaclesToErasure(state));
  assertNotInFuture('requestedOn', requestedOn, now, state.contract.calendar);
  if (state.isMailBeingSent)
    throw new SignOffError(
      'MILESTONE_NOT_OVER',
      `A mail to ${personId} is being sent just now; ask again in a few minutes.`,
    );
  return { type: 'personErased', personId, at: now };
}

/** Nothing is added to a record that is gone, nor to one that no longer says who its people are. */
export function assertStillWhole({
  milestoneId,
  erasedAt,
  disposedAt,
}: {
  milestoneId: string;
  erasedAt?: string;
  disposedAt?: string;
}): void {
  if (disposedAt !== undefined)
    throw new SignOffError(
      'MILESTONE_DISPOSED',
      `The record of milestone ${milestoneId} was disposed of at ${disposedAt}; nothing can be added to it.`,
    );
  if (erasedAt !== undefined)
    throw new SignOffError(
      'RECORD_REDACTED',
      `People were erased from the record of milestone ${milestoneId} at ${erasedAt}, so it takes no further decisions; agree on them in writing and refer to its archive.`,
    );
}

function assertFree(obstacles: readonly Obstacle[]): void {
  const [gravest] = obstacles;
  if (gravest) throw new SignOffError(gravest.code, gravest.detail, { details: obstacles.map((each) => each.detail) });
}

function assertNotInFuture(field: string, date: string, now: string, calendar: BusinessCalendar): void {
  const today = dateOf(now, calendar);
  if (date <= today) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `${date} has not come yet in ${calendar.timeZone}, where it is ${today}; give a date that has.`,
    { field },
  );
}
