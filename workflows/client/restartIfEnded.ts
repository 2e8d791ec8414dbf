// The one place that knows what to do about a milestone that needs a workflow and has none: it is started again from the record.
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database, Pool } from '../../db/database.ts';
import { around } from '../../db/inScope.ts';
import { findEngagement } from '../../db/engagements.ts';
import { findMilestone, type MilestoneRow } from '../../db/milestones.ts';
import { beginRestart, secondsToRestart } from '../../db/obstacles.ts';
import { needsWorkflow } from '../../domain/acceptance/publications.ts';
import { canStartAgain, whyEnded, type WorkflowEnd } from '../../domain/records/obstacles.ts';
import type { milestoneSignOff } from '../index.ts';
import { milestoneWorkflowId } from '../temporalNames.ts';
import type { UnreadMessage } from '../messages.ts';
import { findEnd, readLastWords, type EndedRun } from './endedRun.ts';
import { firstRunOf, laterRunOf, type RunOptions } from './milestoneRun.ts';

export interface Restarting {
  client: Client;
  db: Pool;
  log?: Logger;
  /** Instead of the usual one. */
  taskQueue?: string | undefined;
}

/**
 * `runs`: there was or is one, perhaps since now. `notNeeded`: the milestone is over, or not on record. `ended`: it has none and
 * may be tried again in so many seconds; of one that completed only to see whether it still is so.
 */
export type Standing =
  { status: 'runs' | 'notNeeded' } | { status: 'ended'; end: WorkflowEnd; retryAfterSeconds: number };

const runs = { status: 'runs' } as const;

type Seen = { status: 'runs' | 'notNeeded' } | { status: 'ended'; ended: EndedRun; row: MilestoneRow };

async function look({ client, db }: Restarting, milestoneId: string): Promise<Seen> {
  const workflowId = milestoneWorkflowId(milestoneId);
  const ended = await findEnd(client, workflowId);
  if (!ended) return runs;
  // Read after it was seen to have ended, or what it recorded last would be missed.
  const row = await findMilestone(around(db, 'milestone', milestoneId), milestoneId);
  if (!row || (row.snapshot && !needsWorkflow(row.snapshot))) return { status: 'notNeeded' };
  // A revocation may have opened it anew before its row was read.
  if (!canStartAgain(ended.end) && (await findEnd(client, workflowId))?.runId !== ended.runId) return runs;
  return { status: 'ended', ended, row };
}

/** For who only reads: the end of a workflow that its milestone needs, where it had recorded anything. Does nothing about it. */
export async function seeEnd(restarting: Restarting, milestoneId: string): Promise<WorkflowEnd | undefined> {
  const seen = await look(restarting, milestoneId);
  return seen.status === 'ended' && seen.row.snapshot ? seen.ended.end : undefined;
}

/**
 * Safe to do by many at once and after a crash anywhere. Temporal has one workflow of an ID at most, so one that is merely slow
 * gets no twin; a run started with a state that the record has left behind takes the record over. The attempt is on record
 * before it is made, which paces attempts and tells manager and administrator. A cancellation in Temporal is a message and
 * comes to none of this; terminating and deleting are not, so they end nothing.
 */
export async function restartIfEnded(restarting: Restarting, milestoneId: string): Promise<Standing> {
  const { client, log } = restarting;
  const db = around(restarting.db, 'milestone', milestoneId);
  const workflowId = milestoneWorkflowId(milestoneId);
  const seen = await look(restarting, milestoneId);
  if (seen.status !== 'ended') return seen;
  const { ended, row } = seen;
  // Registered and not yet started is nobody's doing.
  if (ended.end === 'deleted' && !row.snapshot)
    return startAgain(restarting, firstRunOf(row, await findEngagement(db, row.engagementId)));
  const { said, unread } = await readLastWords(client, workflowId, ended, row.snapshot);
  const run = canStartAgain(ended.end) ? await runOf(db, row, unread) : undefined;
  if (await beginRestart(db, milestoneId, whyEnded(ended.end, said))) {
    log?.warn({ milestoneId, workflowId, end: ended.end }, 'a milestone that is not over has no workflow any more');
    if (run) return startAgain(restarting, run);
  }
  return { status: 'ended', end: ended.end, retryAfterSeconds: await secondsToRestart(db, milestoneId) };
}

/** For who has decided that the record is right, whatever its workflow knew: ends that where it runs, and starts it from the record. */
export async function startFromRecord(restarting: Restarting, milestoneId: string, reason: string): Promise<void> {
  const { client } = restarting;
  const db = around(restarting.db, 'milestone', milestoneId);
  const workflowId = milestoneWorkflowId(milestoneId);
  if (!(await findEnd(client, workflowId))) await client.workflow.getHandle(workflowId).terminate(reason);
  const [ended, row] = [await findEnd(client, workflowId), await findMilestone(db, milestoneId)];
  if (!ended || !row || (row.snapshot && !needsWorkflow(row.snapshot))) return;
  const { unread } = await readLastWords(client, workflowId, ended, row.snapshot);
  const run = await runOf(db, row, unread);
  if (run) await startAgain(restarting, run);
}

async function runOf(db: Database, row: MilestoneRow, unread: readonly UnreadMessage[]) {
  if (row.snapshot) return laterRunOf(row, unread);
  return firstRunOf(row, await findEngagement(db, row.engagementId), unread);
}

/** Only where none of this ID runs, which the server sees to. */
async function startAgain({ client, log, taskQueue }: Restarting, run: RunOptions): Promise<Standing> {
  const { workflowId } = run;
  try {
    await client.workflow.start<typeof milestoneSignOff>('milestoneSignOff', {
      ...run,
      ...(taskQueue === undefined ? {} : { taskQueue }),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    });
    log?.warn({ workflowId }, 'its workflow was started again from the record');
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return runs;
}
