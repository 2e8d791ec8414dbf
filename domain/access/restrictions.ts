// What wins over every grant: information barriers and departures; and what opens an engagement in an emergency, for hours. Pure.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { mailboxOf } from '../people/humans.ts';
import { key, text } from '../terms/text.ts';

const address = z.email().max(254).describe('of the person, whichever way of writing it leads to their mailbox');

export const setBarrier = z.object({
  engagementId: key.describe('that the person is to know nothing of; may be one that is not registered yet'),
  address,
  reason: text(2000),
});
export type SetBarrier = z.infer<typeof setBarrier>;

export const liftBarrier = z.object({ reason: text(2000) });

/** An explicit denial: nothing of the engagement is there for the person, whatever else they were given, until it is lifted. */
export interface Barrier extends SetBarrier {
  barrierId: string;
  setBy: string;
  setAt: string;
  lifted?: { at: string; by: string; reason: string };
}

export const leave = z.object({
  address,
  leavesAt: z.iso.datetime().optional().describe('now when left out'),
  reason: text(2000),
});
export type Leave = z.infer<typeof leave>;

export const takeBack = z.object({ reason: text(2000) });

/** From `leavesAt` on: no session, no role, no link; what the person still owes is the manager's to reassign. */
export interface Departure {
  departureId: string;
  address: string;
  leavesAt: string;
  reason: string;
  recordedBy: string;
  recordedAt: string;
  takenBack?: { at: string; by: string; reason: string };
}

/**
 * What is said of somebody who is behind a barrier or has left, to whoever is told: the same words for both, since that a barrier
 * exists is itself confidential.
 */
export const shutOutWords = 'no access to this engagement';

/** Whoever sends or enters it for them. */
export const shutOutActor = (personId: string, field: string): SignOffError =>
  new SignOffError(
    'WRONG_ACTOR',
    `"${personId}" has ${shutOutWords}, so nothing is done for them; give somebody else of the engagement as personId.`,
    { field },
  );

export const longestOpening = 240;

export const breakGlass = z.object({
  reason: text(2000).describe('sponsor and records officers are told it in these words'),
  minutes: z.int().min(5).max(longestOpening).default(60),
});
export type BreakGlass = z.infer<typeof breakGlass>;

/** Somebody reads one engagement that is not theirs, as an auditor does, until it ends by itself. */
export interface Opening {
  openingId: string;
  engagementId: string;
  holderId: string;
  name: string;
  address: string;
  reason: string;
  openedAt: string;
  endsAt: string;
}

export const endOfOpening = ({ minutes }: BreakGlass, now: string): string =>
  new Date(Date.parse(now) + minutes * 60_000).toISOString();

/** By which people are found. Throws INVALID_MESSAGE naming the field. */
export function mailboxNamed({ address: given }: { address: string }): string {
  const mailbox = mailboxOf(given);
  if (mailbox !== undefined) return mailbox;
  throw new SignOffError('INVALID_MESSAGE', `"${given}" is no address; write it as name@example.com.`, {
    field: 'address',
  });
}
