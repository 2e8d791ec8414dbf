// Finds where workflows and record do not agree, over all milestones, and has a milestone go on from its record. Decides for nobody which of them is right.
import type { Client } from '@temporalio/client';
import { appendAudit } from '../../db/auditLog.ts';
import type { Pool } from '../../db/database.ts';
import { around, asJob } from '../../db/inScope.ts';
import { findMilestone } from '../../db/milestones.ts';
import { resolveObstacle } from '../../db/obstacles.ts';
import { findNeedingWorkflow, listKnown, listNeedingWorkflow, type SweptMilestone } from '../../db/sweeps.ts';
import {
  compared,
  firstLook,
  mendingOf,
  type Disagreement,
  type Listed,
  type Mending,
} from '../../domain/records/agreement.ts';
import { canStartAgain } from '../../domain/records/obstacles.ts';
import { serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { findEnd } from './endedRun.ts';
import { listRunning, runningMilestones, stateOfWorkflow, whyStuck } from './lookIntoWorkflow.ts';
import { workersAtWork } from './workersAtWork.ts';
import { startFromRecord } from './restartIfEnded.ts';
import { milestoneWorkflowId } from '../temporalNames.ts';

export interface Recovering {
  client: Client;
  db: Pool;
  now: Date;
}

export interface Found {
  milestoneId: string;
  kind: Disagreement;
  /** In words, for whoever has to decide. */
  said: string;
}

const pageSize = 100;

/** Where a look at all of them goes on: behind this one, of those on record or of those that are not. */
export interface From {
  isOnRecord: boolean;
  milestoneId: string;
}

/** Those on record before those that are not, each by ID. */
export async function* disagreements(recovering: Recovering, from?: From): AsyncGenerator<Found> {
  if (from?.isOnRecord !== false) yield* onRecord(recovering, from?.milestoneId ?? '');
  yield* unknownOnes(recovering, from?.isOnRecord === false ? from.milestoneId : '');
}

async function* onRecord(recovering: Recovering, from: string): AsyncGenerator<Found> {
  const keeper = asJob(recovering.db, 'keeper');
  const { connection, options } = recovering.client;
  const isAnyAtWork = (await workersAtWork(connection, options.namespace)).length > 0;
  for (let after = from; ;) {
    const page = await listNeedingWorkflow(keeper, after, pageSize);
    const ids = page.map(({ milestoneId }) => milestoneId);
    const running = await listRunning(recovering.client, ids);
    for (const each of page) {
      const found = await lookAt(recovering, each, running.get(each.milestoneId), isAnyAtWork);
      if (found) yield found;
    }
    if (page.length < pageSize) break;
    after = ids.at(-1) ?? '';
  }
}

/** Of one milestone; undefined also where it needs no workflow and has none. */
export async function disagreementOf(recovering: Recovering, milestoneId: string): Promise<Found | undefined> {
  const { client, db } = recovering;
  const listed = (await listRunning(client, [milestoneId])).get(milestoneId);
  const row = await findNeedingWorkflow(asJob(db, 'keeper'), milestoneId);
  if (row) {
    const { connection, options } = client;
    return lookAt(recovering, row, listed, (await workersAtWork(connection, options.namespace)).length > 0);
  }
  if (!listed || (await listKnown(asJob(db, 'keeper'), [milestoneId])).length > 0) return undefined;
  return unknown(milestoneId);
}

const unknown = (milestoneId: string): Found => ({
  ...{ milestoneId, kind: 'unknown' },
  said: 'it runs in Temporal, and this record does not have it',
});

async function lookAt(
  { client, db, now }: Recovering,
  row: SweptMilestone,
  listed: Listed | undefined,
  /** Then each is asked how far it is: what is listed of it does not change with every decision. */
  isAnyAtWork: boolean,
): Promise<Found | undefined> {
  const { milestoneId } = row;
  const found = (kind: Disagreement, said: string): Found => ({ milestoneId, kind, said });
  if (!listed) {
    const ended = await findEnd(client, milestoneWorkflowId(milestoneId));
    if (!ended) return undefined;
    return canStartAgain(ended.end)
      ? found('missing', `its workflow is gone (${ended.end}); the record ends with event ${row.sequence}`)
      : found('completed', `its workflow completed, and the record ends with event ${row.sequence}, in ${row.phase}`);
  }
  const stuck = await whyStuck(client, milestoneId);
  if (stuck !== undefined) return found('stuck', stuck);
  const seemsToAgree = firstLook(row, listed, now.toISOString()) === 'agrees';
  if (seemsToAgree && !isAnyAtWork) return undefined;
  const state = isAnyAtWork ? await stateOfWorkflow(client, milestoneId).catch(() => undefined) : undefined;
  if (!state && seemsToAgree) return undefined;
  if (!state) return found('silent', 'no worker answers for it; start the service, then look again');
  const onRecord = (await findMilestone(around(db, 'milestone', milestoneId), milestoneId))?.snapshot?.sequence ?? 0;
  const which = compared(state.sequence, onRecord);
  if (which === 'agrees') return undefined;
  return found(which, `its workflow is at event ${state.sequence}, in ${state.stage.phase}; the record at ${onRecord}`);
}

/** Temporal lists what runs in no order of its own, so all of it is looked through before the first is named. */
async function* unknownOnes({ client, db, now }: Recovering, after: string): AsyncGenerator<Found> {
  const found: string[] = [];
  let page: string[] = [];
  const look = async (): Promise<void> => {
    const known = new Set(await listKnown(asJob(db, 'keeper'), page));
    found.push(...page.filter((each) => !known.has(each)));
    page = [];
  };
  for await (const milestoneId of runningMilestones(client, now)) {
    if (milestoneId > after) page.push(milestoneId);
    if (page.length === pageSize) await look();
  }
  if (page.length > 0) await look();
  yield* found.sort().map(unknown);
}

/** On the service's own chain of the audit log, before it is done. One that is unknown ends; any other goes on from the record. */
export async function recover(
  recovering: Recovering,
  { milestoneId, kind, said }: Found,
  asked: { through: string; reason?: string },
): Promise<void> {
  const { client, db, now } = recovering;
  const reason = `${asked.through}: ${asked.reason ?? 'the record is right'}`;
  await appendAudit(asJob(db, 'door'), serviceChain, {
    ...{ at: now.toISOString(), type: 'workflowsRecovered', keyId: asked.through },
    what: { milestoneId, found: kind, said, ...(asked.reason === undefined ? {} : { reason: asked.reason }) },
  });
  if (kind === 'unknown')
    return void (await client.workflow.getHandle(milestoneWorkflowId(milestoneId)).terminate(reason));
  await startFromRecord(recovering, milestoneId, reason);
  for (const each of ['stuck', 'recordBehind', 'workflowEnded'] as const)
    await resolveObstacle(around(db, 'milestone', milestoneId), milestoneId, each, '');
}

/** As far as it goes without being told that the record is right, or with. What becomes of it is done by then. */
export async function mend(
  recovering: Recovering,
  found: Found,
  { isRecordRight, ...asked }: { isRecordRight: boolean; through?: string; reason?: string },
): Promise<Mending> {
  const mending = mendingOf(found.kind, isRecordRight);
  if (mending !== 'left') await recover(recovering, found, { through: 'npm run recover', ...asked });
  return mending;
}

/** Throws where Temporal runs milestones and the record has none of them: it is another one's, or was emptied. */
export async function assertRecordIsTheirs({ client, db, now }: Recovering, namespace: string): Promise<void> {
  const some: string[] = [];
  for await (const milestoneId of runningMilestones(client, now)) {
    some.push(milestoneId);
    if (some.length === pageSize) break;
  }
  if (some.length === 0 || (await listKnown(asJob(db, 'keeper'), some)).length > 0) return;
  throw new Error(
    `Temporal runs milestones in namespace ${namespace} (${some.slice(0, 3).join(', ')}${some.length > 3 ? ', …' : ''}) of which the record has none: it is empty, or another installation’s. Put back the database that belongs to them (DATABASE_URL, STATE_FOLDER), or name another namespace (TEMPORAL_NAMESPACE); if the record is right, npm run recover -- --apply --record-is-right ends them.`,
  );
}
