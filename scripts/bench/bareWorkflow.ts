// The bare variant: what a first sketch on Temporal looks like, with none of the product's rules, records or mails.
import {
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { BareActivities } from './bareActivities.ts';

export interface BareInput {
  milestoneId: string;
  package: unknown;
}

export const bareMessageNames = ['validation', 'feedback', 'signature'] as const;
export type BareMessageName = (typeof bareMessageNames)[number];

const activities = proxyActivities<BareActivities>({ startToCloseTimeout: '20s' });

/** Five messages, five ordinary activities. A message counts as answered once it is in the history: the sketch's best case. */
export async function bareSignOff(input: BareInput): Promise<{ milestoneId: string }> {
  const { milestoneId } = input;
  const received: Record<BareMessageName, unknown[]> = { validation: [], feedback: [], signature: [] };
  for (const name of bareMessageNames) {
    setHandler(defineSignal<[unknown]>(name), (content) => void received[name].push(content));
    setHandler(defineUpdate<number, [unknown]>(name), (content) => received[name].push(content));
  }
  await activities.insertPackage({ milestoneId, content: input.package });
  await condition(() => received.validation.length > 0);
  await activities.insertValidation({ milestoneId, content: received.validation[0] });
  await condition(() => received.feedback.length > 0);
  await activities.insertFeedback({ milestoneId, content: received.feedback[0] });
  await condition(() => received.signature.length === 3);
  await activities.insertOutbox({ milestoneId, contents: received.signature });
  await activities.insertArchived({ milestoneId, content: received });
  await condition(allHandlersFinished);
  return { milestoneId };
}
