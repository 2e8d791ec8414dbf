// Compares a workflow that runs with the record of its milestone: one that is behind starts again from it, one that is ahead or stuck is told of.
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import { listObstaclesOf, raiseAgain, resolveObstacle } from '../db/obstacles.ts';
import type { SweptMilestone } from '../db/sweeps.ts';
import { compared, firstLook, type Listed } from '../domain/records/agreement.ts';
import { listFailing, stateOfWorkflow, whyStuck } from '../workflows/client/lookIntoWorkflow.ts';
import { restartIfEnded, type Restarting } from '../workflows/client/restartIfEnded.ts';
import { milestoneWorkflowId } from '../workflows/temporalNames.ts';

export interface Comparing extends Restarting {
  client: Client;
  db: Pool;
  log: Logger;
  signal?: AbortSignal;
}

/** In one round. */
const lookedAt = 50;

/** What cannot be compared now is compared in a later round: whoever does not answer keeps no other from being looked at. */
export async function compareWithRecord(comparing: Comparing, row: SweptMilestone, listed: Listed): Promise<void> {
  const seen = firstLook(row, listed, new Date().toISOString());
  if (seen === 'agrees' || comparing.signal?.aborted) return;
  const { milestoneId } = row;
  try {
    if (await noteStuck(comparing, milestoneId)) return;
    const found = await askBoth(comparing, milestoneId);
    if (found === 'behind') await startAnew(comparing, milestoneId);
    else if (found === 'ahead') await noteAhead(comparing, milestoneId);
  } catch (error) {
    comparing.log.warn({ err: error, milestoneId, seen }, 'a milestone could not be compared with its workflow yet');
  }
}

/** Behind is only who still is some time after the record was read. */
async function askBoth(comparing: Comparing, milestoneId: string): Promise<ReturnType<typeof compared>> {
  const first = await stateOfWorkflow(comparing.client, milestoneId);
  const onRecord = await sequenceOf(comparing, milestoneId);
  const found = compared(first.sequence, onRecord);
  if (found !== 'behind') return found;
  await wait(secondLookAfterMilliseconds);
  return compared((await stateOfWorkflow(comparing.client, milestoneId)).sequence, onRecord) === 'behind'
    ? 'behind'
    : 'agrees';
}

const secondLookAfterMilliseconds = 2000;

const sequenceOf = async ({ db }: Comparing, milestoneId: string): Promise<number> =>
  (await findMilestone(around(db, 'milestone', milestoneId), milestoneId))?.snapshot?.sequence ?? 0;

/** What it was sent and had not ruled on comes with the restart, as when it is terminated by somebody. */
async function startAnew(comparing: Comparing, milestoneId: string): Promise<void> {
  const { client, log } = comparing;
  log.warn({ milestoneId }, 'a workflow is behind the record, and starts again from it');
  await client.workflow
    .getHandle(milestoneWorkflowId(milestoneId))
    .terminate('it was behind the record, as when an older copy of the database of Temporal is put back');
  await restartIfEnded(comparing, milestoneId);
}

async function noteAhead({ db, log }: Comparing, milestoneId: string): Promise<void> {
  const reason =
    'It has been acknowledged more than the record holds, as when an older copy of the database is put back.';
  log.error({ milestoneId }, 'a workflow is ahead of the record');
  await raiseAgain(around(db, 'milestone', milestoneId), { milestoneId, kind: 'recordBehind', reason });
}

async function noteStuck({ client, db, log }: Comparing, milestoneId: string): Promise<boolean> {
  const reason = await whyStuck(client, milestoneId);
  if (reason === undefined) return false;
  log.error({ milestoneId, workflowId: milestoneWorkflowId(milestoneId), reason }, 'a workflow gets nowhere');
  await raiseAgain(around(db, 'milestone', milestoneId), { milestoneId, kind: 'stuck', reason });
  return true;
}

/** Those that Temporal names, wherever the sweep is; and those that were stuck, which may go on by now, or agree with the record again. */
export async function lookAfterStuck(comparing: Comparing): Promise<void> {
  const { client, db, log } = comparing;
  const keeper = asJob(db, 'keeper');
  const failing = await listFailing(client, lookedAt);
  for (const milestoneId of failing)
    await noteStuck(comparing, milestoneId).catch((error: unknown) =>
      log.warn({ err: error, milestoneId }, 'a workflow that fails could not be looked into yet'),
    );
  for (const { milestoneId } of await listObstaclesOf(keeper, 'stuck', lookedAt)) {
    const isGone = !failing.includes(milestoneId) && (await whyStuck(client, milestoneId)) === undefined;
    if (isGone) await resolveObstacle(around(db, 'milestone', milestoneId), milestoneId, 'stuck', '');
  }
  for (const { milestoneId } of await listObstaclesOf(keeper, 'recordBehind', lookedAt)) {
    const found = await askBoth(comparing, milestoneId).catch(() => 'unknown');
    if (found === 'agrees' || found === 'behind')
      await resolveObstacle(around(db, 'milestone', milestoneId), milestoneId, 'recordBehind', '');
  }
}
