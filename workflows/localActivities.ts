// What runs inside a workflow's own task: how long it may take, how it is tried again, and that it can be replayed however long it took.
import {
  CancellationScope,
  isCancellation,
  proxyLocalActivities,
  sleep,
  type ActivityInterfaceFor,
  type LocalActivityOptions,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/**
 * Short reads and writes of PostgreSQL run inside the workflow task: one history event each instead of six. A PostgreSQL that
 * stays away is waited for by timers, once a minute: a workflow task kept alive meanwhile would add some 1,300 events an hour
 * to the history, and the server would give up on it after half an hour.
 */
const options = {
  startToCloseTimeout: '20s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '1m' },
} as const;

/** By `summary` they are told apart in the Temporal UI. */
export function localActivities(
  summary: string,
  others: Omit<LocalActivityOptions, 'summary'> = {},
): ActivityInterfaceFor<Activities> {
  const found = proxyLocalActivities<Activities>({ ...options, ...others, summary });
  const run =
    (name: keyof Activities) =>
    (...given: never[]) =>
      whileTaskLasts(() => (found[name] as (...all: never[]) => Promise<unknown>)(...given));
  return new Proxy(found, { get: (_, name) => run(name as keyof Activities) });
}

/**
 * A task that lasts too long is continued by another one. Replayed, several in a row that gave no command are taken for one, which began
 * when the last of them did: what the workflow had read from its clock before would differ, and with it every event it decided. So there
 * is a command: a timer, which leaves no trace in the history when it is started and cancelled within one task, as nearly always.
 */
async function whileTaskLasts<T>(run: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope();
  const mark = scope.run(() => sleep('1 day', { summary: 'the record takes longer than a task' }));
  mark.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  try {
    return await run();
  } finally {
    scope.cancel();
  }
}
