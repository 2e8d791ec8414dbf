// The webhook room: one workflow whose single activity tells the billing system what the records have queued.
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { deliverQueuedWebhooks } = proxyActivities<Activities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'deliver queued webhooks',
});

/** Apart from the mail room, so that a billing system that is down holds up nobody's mail. */
export async function webhookRoom(): Promise<never> {
  while (!workflowInfo().continueAsNewSuggested && workflowInfo().historyLength < 2000) await deliverQueuedWebhooks();
  return continueAsNew<typeof webhookRoom>();
}
