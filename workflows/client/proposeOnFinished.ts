// A revocation of a milestone whose workflow has ended: a new run under the same ID takes the state over from the record.
import { WithStartWorkflowOperation, type Client, type WorkflowStartOptions } from '@temporalio/client';
import type { MilestoneRow } from '../../db/milestones.ts';
import type { CommandName } from '../../domain/commands.ts';
import { updateIdOf } from '../../domain/records/messageOutcomes.ts';
import type { milestoneSignOff } from '../index.ts';
import { signals, updates, type MessageOf } from '../messages.ts';
import { milestoneTaskQueue } from '../temporalNames.ts';
import { laterRunOf } from './milestoneRun.ts';
import { isNoAnswer, type SendResult } from './sendResult.ts';

/**
 * Starts and asks in one request, so that a run never waits for a proposal that got lost on the way. When another
 * proposal was faster its run takes this one, and refuses it. Nothing but a proposal may open a finished milestone.
 */
export async function proposeOnFinished(
  client: Client,
  row: MilestoneRow,
  message: MessageOf<CommandName>,
  {
    answerWithinMilliseconds,
    taskQueue = milestoneTaskQueue,
  }: { answerWithinMilliseconds: number; taskQueue?: string | undefined },
): Promise<SendResult> {
  const later = laterRunOf(row);
  if (!later)
    throw new RangeError(`The state of milestone ${row.milestoneId} is too large to be taken over by a new run.`);
  const run = {
    ...later,
    taskQueue,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  } satisfies WorkflowStartOptions<typeof milestoneSignOff>;
  const { messageId } = message;
  try {
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof milestoneSignOff>('milestoneSignOff', run);
    const answer = await client.withDeadline(Date.now() + answerWithinMilliseconds, () =>
      client.workflow.executeUpdateWithStart(updates.proposeRevocation, {
        startWorkflowOperation,
        args: [message],
        updateId: updateIdOf('proposeRevocation', message),
      }),
    );
    return { status: 'decided', answer };
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    // No worker answered, and an update that was not accepted is not kept; a signal is.
    await client.workflow.signalWithStart<typeof milestoneSignOff, [unknown]>('milestoneSignOff', {
      ...run,
      signal: signals.proposeRevocation,
      signalArgs: [message],
    });
    return { status: 'accepted', messageId };
  }
}
