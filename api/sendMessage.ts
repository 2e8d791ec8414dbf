// One message to a milestone: the update for an answer, the signal when no worker gives one in time. Decides nothing.
import { ApplicationFailure } from '@temporalio/common';
import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import type { Database } from '../db/database.ts';
import { findMilestone } from '../db/milestones.ts';
import type { CommandName } from '../domain/commands.ts';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../domain/errors.ts';
import { assertStillWhole } from '../domain/records/retentionActs.ts';
import type { MessageOutcome, Milestone } from '../domain/milestone.ts';
import { milestoneWorkflowId } from '../workflows/milestoneWorkflowId.ts';
import { signals, updates, type Answer, type MessageOf, type RefusalDetails } from '../workflows/messages.ts';
import { proposeOnFinished } from './proposeOnFinished.ts';
import { HttpProblem } from './problems.ts';

export interface MessageSender {
  client: Client;
  db: Database;
  answerWithinMilliseconds: number;
}

export type Delivery = { status: 'decided'; answer: Answer } | { status: 'accepted'; messageId: string };

/**
 * `accepted` means durable at the Temporal server and not yet ruled on; its repeat, or the update that timed out and is
 * served later after all, carries the same message ID and changes nothing. Throws SignOffError when refused.
 */
export async function sendMessage<N extends CommandName>(
  sender: MessageSender,
  milestoneId: string,
  name: N,
  message: MessageOf<N>,
): Promise<Delivery> {
  const { client, answerWithinMilliseconds } = sender;
  const handle = client.workflow.getHandle(milestoneWorkflowId(milestoneId));
  const { messageId } = message;
  try {
    const answer = await client.withDeadline(Date.now() + answerWithinMilliseconds, () =>
      handle.executeUpdate(updates[name], { args: [message], updateId: messageId }),
    );
    return { status: 'decided', answer };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusalOf(error) ?? error;
    if (error instanceof WorkflowNotFoundError) return afterTheEnd(sender, milestoneId, name, message);
    if (!isNoAnswer(error)) throw error;
  }
  try {
    await client.withDeadline(Date.now() + answerWithinMilliseconds, () => handle.signal(signals[name], message));
    return { status: 'accepted', messageId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return afterTheEnd(sender, milestoneId, name, message);
    if (isGrpcServiceError(error) || isNoAnswer(error))
      throw new HttpProblem(
        503,
        'DEPENDENCY_DOWN',
        'Temporal did not answer, so it is not known whether the message was taken; look at the milestone, then send it again.',
      );
    throw error;
  }
}

function refusalOf(error: WorkflowUpdateFailedError): SignOffError | undefined {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || !cause.type || !(cause.type in signOffErrorCodes)) return undefined;
  const [given] = (cause.details ?? []) as [RefusalDetails?];
  return new SignOffError(cause.type as SignOffErrorCode, cause.message, {
    ...(given?.field === undefined ? {} : { field: given.field }),
    details: given?.details ?? [],
    cause: error,
  });
}

/**
 * DEADLINE_EXCEEDED 4, UNAVAILABLE 14, CANCELLED 1: nobody answered; whether it arrived is unknown. RESOURCE_EXHAUSTED 8:
 * too many updates are in flight, and a signal still gets through. FAILED_PRECONDITION 9: the workflow task under it
 * failed, as it does when a signal comes while the milestone goes over to its next run.
 */
export function isNoAnswer(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((each) => isGrpcServiceError(each) && [1, 4, 8, 9, 14].includes(each.code));
}

/**
 * No running workflow: a repeat still gets its first answer from the record; a revocation opens the milestone anew;
 * anything else is too late, or unknown.
 */
async function afterTheEnd<N extends CommandName>(
  { client, db, answerWithinMilliseconds }: MessageSender,
  milestoneId: string,
  name: N,
  message: MessageOf<N>,
): Promise<Delivery> {
  const { messageId } = message;
  const row = await findMilestone(db, milestoneId);
  if (!row)
    throw new HttpProblem(404, 'NOT_FOUND', `There is no milestone "${milestoneId.slice(0, 100)}".`, 'milestoneId');
  if (row.disposedAt !== undefined) assertStillWhole(row);
  const earlier = row.snapshot && outcomeOf(row.snapshot, messageId);
  if (earlier?.outcome === 'accepted')
    return {
      status: 'decided',
      answer: { milestoneId, messageId, phase: row.phase, sequence: earlier.sequence, isRepeat: true },
    };
  if (earlier)
    throw new SignOffError(earlier.code ?? 'INVALID_MESSAGE', earlier.message ?? 'The message was refused.', {
      ...(earlier.field === undefined ? {} : { field: earlier.field }),
      details: earlier.details ?? [],
    });
  if (!row.snapshot)
    throw new HttpProblem(
      503,
      'DEPENDENCY_DOWN',
      `Milestone "${milestoneId}" is registered and will start shortly; send the same request again.`,
    );
  assertStillWhole(row);
  if (name === 'proposeRevocation' && row.phase === 'accepted') {
    try {
      return await proposeOnFinished(client, row, row.snapshot, message, { answerWithinMilliseconds });
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) throw refusalOf(error) ?? error;
      throw error;
    }
  }
  throw new SignOffError(
    'MILESTONE_CLOSED',
    `Milestone ${milestoneId} is ${row.phase}; it takes no further decisions.`,
  );
}

export function outcomeOf(milestone: Milestone, messageId: string): MessageOutcome | undefined {
  return Object.hasOwn(milestone.messages, messageId) ? milestone.messages[messageId] : undefined;
}
