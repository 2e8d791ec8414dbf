// Starts the workflow of a registered milestone; safe to do twice.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { findEngagement } from '../../db/engagements.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { findMilestone, listUnstartedMilestones, type MilestoneRow } from '../../db/milestones.ts';
import { SignOffError } from '../../domain/errors.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import type { milestoneSignOff } from '../index.ts';
import { firstRunOf, inputOf, type Registration } from './milestoneRun.ts';
import { restartIfEnded, type Restarting } from './restartIfEnded.ts';

/** Temporal takes no more than 2 MiB (blobSizeLimitError), and a codec may add to what we send. */
const largestInputBytes = 1_900_000;

/** Throws INVALID_MESSAGE when Temporal would refuse to start the milestone; to be asked before it is registered. */
export function assertStartable(milestone: Registration, engagement: Engagement): void {
  const bytes = Buffer.byteLength(JSON.stringify(inputOf(milestone, engagement)));
  if (bytes <= largestInputBytes) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `Plan, package and engagement are ${bytes} bytes together, and a milestone can be started with ${largestInputBytes} at most; shorten the plan, and put long texts into documents.`,
    { field: 'plan' },
  );
}

/** One that was started before and has been ended since, from outside, is started again; see `restartIfEnded`. */
export async function startMilestoneWorkflow(restarting: Restarting, milestone: MilestoneRow): Promise<void> {
  const { client, db, taskQueue } = restarting;
  const engagement = await findEngagement(inEngagement(db, milestone.engagementId), milestone.engagementId);
  const run = firstRunOf(milestone, engagement);
  try {
    await client.workflow.start<typeof milestoneSignOff>('milestoneSignOff', {
      ...run,
      ...(taskQueue === undefined ? {} : { taskQueue }),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await restartIfEnded(restarting, milestone.milestoneId);
  }
}

/** Starts what was registered before a crash, or while Temporal was down. Returns how many. */
export async function startRegisteredMilestones(restarting: Restarting, olderThanSeconds: number): Promise<number> {
  const waiting = await listUnstartedMilestones(asJob(restarting.db, 'keeper'), olderThanSeconds);
  for (const { milestoneId, engagementId } of waiting) {
    const milestone = await findMilestone(inEngagement(restarting.db, engagementId), milestoneId);
    if (milestone) await startMilestoneWorkflow(restarting, milestone);
  }
  return waiting.length;
}
