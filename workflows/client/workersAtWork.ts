// Which workers ask for milestones' work, by what Temporal remembers of them.
import type { Connection } from '@temporalio/client';
import { milestoneTaskQueue } from '../temporalNames.ts';

/** A worker asks for work at least once a minute; Temporal remembers one that was killed for longer than that. */
const askedWithinMilliseconds = 2 * 60_000;

export interface WorkerAtWork {
  /** The process and its machine, as Temporal's UI names it. */
  identity: string;
  /** Of the workflows and the SDK: workers with the same run the same code. */
  build: string;
  lastAskedAt: string;
}

/** None twice. */
export async function workersAtWork(
  { workflowService }: Pick<Connection, 'workflowService'>,
  namespace: string,
): Promise<WorkerAtWork[]> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: milestoneTaskQueue },
    taskQueueType: 1,
  });
  const since = Date.now() - askedWithinMilliseconds;
  const asking = (pollers ?? []).map(({ identity, lastAccessTime, workerVersionCapabilities }) => ({
    identity: identity ?? '',
    build: workerVersionCapabilities?.buildId ?? '',
    askedAt: Number(lastAccessTime?.seconds ?? 0) * 1000,
  }));
  const atWork = asking.filter((each) => each.askedAt > since);
  return [...new Map(atWork.map((each) => [each.identity, each])).values()].map(({ askedAt, ...each }) => ({
    ...each,
    lastAskedAt: new Date(askedAt).toISOString(),
  }));
}
