// Opens the rooms: one workflow each that works off a queue for all milestones.
import type { Client } from '@temporalio/client';
import type { mailRoom, webhookRoom } from '../workflows/index.ts';
import { mailRoomWorkflowId, milestoneTaskQueue, webhookRoomWorkflowId } from '../workflows/milestoneWorkflowId.ts';

/** There is one mail room however many processes ask for it. */
export async function openMailRoom(client: Client): Promise<void> {
  await client.workflow.start<typeof mailRoom>('mailRoom', {
    workflowId: mailRoomWorkflowId,
    taskQueue: milestoneTaskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Sends the mail of all milestones',
  });
}

/** Only where a billing system is to be told. */
export async function openWebhookRoom(client: Client): Promise<void> {
  await client.workflow.start<typeof webhookRoom>('webhookRoom', {
    workflowId: webhookRoomWorkflowId,
    taskQueue: milestoneTaskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Tells the billing system about releases and invoices',
  });
}
