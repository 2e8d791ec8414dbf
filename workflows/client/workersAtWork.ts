// Which workers ask for milestones' work, by what Temporal remembers of them.
import type { Connection } from '@temporalio/client';
import { milestoneTaskQueue } from '../temporalNames.ts';

/** A worker asks for work at least once a minute; Temporal remembers one that was killed for longer than that. */
const askedWithinMilliseconds = 2 * 60_000;

/** Their identities, none twice. */
export async function workersAtWork(
  { workflowService }: Pick<Connection, 'workflowService'>,
  namespace: string,
): Promise<string[]> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: milestoneTaskQueue },
    taskQueueType: 1,
  });
  const since = Date.now() - askedWithinMilliseconds;
  const asking = (pollers ?? []).filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > since);
  return [...new Set(asking.map(({ identity }) => identity ?? ''))];
}
