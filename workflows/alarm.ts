// One timer for the whole milestone: armed for the earliest instant anything can be due, re-armed only when that gets earlier.
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

export interface Alarm {
  /** Makes sure that the alarm rings no later than `instant` (ISO 8601 UTC). It may ring earlier, for an instant asked before. */
  armFor(instant: string, summary: string): void;
  /** True once since it last rang. */
  hasRung(): boolean;
  quiet(): void;
}

/**
 * Stages overlap so often (a validation answered before its first reminder, say) that leaving the earlier timer to ring
 * in vain costs fewer history events than cancelling and starting one per stage.
 */
export function createAlarm(): Alarm {
  let rung = false;
  let armed: { at: number; scope: CancellationScope } | undefined;

  function start(at: number, summary: string): void {
    const scope = new CancellationScope();
    const mine = { at, scope };
    armed = mine;
    scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary }))
      .then(() => {
        if (armed === mine) armed = undefined;
        rung = true;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  return {
    armFor(instant, summary) {
      const at = Date.parse(instant);
      if (armed && armed.at <= at) return;
      armed?.scope.cancel();
      start(at, summary);
    },
    hasRung: () => rung,
    quiet: () => {
      rung = false;
    },
  };
}
