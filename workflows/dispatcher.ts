// The dispatcher: one workflow for all milestones whose single activity performs what the outbox holds. It keeps the record's mark as well.
import { continueAsNew, proxyActivities, proxyLocalActivities, upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { localActivityOptions } from './localActivityOptions.ts';
import { markMemo } from './temporalNames.ts';

const { dispatchEffects } = proxyActivities<Activities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'perform what is due',
});

const { markRecord } = proxyLocalActivities<Activities>({
  ...localActivityOptions,
  summary: 'mark how far the record is, to know an older copy by',
});

/**
 * Effects are queued in the transaction that causes them; here they leave, so no milestone ever waits for another server. Of one
 * workflow for everything Temporal knows the mark of the record, whatever became of the milestones.
 */
export async function dispatcher(): Promise<never> {
  while (!workflowInfo().continueAsNewSuggested && workflowInfo().historyLength < 2000) {
    upsertMemo({ [markMemo]: await markRecord() });
    await dispatchEffects();
  }
  return continueAsNew<typeof dispatcher>();
}
