// Performs what is due in the outbox, every kind at its own pace: claims, has it performed, settles. Knows nothing of the kinds.
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Database, Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { gatherDigests } from '../../db/digests.ts';
import {
  claimEffects,
  renewClaims,
  settleEffects,
  type ClaimedEffect,
  type EffectKind,
  type Outcome,
  type Settlement,
} from '../../db/outbox.ts';
import type { Measures } from '../measures.ts';
import { inTrace } from '../trace.ts';
import type { EffectHandler, PerformEffect } from './effectHandler.ts';

export interface Dispatching {
  db: Pool;
  log: Logger;
  /** Effects of a kind that has no handler wait. */
  handlers: Partial<Record<EffectKind, EffectHandler>>;
  measures?: Pick<Measures, 'performed'> | undefined;
  /** How long a claim outlasts the process that died with it; by default as long as Temporal waits for a sign of life of the dispatcher. */
  leaseSeconds?: number;
}

export type DispatchCounts = Record<EffectKind, Record<Outcome['status'], number>>;

export interface Dispatcher {
  /** Takes what is due and there is room for, and begins with it. */
  claimDue(): Promise<{ claimed: number; full: EffectKind[] }>;
  /** Resolves when there is room again for one of these kinds, which were full. */
  roomFor(full: readonly EffectKind[]): Promise<void>;
  /** Resolves when everything in hand is settled. */
  close(): Promise<DispatchCounts>;
}

interface InHand {
  effect: ClaimedEffect;
  /** Until then its claim is renewed. */
  patientUntil: number;
  settled: Promise<void>;
}

const noneYet = (): DispatchCounts => ({
  mail: { done: 0, later: 0, failed: 0 },
  webhook: { done: 0, later: 0, failed: 0 },
  fileRemoval: { done: 0, later: 0, failed: 0 },
  keyNotice: { done: 0, later: 0, failed: 0 },
  unknownNotice: { done: 0, later: 0, failed: 0 },
  quarantineNotice: { done: 0, later: 0, failed: 0 },
  openingNotice: { done: 0, later: 0, failed: 0 },
  mailboxLink: { done: 0, later: 0, failed: 0 },
  digest: { done: 0, later: 0, failed: 0 },
  chat: { done: 0, later: 0, failed: 0 },
});

/** As long as a claim lasts that nobody renews: a mail in the hand of a process that was killed waits no longer. */
export const claimSeconds = 10;

/** So often it is looked whose digest is due, however often something else is. */
const digestsEveryMilliseconds = 1000;

/** So long room is left empty after it comes, that one claim may fill more of it. */
const gatherMilliseconds = 20;

export function openDispatcher(dispatching: Dispatching, signal?: AbortSignal): Dispatcher {
  const { log, leaseSeconds = claimSeconds } = dispatching;
  const db = asJob(dispatching.db, 'dispatcher');
  const handlers = Object.entries(dispatching.handlers) as [EffectKind, EffectHandler][];
  const claimant = `${hostname()}:${process.pid}`;
  const inHand = new Set<InHand>();
  const counts = noneYet();
  let gatherFrom = 0;
  const settle = openSettler(dispatching.db, log);
  const renewing = setInterval(renew, (leaseSeconds * 1000) / 4);

  function renew(): void {
    const alive = [...inHand].filter((each) => Date.now() < each.patientUntil);
    if (alive.length === 0) return;
    const ids = alive.map((each) => each.effect.effectId);
    renewClaims(db, ids, { claimant, leaseSeconds }).catch((error: unknown) =>
      log.warn({ err: error }, 'claims in the outbox could not be renewed'),
    );
  }

  async function perform(effect: ClaimedEffect, handler: EffectHandler, prepared: Promise<PerformEffect>) {
    const { kind } = effect;
    const outcome = await inTrace(effect.trace, `perform ${kind}`, { 'signoff.attempts': effect.attempts }, () =>
      performed(dispatching, handler, effect, prepared, signal),
    );
    try {
      await settle({ effect, outcome });
      counts[kind][outcome.status] += 1;
      dispatching.measures?.performed(kind, outcome.status);
    } catch (error) {
      log.error(
        { err: error, kind },
        'what came of an effect is not on record, so it is repeated when its claim lapses',
      );
    }
  }

  function begin(handler: EffectHandler, effects: readonly ClaimedEffect[]): void {
    const prepared = handler.prepare(effects);
    prepared.catch(() => undefined);
    for (const effect of effects) {
      const patientUntil = Date.now() + handler.patienceSeconds * 1000;
      const each: InHand = { effect, patientUntil, settled: Promise.resolve() };
      each.settled = perform(effect, handler, prepared).then(() => void inHand.delete(each));
      inHand.add(each);
    }
  }

  const ofKinds = (kinds: readonly EffectKind[]): InHand[] =>
    [...inHand].filter((each) => kinds.includes(each.effect.kind));

  return {
    async claimDue() {
      if (Date.now() >= gatherFrom) {
        gatherFrom = Date.now() + digestsEveryMilliseconds;
        await gatherDigests(db, new Date().toISOString());
      }
      const room = handlers.map(([kind, { atOnce }]) => [kind, Math.max(0, atOnce - ofKinds([kind]).length)] as const);
      const effects = await claimEffects(db, { room: Object.fromEntries(room), claimant, leaseSeconds });
      for (const [kind, handler] of handlers) {
        const ofKind = effects.filter((each) => each.kind === kind);
        if (ofKind.length > 0) begin(handler, ofKind);
      }
      const isFull = ([kind, limit]: readonly [EffectKind, number]) =>
        effects.filter((each) => each.kind === kind).length >= limit;
      return { claimed: effects.length, full: room.filter(isFull).map(([kind]) => kind) };
    },
    async roomFor(full) {
      await Promise.race(ofKinds(full).map((each) => each.settled));
      await new Promise((gathered) => setTimeout(gathered, gatherMilliseconds));
    },
    async close() {
      await Promise.all([...inHand].map((each) => each.settled));
      clearInterval(renewing);
      return counts;
    },
  };
}

