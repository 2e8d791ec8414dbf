// Starts the workflow of a registered milestone; safe to do twice.
import { ServiceError, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { findEngagement } from '../../db/engagements.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { findMilestone, type MilestoneRow } from '../../db/milestones.ts';
import { raiseAgain, resolveObstacle, resolveStarted } from '../../db/obstacles.ts';
import { listUnstartedMilestones } from '../../db/unstartedMilestones.ts';
import { SignOffError } from '../../domain/errors.ts';
import { UnreadableShape } from '../../domain/records/upcast.ts';
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

/** Starts what was registered before a crash, or while Temporal was down; one that it does not take keeps no other from it. Returns how many there were. */
export async function startRegisteredMilestones(restarting: Restarting, olderThanSeconds: number): Promise<number> {
  const keeper = asJob(restarting.db, 'keeper');
  await resolveStarted(keeper);
  const waiting = await listUnstartedMilestones(keeper, olderThanSeconds);
  for (const { milestoneId, engagementId } of waiting) {
    const db = inEngagement(restarting.db, engagementId);
    try {
      const milestone = await findMilestone(db, milestoneId);
      if (!milestone) continue;
      await startMilestoneWorkflow(restarting, milestone);
      await resolveObstacle(db, milestoneId, 'notStarted', '');
    } catch (error) {
      if (!isOfOne(error)) throw error;
      const { message } = error.cause instanceof Error ? error.cause : error;
      restarting.log?.warn({ err: error, milestoneId }, 'a registered milestone could not be started');
      await raiseAgain(db, { milestoneId, kind: 'notStarted', reason: message });
    }
  }
  return waiting.length;
}

/**
 * What Temporal says of a start, as against that it, or the database, does not answer; or that a newer release registered it, which this one
 * runs beside while an upgrade rolls or is taken back.
 */
function isOfOne(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnreadableShape) return true;
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return error instanceof ServiceError && typeof code === 'number' && ofOneStart.has(code);
}

/** gRPC: INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE; and RESOURCE_EXHAUSTED, as which too large a message comes. */
const ofOneStart = new Set([3, 8, 9, 11]);
