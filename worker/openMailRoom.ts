// Opens the mail room, the one workflow that sends the mail of all milestones.
import type { Client } from '@temporalio/client';
import type { mailRoom } from '../workflows/index.ts';
import { mailRoomWorkflowId, milestoneTaskQueue } from '../workflows/milestoneWorkflowId.ts';

/** There is one mail room however many processes ask for it. */
export async function openMailRoom(client: Client): Promise<void> {
  await client.workflow.start<typeof mailRoom>('mailRoom', {
    workflowId: mailRoomWorkflowId,
    taskQueue: milestoneTaskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Sends the mail of all milestones',
  });
}
