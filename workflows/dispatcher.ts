// The dispatcher: one workflow for all milestones whose single activity performs what the outbox holds.
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { dispatchEffects } = proxyActivities<Activities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'perform what is due',
});

/** Effects are queued in the transaction that causes them; here they leave, so no milestone ever waits for another server. */
export async function dispatcher(): Promise<never> {
  while (!workflowInfo().continueAsNewSuggested && workflowInfo().historyLength < 2000) await dispatchEffects();
  return continueAsNew<typeof dispatcher>();
}
