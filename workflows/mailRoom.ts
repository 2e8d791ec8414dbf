// The mail room: one workflow for all milestones whose single activity sends what the records have queued.
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { deliverQueuedMail } = proxyActivities<Activities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'send queued mail',
});

/** Mail is queued in the transaction that records a decision; here it leaves, so no milestone ever waits for an SMTP server. */
export async function mailRoom(): Promise<never> {
  while (!workflowInfo().continueAsNewSuggested && workflowInfo().historyLength < 2000) await deliverQueuedMail();
  return continueAsNew<typeof mailRoom>();
}
