// How long what runs inside a workflow's own task may take, and how it is tried again.

/**
 * Short reads and writes of PostgreSQL run inside the workflow task: one history event each instead of six. A PostgreSQL that
 * stays away is waited for by timers, once a minute: a workflow task kept alive meanwhile would add some 1,300 events an hour
 * to the history, and the server would give up on it after half an hour.
 */
export const localActivityOptions = {
  startToCloseTimeout: '20s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '1m' },
} as const;
