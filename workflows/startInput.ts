// What a milestone's workflow is started with, checked field by field like any message: Temporal users can start one too.
import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { z } from 'zod';
import { packageSubmission } from '../domain/commands.ts';
import { parsed } from '../domain/terms/parsed.ts';
import { SignOffError } from '../domain/errors.ts';
import type { Milestone } from '../domain/milestone.ts';
import { milestoneState } from '../domain/records/stateShape.ts';
import { upcastMilestone } from '../domain/records/upcast.ts';
import { assertReadable } from '../domain/records/unreadable.ts';
import { startVouchers } from '../domain/records/vouchers.ts';
import { key } from '../domain/terms/text.ts';
import { continuedMilestone, type CompressedState } from './continuedState.ts';
import type { ContinuedInput, MilestoneSignOffInput, StartInput } from './messages.ts';
import { milestoneWorkflowId } from './temporalNames.ts';

const unread = z
  .array(z.strictObject({ name: z.string().max(200), raw: z.unknown() }))
  .max(1000)
  .optional()
  .describe('signals that a run which was ended from outside had not ruled on; before what is sent to this one');

/** Engagement, plan and who starts it are checked where the milestone is opened, by the shapes of its rules. */
export const startShape = z.strictObject({
  milestoneId: key,
  engagement: z.unknown().optional(),
  plan: z.unknown().optional(),
  startedBy: z.unknown().optional(),
  package: packageSubmission.optional().describe('submitted at once, as if it had been sent as the first message'),
  vouchers: startVouchers.optional().describe('of the entrance that took the start'),
  unread,
});

/** By an earlier run, or by the service where there is none: the milestone was over, or its run was ended from outside. */
export const continuedShape = z.strictObject({
  milestoneId: key,
  continuedState: z.strictObject({
    milestone: z.unknown().optional().describe('the state, unless it travels packed beside this'),
    lastBatch: z.int().min(1),
    head: z.string().regex(/^[0-9a-f]{64}$/, 'give the hash of the last event on record'),
  }),
  unread,
});

export type CheckedInput =
  { kind: 'start'; input: StartInput } | { kind: 'continued'; input: ContinuedInput; milestone: Milestone };

/** Throws INVALID_MESSAGE with the field; UnreadableShape, which fails only the task, for a state of a later release. */
export function checkedInput(
  given: MilestoneSignOffInput | undefined,
  compressed: CompressedState | undefined,
): CheckedInput {
  assertReadable(given);
  if (typeof given !== 'object' || given === null)
    throw new SignOffError(
      'INVALID_MESSAGE',
      'A milestone is started with a milestoneId, an engagement, a plan and startedBy.',
    );
  const isContinued = 'continuedState' in given;
  const shape = isContinued ? continuedShape : startShape;
  parsed<object>(shape.safeParse(given), given);
  assertWorkflowId(given.milestoneId);
  if (!isContinued) return { kind: 'start', input: given };
  const state = continuedMilestone(given.continuedState, compressed);
  parsed(z.looseObject({ shapesVersion: z.int().min(1) }).safeParse(state), state, 'continuedState.milestone');
  const upcast = upcastMilestone(state);
  const milestone = parsed<Milestone>(milestoneState.safeParse(upcast), upcast, 'continuedState.milestone');
  if (milestone.milestoneId !== given.milestoneId)
    throw new SignOffError('INVALID_MESSAGE', `The state carried over is of milestone "${milestone.milestoneId}".`, {
      field: 'continuedState.milestone.milestoneId',
    });
  return { kind: 'continued', input: given, milestone };
}

/** Under another ID, two runs would write to one record. */
function assertWorkflowId(milestoneId: string): void {
  if (workflowInfo().workflowId === milestoneWorkflowId(milestoneId)) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `Milestone "${milestoneId}" runs under workflow ID "${milestoneWorkflowId(milestoneId)}" and no other; start it under that one.`,
    { field: 'milestoneId' },
  );
}

/** What is wrong with how it was started ends the workflow, which has recorded nothing, with the code and the field. */
export function failingToStart<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    throw ApplicationFailure.create({
      message: error.message,
      type: error.code,
      nonRetryable: true,
      details: [{ field: error.field, details: [...error.details] }],
    });
  }
}
