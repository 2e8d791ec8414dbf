// What the dispatcher asks of those who perform one kind of effect: how many at once, how long, and what came of each.
import type { ClaimedEffect, Outcome } from '../../db/outbox.ts';

export interface EffectHandler {
  /** So many are in hand at most; other kinds have room of their own. */
  atOnce: number;
  /** Longer than any attempt takes that has not died; after it the claim is left to lapse. */
  patienceSeconds: number;
  /** Seconds to the next attempt after one that threw, by the number of attempts so far; undefined when it was the last. */
  delaySeconds(effect: ClaimedEffect): number | undefined;
  /** Reads what the effects are about, all together, and gives what performs one of them. */
  prepare(effects: readonly ClaimedEffect[]): Promise<PerformEffect>;
  /** What is left to say of an effect whose last attempt threw; throwing again, it is tried once more. By default that it failed. */
  giveUp?(effect: ClaimedEffect, error: string): Promise<Outcome>;
}

/** Whatever it throws is an attempt that failed and may succeed later. */
export type PerformEffect = (effect: ClaimedEffect, signal?: AbortSignal) => Promise<Outcome>;

/** Doubles from attempt to attempt. */
export const doubling = (firstSeconds: number, atMostSeconds: number) => (attempts: number) =>
  Math.min(atMostSeconds, firstSeconds * 2 ** Math.min(attempts - 1, 20));

/** So often at least, however long ago it was queued: after a long outage of ours the server has not been asked yet. */
const fewestAttempts = 10;

/** As above, until so many days after it was queued. */
export const doublingForDays =
  (days: number, delay: (attempts: number) => number) =>
  ({ attempts, queuedAt }: ClaimedEffect): number | undefined =>
    attempts >= fewestAttempts && Date.now() - Date.parse(queuedAt) > days * 86_400_000 ? undefined : delay(attempts);

/** What the effect was about is gone, with the record it belonged to. */
export const nothingToDo: Outcome = { status: 'done' };
