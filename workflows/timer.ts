// One timer for the whole milestone: set for the earliest instant anything can be due, set anew only when that gets earlier.
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

export interface Timer {
  /** Makes sure that the timer fires no later than `instant` (ISO 8601 UTC). It may fire earlier, for an instant asked before. */
  ensureBy(instant: string, summary: string): void;
  /** Whether it has fired since it was last reset. */
  hasFired(): boolean;
  reset(): void;
}

/**
 * Stages overlap so often (a validation answered before its first reminder, say) that leaving the earlier timer to fire
 * in vain costs fewer history events than cancelling and starting one per stage.
 */
export function createTimer(): Timer {
  let fired = false;
  let running: { at: number; scope: CancellationScope } | undefined;

  function start(at: number, summary: string): void {
    const scope = new CancellationScope();
    const mine = { at, scope };
    running = mine;
    scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary }))
      .then(() => {
        if (running === mine) running = undefined;
        fired = true;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  return {
    ensureBy(instant, summary) {
      const at = Date.parse(instant);
      if (running && running.at <= at) return;
      running?.scope.cancel();
      start(at, summary);
    },
    hasFired: () => fired,
    reset: () => {
      fired = false;
    },
  };
}
