// The dispatcher: one workflow for all milestones whose single activity performs what the outbox holds. It keeps the record's mark as well.
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineUpdate,
  proxyActivities,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { administrativeActs, type AdministrativeAct, type Administered } from '../domain/records/administrativeActs.ts';
import { localActivities } from './localActivities.ts';
import { markMemo } from './temporalNames.ts';

const { dispatchEffects } = proxyActivities<Activities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'perform what is due',
});

const { markRecord } = localActivities('mark how far the record is, to know an older copy by');

const { administer } = localActivities('do what an administrator asked in Temporal');

/** Beside the update, in the Temporal UI. */
const shown: Record<AdministrativeAct, string> = {
  retryEffects: '{ "milestoneId", "reason" }: what waits for its next try, or was given up, is tried now',
  recover:
    '{ "milestoneId", "reason" }, and "recordIsRight": true where its workflow knows of more: it goes on from the record',
};

/**
 * Effects are queued in the transaction that causes them; here they leave, so no milestone ever waits for another server. Of one
 * workflow for everything Temporal knows the mark of the record, whatever became of the milestones.
 */
export async function dispatcher(): Promise<never> {
  for (const name of administrativeActs)
    setHandler(defineUpdate<Administered, [unknown]>(name), (asked) => administered(name, asked), {
      description: shown[name],
    });
  while (!workflowInfo().continueAsNewSuggested && workflowInfo().historyLength < 2000) {
    upsertMemo({ [markMemo]: await markRecord() });
    await dispatchEffects();
  }
  await condition(allHandlersFinished);
  return continueAsNew<typeof dispatcher>();
}

/** The activity rules on it and puts it on record, refused or not: an update that fails leaves nothing in the history. */
async function administered(name: AdministrativeAct, asked: unknown): Promise<Administered> {
  const answer = await administer(name, asked);
  if ('refused' in answer) throw ApplicationFailure.nonRetryable(answer.refused.detail, answer.refused.code);
  return answer;
}
