// A worker for milestones and the dispatcher. One process runs one; more processes share the queue.
import {
  Worker,
  type ActivityInterceptorsFactory,
  type NativeConnection,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import type { Activities } from '../activities/index.ts';
import { guardedActivities } from './guardedActivities.ts';
import { milestoneTaskQueue } from '../workflows/temporalNames.ts';
import { workflowBundle } from './workflowBundle.ts';

export interface WorkerSettings {
  connection: NativeConnection;
  namespace: string;
  /** A rehearsal has fewer: it plays milestones only. */
  activities: Partial<Activities>;
  dataConverter?: DataConverter | undefined;
  taskQueue?: string;
  /** Around each activity. */
  activityInterceptors?: ActivityInterceptorsFactory[] | undefined;
  /** How many workflows stay in memory between their tasks; with 0 each task replays its history from the start. */
  maxCachedWorkflows?: number;
  /** Instead of the one the build has made. */
  bundle?: WorkflowBundleOption;
}

export async function createWorker({
  connection,
  namespace,
  activities,
  dataConverter,
  taskQueue,
  activityInterceptors,
  maxCachedWorkflows,
  bundle,
}: WorkerSettings): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: taskQueue ?? milestoneTaskQueue,
    workflowBundle: bundle ?? workflowBundle(),
    activities: guardedActivities(activities),
    ...(dataConverter ? { dataConverter } : {}),
    ...(activityInterceptors ? { interceptors: { activity: activityInterceptors } } : {}),
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    shutdownGraceTime: '10s',
    maxConcurrentLocalActivityExecutions: 50,
    // A task has ten seconds from when a worker takes it: more at a time than two cores can serve would time out, and be
    // served again for nothing. The rest waits at the server, where no clock runs.
    maxConcurrentWorkflowTaskExecutions: 8,
  });
}
