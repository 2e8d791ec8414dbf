// What a run of a milestone's workflow is started with: the registration, or the state on record. Starts nothing.
import type { WorkflowStartOptions } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { MilestoneRow } from '../../db/milestones.ts';
import type { Milestone } from '../../domain/milestone.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { continueAsNewInput, type CompressedState } from '../continuedState.ts';
import type { milestoneSignOff } from '../index.ts';
import type { MilestoneSignOffInput, StartInput, UnreadMessage } from '../messages.ts';
import { foundAtStart, startingAt } from '../searchAttributes.ts';
import { milestoneTaskQueue } from '../temporalNames.ts';

export type Registration = Pick<MilestoneRow, 'milestoneId' | 'plan' | 'package' | 'startedBy' | 'vouchers'>;

export type RunOptions = WorkflowStartOptions<typeof milestoneSignOff> & {
  args: [MilestoneSignOffInput] | [MilestoneSignOffInput, CompressedState];
};

/** A run nobody is waiting for has unread messages of the one before it; left out where there are none. */
const withUnread = (unread: readonly UnreadMessage[]): { unread?: UnreadMessage[] } =>
  unread.length > 0 ? { unread: [...unread] } : {};

export const inputOf = (
  { milestoneId, plan, startedBy, ...rest }: Registration,
  engagement: Engagement | undefined,
  unread: readonly UnreadMessage[] = [],
): StartInput => ({
  milestoneId,
  engagement,
  plan,
  startedBy,
  ...(rest.package ? { package: rest.package } : {}),
  ...(rest.vouchers ? { vouchers: rest.vouchers } : {}),
  ...withUnread(unread),
});

/** Only where the record has no event of it yet. */
export const firstRunOf = (
  row: MilestoneRow,
  engagement: Engagement | undefined,
  unread: readonly UnreadMessage[] = [],
): RunOptions => ({ ...shownOf(row), args: [inputOf(row, engagement, unread)] });

/** Goes on from the record; undefined when the state is too large to be handed over. */
export function laterRunOf(row: MilestoneRow, unread: readonly UnreadMessage[] = []): RunOptions | undefined {
  const { milestoneId, snapshot, lastBatch, head } = row;
  const next = snapshot && continueAsNewInput(snapshot, { lastBatch, head });
  if (!next) return undefined;
  const input = { milestoneId, continuedState: next.continuedState, ...withUnread(unread) };
  return { ...shownOf(row, snapshot), args: next.compressed ? [input, next.compressed] : [input] };
}

/** Temporal shows the same of every run, whoever started it. */
const shownOf = (row: MilestoneRow, snapshot?: Milestone) => ({
  workflowId: row.workflowId,
  taskQueue: milestoneTaskQueue,
  staticSummary: row.title,
  staticDetails: `Engagement ${row.engagementId}. What it waits for is under Current Details; its whole state is the query "milestone"; every decision is a signal and an update of the same name.`,
  typedSearchAttributes: new TypedSearchAttributes(snapshot ? startingAt(snapshot) : foundAtStart(row)),
});
