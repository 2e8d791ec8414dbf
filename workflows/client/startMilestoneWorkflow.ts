// Starts the workflow of a registered milestone; safe to do twice.
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { findEngagement } from '../../db/engagements.ts';
import type { Database } from '../../db/database.ts';
import { listUnstartedMilestones, type MilestoneRow } from '../../db/milestones.ts';
import { SignOffError } from '../../domain/errors.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { engagementId, phase } from '../searchAttributes.ts';
import { milestoneTaskQueue } from '../temporalNames.ts';
import type { milestoneSignOff } from '../index.ts';

type Start = Pick<MilestoneRow, 'milestoneId' | 'plan' | 'package' | 'startedBy'>;

const inputOf = ({ milestoneId, plan, startedBy, ...rest }: Start, engagement: Engagement | undefined) => ({
  milestoneId,
  engagement,
  plan,
  startedBy,
  ...(rest.package ? { package: rest.package } : {}),
});

/** Temporal takes no more than 2 MiB (blobSizeLimitError), and a codec may add to what we send. */
const largestInputBytes = 1_900_000;

/** Throws INVALID_MESSAGE when Temporal would refuse to start the milestone; to be asked before it is registered. */
export function assertStartable(milestone: Start, engagement: Engagement): void {
  const bytes = Buffer.byteLength(JSON.stringify(inputOf(milestone, engagement)));
  if (bytes <= largestInputBytes) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `Plan, package and engagement are ${bytes} bytes together, and a milestone can be started with ${largestInputBytes} at most; shorten the plan, and put long texts into documents.`,
    { field: 'plan' },
  );
}

export async function startMilestoneWorkflow(client: Client, db: Database, milestone: MilestoneRow): Promise<void> {
  const engagement = await findEngagement(db, milestone.engagementId);
  try {
    await client.workflow.start<typeof milestoneSignOff>('milestoneSignOff', {
      workflowId: milestone.workflowId,
      taskQueue: milestoneTaskQueue,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [inputOf(milestone, engagement)],
      staticSummary: milestone.title,
      staticDetails: `Engagement ${milestone.engagementId}. What it waits for is under Current Details; its whole state is the query "milestone"; every decision is a signal and an update of the same name.`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: phase, value: 'compiling' },
        { key: engagementId, value: milestone.engagementId },
      ]),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Starts what was registered before a crash, or while Temporal was down. Returns how many. */
export async function startRegisteredMilestones(
  client: Client,
  db: Database,
  olderThanSeconds: number,
): Promise<number> {
  const waiting = await listUnstartedMilestones(db, olderThanSeconds);
  for (const milestone of waiting) await startMilestoneWorkflow(client, db, milestone);
  return waiting.length;
}