/** Whatever goes wrong with one effect (a bug in rendering, Temporal down as it is reported) is no reason to hold back others. */
async function performed(
  { log }: Dispatching,
  handler: EffectHandler,
  effect: ClaimedEffect,
  prepared: Promise<PerformEffect>,
  signal?: AbortSignal,
): Promise<Outcome> {
  try {
    return await (
      await prepared
    )(effect, signal);
  } catch (error) {
    return afterFailure(log, handler, effect, error);
  }
}

/** A last attempt ends in what the handler has to say of it, so that nothing is tried for ever and nobody is left to wait for it. */
async function afterFailure(
  log: Logger,
  handler: EffectHandler,
  effect: ClaimedEffect,
  thrown: unknown,
): Promise<Outcome> {
  const { kind, attempts } = effect;
  const error = messageOf(thrown);
  const delaySeconds = handler.delaySeconds(effect);
  if (delaySeconds !== undefined) {
    log.error({ err: thrown, kind, attempts }, 'an effect could not be performed, and is tried again');
    return { status: 'later', error, delaySeconds };
  }
  log.error({ err: thrown, kind, attempts }, 'an effect could not be performed, and is given up');
  try {
    return (await handler.giveUp?.(effect, error)) ?? { status: 'failed', error };
  } catch (why) {
    log.error({ err: why, kind, attempts }, 'that an effect is given up could not be told, and is tried again');
    return { status: 'later', error, delaySeconds: untoldSeconds };
  }
}

/** Until it is tried again to tell that an effect is given up. */
const untoldSeconds = 900;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** What has been done meanwhile is settled together: one statement for all outcomes that came during the one before. */
function openSettler(db: Pool, log: Logger): (settlement: Settlement) => Promise<void> {
  let before: Promise<void> = Promise.resolve();
  let next: { settlements: Settlement[]; settled: Promise<void> } | undefined;
  const settleNext = async (settlements: readonly Settlement[]): Promise<void> => {
    next = undefined;
    await settleTogether(db, log, settlements);
  };
  return (settlement) => {
    if (!next) {
      const settlements: Settlement[] = [];
      next = { settlements, settled: before.then(() => settleNext(settlements)) };
      before = next.settled.catch(() => undefined);
    }
    next.settlements.push(settlement);
    return next.settled;
  };
}

/** Each by itself when together they cannot be, so that one that PostgreSQL will not have takes no other with it. */
/** Their lines go into the audit log of the engagements they belong to, and into no other. */
const settling = (db: Pool, settlements: readonly Settlement[]): Database =>
  asJob(db, 'dispatcher', [...new Set(settlements.flatMap(engagementsOf))].sort());

const engagementsOf = ({ effect, outcome }: Settlement): readonly string[] => [
  ...(effect.engagementId === undefined ? [] : [effect.engagementId]),
  ...(outcome.status === 'done' ? (outcome.engagementIds ?? []) : []),
];

async function settleTogether(db: Pool, log: Logger, settlements: readonly Settlement[]): Promise<void> {
  try {
    await settleEffects(settling(db, settlements), settlements);
  } catch (error) {
    if (settlements.length === 1) throw error;
    log.warn({ err: error }, 'outcomes could not be settled together');
    const each = await Promise.allSettled(
      settlements.map((settlement) => settleEffects(settling(db, [settlement]), [settlement])),
    );
    const failed = each.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** Performs everything due now and returns what came of it. */
export async function dispatchDue(dispatching: Dispatching, signal?: AbortSignal): Promise<DispatchCounts> {
  const dispatcher = openDispatcher(dispatching, signal);
  try {
    while (!signal?.aborted) {
      const { claimed, full } = await dispatcher.claimDue();
      if (claimed === 0 || full.length === 0) break;
      await dispatcher.roomFor(full);
    }
  } finally {
    await dispatcher.close();
  }
  return dispatcher.close();
}
