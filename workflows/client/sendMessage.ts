// One message to a milestone: the update for an answer, the signal when no worker gives one in time. Decides nothing.
import { isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { around } from '../../db/inScope.ts';
import { findMilestone } from '../../db/milestones.ts';
import { needsWorkflow } from '../../domain/acceptance/publications.ts';
import type { CommandName } from '../../domain/commands.ts';
import { SignOffError } from '../../domain/errors.ts';
import { findRepeated, updateIdOf } from '../../domain/records/messageOutcomes.ts';
import type { Entrance, Vouch, Voucher } from '../../domain/records/vouchers.ts';
import { assertStillWhole } from '../../domain/records/retentionActs.ts';
import { milestoneWorkflowId } from '../temporalNames.ts';
import { publishAgain, signals, updates, type MessageOf } from '../messages.ts';
import { isNoAnswer, refusalOf, UndeliveredError, type SendResult } from './sendResult.ts';
import { proposeOnFinished } from './proposeOnFinished.ts';
import { restartIfEnded, type Restarting, type Standing } from './restartIfEnded.ts';

/** How long an answer is waited for. */
interface Answering extends Restarting {
  answerWithinMilliseconds: number;
}

/** An entrance: which one, when it took the act if that was not just now, and by what it vouches. */
export interface MessageSender extends Answering {
  entrance: Entrance;
  takenAt?: string | undefined;
  vouch: Vouch;
}

/** Somebody else may be starting the workflow again this very moment; longer than this nobody is kept waiting for it. */
const restartPatience = 1000;

/**
 * `accepted` means durable at the Temporal server and not yet ruled on; its repeat, or the update that timed out and is
 * served later after all, carries the same message ID and changes nothing. A milestone whose workflow was ended from outside
 * is started again first. Throws SignOffError when refused, and UndeliveredError when there is no such milestone, when it
 * could not be started again, or when nobody said whether the message was taken.
 */
export async function sendMessage<N extends CommandName>(
  sender: MessageSender,
  milestoneId: string,
  name: N,
  said: MessageOf<N>,
): Promise<SendResult> {
  const message = vouchedFor(sender, milestoneId, name, said);
  const until = Date.now() + Math.min(sender.answerWithinMilliseconds, restartPatience);
  for (let isFirst = true; ; isFirst = false) {
    const sent =
      (await deliver(sender, milestoneId, name, message)) ?? (await afterTheEnd(sender, milestoneId, name, message));
    if (sent) return sent;
    const standing = await answering(sender, () => restartIfEnded(sender, milestoneId));
    // One that was started again just now takes the message, however long that took.
    if (isFirst && standing.status === 'runs') continue;
    if (Date.now() > until) throw ended(milestoneId, standing);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}

/** Has the workflow of a milestone try again what it could not publish. Throws UndeliveredError as `sendMessage` does. */
export async function askToPublish(sender: Answering, milestoneId: string): Promise<void> {
  const standing = await answering(sender, () => restartIfEnded(sender, milestoneId));
  if (standing.status === 'ended') throw ended(milestoneId, standing);
  const handle = sender.client.workflow.getHandle(milestoneWorkflowId(milestoneId));
  if (standing.status === 'runs') await answering(sender, () => handle.signal(publishAgain));
}

/** Once, however often it is sent: the update that nobody answered and the signal in its place are one act. */
function vouchedFor<M extends object>(
  { vouch, entrance, takenAt = new Date().toISOString() }: MessageSender,
  milestoneId: string,
  name: CommandName,
  message: M,
): M & { voucher: Voucher } {
  const to = { milestoneId, workflowId: milestoneWorkflowId(milestoneId) };
  // As it will arrive: what is undefined does not travel.
  const travelling = JSON.parse(JSON.stringify(message)) as object;
  return { ...message, voucher: vouch(to, name, travelling, { entrance, takenAt }) };
}

/** Undefined when no workflow of the milestone runs. */
async function deliver<N extends CommandName>(
  sender: MessageSender,
  milestoneId: string,
  name: N,
  message: MessageOf<N>,
): Promise<SendResult | undefined> {
  const { client } = sender;
  const handle = client.workflow.getHandle(milestoneWorkflowId(milestoneId));
  const { messageId } = message;
  try {
    const answer = await inTime(sender, () =>
      handle.executeUpdate(updates[name], { args: [message], updateId: updateIdOf(name, message) }),
    );
    return { status: 'decided', answer };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusalOf(error) ?? error;
    if (error instanceof WorkflowNotFoundError) return undefined;
    if (!isNoAnswer(error)) throw error;
  }
  try {
    await answering(sender, () => handle.signal(signals[name], message));
    return { status: 'accepted', messageId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

const inTime = <T>({ client, answerWithinMilliseconds }: Answering, ask: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + answerWithinMilliseconds, ask);

/** The server alone answers, no worker: a caller who wants to be answered soon still leaves it the time to take a message. */
const handOverMilliseconds = 5000;

/** Without a worker, and where no answer is one to give: Temporal is away. */
async function answering<T>({ client, answerWithinMilliseconds }: Answering, ask: () => Promise<T>): Promise<T> {
  try {
    const patience = Math.max(answerWithinMilliseconds, handOverMilliseconds);
    return await client.withDeadline(Date.now() + patience, ask);
  } catch (error) {
    if (!(isGrpcServiceError(error) || isNoAnswer(error))) throw error;
    throw new UndeliveredError(
      'noAnswer',
      'Temporal did not answer, so it is not known whether the message was taken; look at the milestone, then send it again.',
    );
  }
}

/**
 * What the record alone answers: a repeat still gets its first answer; a revocation opens the milestone anew; anything else is
 * too late, or unknown. Undefined while the milestone needs a workflow, so that one is to be started.
 */
async function afterTheEnd<N extends CommandName>(
  { client, db, answerWithinMilliseconds, taskQueue }: MessageSender,
  milestoneId: string,
  name: N,
  message: MessageOf<N>,
): Promise<SendResult | undefined> {
  const { messageId } = message;
  const row = await findMilestone(around(db, 'milestone', milestoneId), milestoneId);
  if (!row) throw new UndeliveredError('unknownMilestone', `There is no milestone "${milestoneId.slice(0, 100)}".`);
  if (row.disposedAt !== undefined) assertStillWhole(row);
  const earlier = row.snapshot && findRepeated(row.snapshot, name, message, messageId);
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
  if (!row.snapshot || needsWorkflow(row.snapshot)) return undefined;
  assertStillWhole(row);
  if (name === 'proposeRevocation' && row.phase === 'accepted') {
    try {
      return await proposeOnFinished(client, row, message, { answerWithinMilliseconds, taskQueue });
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

function ended(milestoneId: string, standing: Standing): UndeliveredError {
  const seconds = standing.status === 'ended' ? standing.retryAfterSeconds : 1;
  return new UndeliveredError(
    'workflowEnded',
    `Milestone "${milestoneId}" is open, but its workflow was ended from outside and does not run again yet; nothing was taken. Send the same request again in ${Math.max(1, seconds)} s; GET /milestones/${milestoneId} says what is in the way.`,
    Math.max(1, seconds),
  );
}
