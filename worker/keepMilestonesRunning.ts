// Sees to it that every milestone that is not over has its workflow, and the service its dispatcher, whatever was done in Temporal.
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Pool } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { listRestarted, resolveRestarted } from '../db/obstacles.ts';
import { takeNextToSweep } from '../db/sweeps.ts';
import { listRunning } from '../workflows/client/lookIntoWorkflow.ts';
import { restartIfEnded, type Restarting } from '../workflows/client/restartIfEnded.ts';
import { startRegisteredMilestones } from '../workflows/client/startMilestoneWorkflow.ts';
import { milestoneIdOf } from '../workflows/temporalNames.ts';
import { compareWithRecord, lookAfterStuck } from './compareWithRecord.ts';
import { ensureDispatcher } from './ensureDispatcher.ts';
import { lookForUnknown } from './lookForUnknown.ts';

const everyMilliseconds = 30_000;

/**
 * What a round costs each process: ten reads by index of a hundred milestones, and for each of these one list by Temporal's visibility
 * store; a description only of those not listed as running, and of at most a hundred that were ended lately, and a question only to
 * those that are listed otherwise than they are on record. So a thousand milestones are
 * looked at twice a minute, and a million once in some eight hours by one process. A message to a milestone, or POST /milestones
 * again, does not wait for the sweep.
 */
const pageSize = 100;
const pagesPerRound = 10;
const latelyMilliseconds = 10 * everyMilliseconds;

export interface Sweeping extends Restarting {
  client: Client;
  db: Pool;
  log: Logger;
  /** Ends a round before its next milestone. */
  signal?: AbortSignal;
}

/** One round. Several processes may sweep: they take turns at the list, and Temporal lets one of them start a workflow. */
export async function sweepMilestones(sweeping: Sweeping): Promise<void> {
  await lookAfterRestarted(sweeping);
  for (const each of await endedLately(sweeping.client)) await hasItsWorkflow(sweeping, each);
  await lookAfterStuck(sweeping);
  for (let page = 0; page < pagesPerRound; page += 1) {
    const milestones = await takeNextToSweep(asJob(sweeping.db, 'keeper'), pageSize);
    // Visibility may lag behind by a moment, so that what it says is a hint, and each is asked about.
    const running = await listRunning(
      sweeping.client,
      milestones.map(({ milestoneId }) => milestoneId),
    );
    for (const each of milestones) {
      const listed = running.get(each.milestoneId);
      if (listed) await compareWithRecord(sweeping, each, listed);
      else await hasItsWorkflow(sweeping, each.milestoneId);
    }
    if (milestones.length < pageSize || sweeping.signal?.aborted) return;
  }
}

/** Those that were ended before: started once more when they have ended again, at growing distance; else out of the way. */
async function lookAfterRestarted(sweeping: Sweeping): Promise<void> {
  const milestoneIds = await listRestarted(asJob(sweeping.db, 'keeper'), pageSize);
  const settled: string[] = [];
  for (const each of milestoneIds) if (await hasItsWorkflow(sweeping, each)) settled.push(each);
  await resolveRestarted(asJob(sweeping.db, 'keeper'), settled);
}

/** True when it has one, perhaps since now, or needs none. One that cannot be looked after keeps nobody else from it. */
async function hasItsWorkflow(sweeping: Sweeping, milestoneId: string): Promise<boolean> {
  if (sweeping.signal?.aborted) return false;
  try {
    const { status } = await restartIfEnded(sweeping, milestoneId);
    return status !== 'ended';
  } catch (error) {
    sweeping.log.warn({ err: error, milestoneId }, 'the workflow of a milestone could not be looked after yet');
    return false;
  }
}

/** The newest hundred that Temporal still shows as ended are found at once; more than that, and what was deleted, in their turn. */
async function endedLately(client: Client): Promise<string[]> {
  const since = new Date(Date.now() - latelyMilliseconds).toISOString();
  const query = `WorkflowType = "milestoneSignOff" and ExecutionStatus in ("Terminated", "Failed", "TimedOut") and CloseTime > "${since}"`;
  const ended = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize })) {
    ended.add(workflowId);
    if (ended.size === pageSize) break;
  }
  return [...ended].map(milestoneIdOf).filter((each) => each !== undefined);
}

/** The first round has begun when it returns, with what was registered and not started. */
export async function keepMilestonesRunning(given: Sweeping): Promise<{ stop(): Promise<void> }> {
  const { client, log } = given;
  const stopping = new AbortController();
  const sweeping = { ...given, signal: stopping.signal };
  await startRegisteredMilestones(sweeping, 0);
  let atWork: Promise<void> = Promise.resolve();
  const lookFurther = lookForUnknown(given);
  const rounds: [string, () => Promise<unknown>][] = [
    ['registered milestones could not be started yet', () => startRegisteredMilestones(sweeping, 15)],
    // An administrator who ends it in Temporal by mistake would otherwise silence the product until the next start.
    ['the dispatcher could not be started yet', () => ensureDispatcher(client)],
    ['milestones could not be looked after yet', () => sweepMilestones(sweeping)],
    ['milestones that are not on record could not be looked for yet', () => lookFurther(new Date())],
  ];
  const goRound = async (): Promise<void> => {
    for (const [failure, go] of rounds) await go().catch((error: unknown) => log.warn({ err: error }, failure));
  };
  let isGoing = false;
  const look = (): void => {
    if (isGoing) return;
    isGoing = true;
    atWork = goRound().finally(() => {
      isGoing = false;
    });
  };
  look();
  const timer = setInterval(look, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await atWork;
    },
  };
}
