// Sees to it that the dispatcher runs: one workflow that performs the effects of all milestones.
import type { Client } from '@temporalio/client';
import type { dispatcher } from '../workflows/index.ts';
import { dispatcherWorkflowId, milestoneTaskQueue } from '../workflows/temporalNames.ts';

/** There is one however many processes ask for it. */
export async function ensureDispatcher(client: Client): Promise<void> {
  await client.workflow.start<typeof dispatcher>('dispatcher', {
    workflowId: dispatcherWorkflowId,
    taskQueue: milestoneTaskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Sends mail and webhooks, and removes files',
  });
}
