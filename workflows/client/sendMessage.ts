// One message to a milestone: the update for an answer, the signal when no worker gives one in time. Decides nothing.
import { isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { Database } from '../../db/database.ts';
import { findMilestone } from '../../db/milestones.ts';
import type { CommandName } from '../../domain/commands.ts';
import { SignOffError } from '../../domain/errors.ts';
import { findOutcome } from '../../domain/records/messageOutcomes.ts';
import { assertStillWhole } from '../../domain/records/retentionActs.ts';
import { milestoneWorkflowId } from '../temporalNames.ts';
import { signals, updates, type MessageOf } from '../messages.ts';
import { isNoAnswer, refusalOf, UndeliveredError, type SendResult } from './sendResult.ts';
import { proposeOnFinished } from './proposeOnFinished.ts';

export interface MessageSender {
  client: Client;
  db: Database;
  answerWithinMilliseconds: number;
}

/**
 * `accepted` means durable at the Temporal server and not yet ruled on; its repeat, or the update that timed out and is
 * served later after all, carries the same message ID and changes nothing. Throws SignOffError when refused, and
 * UndeliveredError when there is no such milestone or nobody said whether the message was taken.
 */
export async function sendMessage<N extends CommandName>(
  sender: MessageSender,
  milestoneId: string,
  name: N,
  message: MessageOf<N>,
): Promise<SendResult> {
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
      throw new UndeliveredError(
        'noAnswer',
        'Temporal did not answer, so it is not known whether the message was taken; look at the milestone, then send it again.',
      );
    throw error;
  }
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
): Promise<SendResult> {
  const { messageId } = message;
  const row = await findMilestone(db, milestoneId);
  if (!row) throw new UndeliveredError('unknownMilestone', `There is no milestone "${milestoneId.slice(0, 100)}".`);
  if (row.disposedAt !== undefined) assertStillWhole(row);
  const earlier = row.snapshot && findOutcome(row.snapshot, messageId);
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
    throw new UndeliveredError(
      'noAnswer',
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
