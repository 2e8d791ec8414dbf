// What a milestone's workflow says of itself, and what Temporal says of it where it gets nowhere. Reads only.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Milestone } from '../../domain/milestone.ts';
import type { Listed } from '../../domain/records/agreement.ts';
import { fewTries } from '../../domain/records/obstacles.ts';
import { shownBy } from '../searchAttributes.ts';
import { milestoneIdOf, milestoneWorkflowId } from '../temporalNames.ts';
import { lastTaskFailure } from './endedRun.ts';

/** Of some milestones, those that run and are listed, by milestone. */
export async function listRunning(client: Client, milestoneIds: readonly string[]): Promise<Map<string, Listed>> {
  const names = milestoneIds.map((each) => `"${milestoneWorkflowId(each)}"`).join(', ');
  const query = `WorkflowId in (${names}) and ExecutionStatus = "Running"`;
  const running = new Map<string, Listed>();
  if (milestoneIds.length === 0) return running;
  for await (const each of client.workflow.list({ query, pageSize: milestoneIds.length })) {
    const milestoneId = milestoneIdOf(each.workflowId);
    if (milestoneId !== undefined) running.set(milestoneId, shownBy(each.typedSearchAttributes));
  }
  return running;
}

/** Milestones of which Temporal itself says that tasks of their workflows fail one after the other; none where it is of a version that says no such thing. */
export async function listFailing(client: Client, limit: number): Promise<string[]> {
  const query = `WorkflowType = "milestoneSignOff" and ExecutionStatus = "Running" and TemporalReportedProblems is not null`;
  const failing: string[] = [];
  try {
    for await (const { workflowId } of client.workflow.list({ query, pageSize: limit })) {
      const milestoneId = milestoneIdOf(workflowId);
      if (milestoneId !== undefined) failing.push(milestoneId);
      if (failing.length === limit) break;
    }
  } catch (error) {
    if (!isUnknownAttribute(error)) throw error;
  }
  return failing;
}

const isUnknownAttribute = (error: unknown): boolean =>
  error instanceof Error &&
  /TemporalReportedProblems/.test(`${error.message} ${String((error.cause as Error)?.message)}`);

/** So many tasks in a row fail only where trying again does not help by itself. */
const failuresInARow = fewTries;

/** Why it gets nowhere, where that is seen: the failure of its last task, or that no worker takes it. */
export async function whyStuck(client: Client, milestoneId: string): Promise<string | undefined> {
  const workflowId = milestoneWorkflowId(milestoneId);
  const { attempt, runId } = await pendingTask(client, workflowId);
  if (attempt < failuresInARow) return undefined;
  const said = await lastTaskFailure(client, workflowId, runId);
  return `${attempt} tasks of its workflow failed in a row${said === '' ? '' : `: ${said}`}`;
}

async function pendingTask(client: Client, workflowId: string): Promise<{ attempt: number; runId: string }> {
  try {
    const { raw, runId } = await client.workflow.getHandle(workflowId).describe();
    return { attempt: raw.pendingWorkflowTask?.attempt ?? 0, runId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { attempt: 0, runId: '' };
    throw error;
  }
}

/** As far as it has recorded. Rejects where no worker answers, or its tasks fail. */
export const stateOfWorkflow = (client: Client, milestoneId: string): Promise<Milestone> =>
  client.withDeadline(Date.now() + patienceMilliseconds, () =>
    client.workflow.getHandle(milestoneWorkflowId(milestoneId)).query<Milestone>('milestone'),
  );

const patienceMilliseconds = 5000;

/** All that run and were started so long ago that their first batch is on record, wherever they were started. */
export async function* runningMilestones(client: Client, now: Date): AsyncGenerator<string> {
  for await (const { workflowId } of client.workflow.list({ query: settledAt(now), pageSize: runningPageSize })) {
    const milestoneId = milestoneIdOf(workflowId);
    if (milestoneId !== undefined) yield milestoneId;
  }
}

/** Some of those, from a place in the list; `next` is where they go on, undefined after the last. */
export async function pageOfRunning(
  { workflowService, options: { namespace } }: Client,
  now: Date,
  from: Uint8Array | undefined,
): Promise<{ milestoneIds: string[]; next: Uint8Array | undefined }> {
  const { executions, nextPageToken } = await workflowService.listWorkflowExecutions({
    ...{ namespace, query: settledAt(now), pageSize: runningPageSize },
    ...(from ? { nextPageToken: from } : {}),
  });
  const milestoneIds = (executions ?? []).flatMap(({ execution }) => milestoneIdOf(execution?.workflowId ?? '') ?? []);
  return { milestoneIds, next: nextPageToken && nextPageToken.length > 0 ? nextPageToken : undefined };
}

const runningPageSize = 500;

const settledAt = (now: Date): string => {
  const before = new Date(now.getTime() - settledAfterMilliseconds).toISOString();
  return `WorkflowType = "milestoneSignOff" and ExecutionStatus = "Running" and StartTime < "${before}"`;
};

const settledAfterMilliseconds = 5 * 60_000;
