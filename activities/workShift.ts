// A shift: works off a queue in PostgreSQL until it ends or the worker shuts down, woken by the queue's bell.
import { Context } from '@temporalio/activity';
import type { Database } from '../db/database.ts';
import { listenFor } from '../db/listen.ts';

const oneShiftMilliseconds = 10 * 60_000;

/** Calls `workOff` at least once a second, with the signal that asks it to stop; heartbeats on its own clock. */
export async function workShift(
  db: Database,
  channel: string,
  workOff: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const context = Context.current();
  const ends = Date.now() + oneShiftMilliseconds;
  const bell = await listenFor(db, channel);
  const heartbeat = setInterval(() => context.heartbeat(), 2000);
  try {
    while (Date.now() < ends && !context.cancellationSignal.aborted) {
      await workOff(context.cancellationSignal);
      await bell.ringsWithin(1000, context.cancellationSignal);
    }
  } finally {
    clearInterval(heartbeat);
    await bell.close();
  }
}
