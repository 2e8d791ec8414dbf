// What the dispatcher asks of those who perform one kind of effect: how many at once, how long, and what came of each.
import type { ClaimedEffect, Outcome } from '../../db/outbox.ts';

export interface EffectHandler {
  /** So many are in hand at most; other kinds have room of their own. */
  atOnce: number;
  /** Longer than any attempt takes that has not died; after it the claim is left to lapse. */
  patienceSeconds: number;
  /** Seconds to the next attempt after one that threw, by the number of attempts so far. */
  delaySeconds(attempts: number): number;
  /** Reads what the effects are about, all together, and gives what performs one of them. */
  prepare(effects: readonly ClaimedEffect[]): Promise<PerformEffect>;
}

/** Whatever it throws is an attempt that failed and may succeed later. */
export type PerformEffect = (effect: ClaimedEffect, signal?: AbortSignal) => Promise<Outcome>;

/** Doubles from attempt to attempt. */
export const doubling = (firstSeconds: number, atMostSeconds: number) => (attempts: number) =>
  Math.min(atMostSeconds, firstSeconds * 2 ** Math.min(attempts - 1, 20));

/** What the effect was about is gone, with the record it belonged to. */
export const nothingToDo: Outcome = { status: 'done' };
