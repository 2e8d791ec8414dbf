// The dispatcher's activity: performs what is due for some minutes, or until the worker shuts down, woken by what is queued.
import { Context } from '@temporalio/activity';
import { listenFor } from '../../db/listen.ts';
import { effectsDue } from '../../db/outbox.ts';
import { openDispatcher, type DispatchCounts, type Dispatching } from './dispatcher.ts';

/** Then the workflow starts it again, and tells Temporal of the record's mark: no older copy than of so long ago goes unnoticed. */
const oneRunMilliseconds = 5 * 60_000;
/** What is due again after a failure, or was queued while nobody listened, is found within this time. */
const lookEveryMilliseconds = 1000;

export interface Stopping {
  /** Aborted as the process begins to stop: what is in hand is finished, nothing more is begun. A worker alone says so after its time of grace. */
  stopping?: AbortSignal | undefined;
}

/** Returns how many effects came to what, for the Temporal UI. Throws when PostgreSQL does not answer. */
export function dispatchEffects({ stopping, ...dispatching }: Dispatching & Stopping) {
  return async (): Promise<DispatchCounts> => {
    const context = Context.current();
    const { cancellationSignal: cancelled } = context;
    const ended = stopping ? AbortSignal.any([cancelled, stopping]) : cancelled;
    const ends = Date.now() + oneRunMilliseconds;
    const notifications = await listenFor(dispatching.db, effectsDue);
    const heartbeat = setInterval(() => context.heartbeat(), 2000);
    const dispatcher = openDispatcher(dispatching, cancelled);
    try {
      while (Date.now() < ends && !ended.aborted) {
        const { full } = await dispatcher.claimDue();
        if (full.length > 0) void dispatcher.roomFor(full).then(notifications.wake);
        await notifications.waitForNotification(lookEveryMilliseconds, ended);
      }
    } finally {
      await dispatcher.close();
      clearInterval(heartbeat);
      await notifications.close();
    }
    return dispatcher.close();
  };
}
