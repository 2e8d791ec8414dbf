// Routes of retention: ends of engagements, legal holds, what is due, disposal and erasure. Decides nothing.
import { createHash, randomBytes } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { WorkflowNotFoundError } from '@temporalio/client';
import { disposeOfRecord, findTombstone } from '../db/disposal.ts';
import { erasePerson, listErasures } from '../db/erasures.ts';
import { removeNotedFiles } from '../db/filesToRemove.ts';
import { placeHold, readHolds, releaseHold, type HoldSubject } from '../db/legalHolds.ts';
import type { MilestoneRow } from '../db/milestones.ts';
import { findEngagementEnd, listDue, readRetention, recordEngagementEnd } from '../db/retention.ts';
import { SignOffError } from '../domain/errors.ts';
import { obstaclesToDisposal, retentionOf } from '../domain/records/retention.ts';
import * as acts from '../domain/records/retentionActs.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { proofOf } from './auditLog.ts';
import { getEngagement, getMilestone, getMilestoneOrItsRest } from './http/lookUps.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { parse } from './http/parse.ts';
import { HttpProblem } from './http/problems.ts';
import { listQuery } from './schemas.ts';

const keyIdOf = (response: Response): string => String(response.locals.apiKeyId);

export function retentionRoutes(deps: ApiDependencies): Router {
  const { db } = deps;
  const router = Router();
  router.post('/engagements/:engagementId/end', async (request, response) => {
    const command = parse(acts.endEngagement, request.body);
    const { engagementId } = await getEngagement(db, request.params.engagementId);
    const recorded = await recordEngagementEnd(db, engagementId, command, keyIdOf(response));
    const endedOn = await findEngagementEnd(db, engagementId);
    response.status(recorded?.isRepeat ? 200 : 201).json({ engagementId, endedOn, isRepeat: recorded?.isRepeat });
  });
  holdRoutes(router, deps, '/engagements/:engagementId', async (request) => ({
    engagementId: (await getEngagement(db, String(request.params.engagementId))).engagementId,
  }));
  holdRoutes(router, deps, '/milestones/:milestoneId', async (request) => {
    const { engagementId, milestoneId } = await getMilestoneOrItsRest(db, String(request.params.milestoneId));
    return { engagementId, milestoneId };
  });
  router.get('/retention/due', async (request, response) => {
    response.json(await listDue(db, parse(listQuery, request.query)));
  });
  router.get('/milestones/:milestoneId/retention', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    response.json(await retentionView(db, milestoneId));
  });
  disposalRoutes(router, deps);
  erasureRoutes(router, deps);
  return router;
}

function holdRoutes(
  router: Router,
  { db }: ApiDependencies,
  path: string,
  subjectOf: (request: Request) => Promise<HoldSubject>,
): void {
  router.get(`${path}/holds`, async (request, response) => {
    response.json({ items: await readHolds(db, await subjectOf(request)) });
  });
  router.post(`${path}/holds`, async (request, response) => {
    const command = parse(acts.placeHold, request.body);
    const keyId = keyIdOf(response);
    const subject = await subjectOf(request);
    const placed = await placeHold(db, subject, newHoldId(request, subject, keyId), command, keyId);
    response.status(placed?.isRepeat ? 200 : 201).json(placed?.hold);
  });
  router.post(`${path}/holds/:holdId/release`, async (request, response) => {
    const command = parse(acts.releaseHold, request.body);
    const holdId = String(request.params.holdId);
    const released = await releaseHold(db, await subjectOf(request), holdId, command, keyIdOf(response));
    response.json(released?.hold);
  });
}

/** The same for the same key, so that a repeat after a crash finds the hold it placed. */
function newHoldId(request: Request, subject: HoldSubject, keyId: string): string {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return `hold-${randomBytes(8).toString('hex')}`;
  const hash = createHash('sha256').update(JSON.stringify([keyId, subject.engagementId, subject.milestoneId, key]));
  return `hold-${hash.digest('hex').slice(0, 16)}`;
}

async function retentionView(db: ApiDependencies['db'], milestoneId: string) {
  const state = await readRetention(db, milestoneId);
  if (!state) throw unknown(milestoneId);
  const obstacles = obstaclesToDisposal(state, new Date().toISOString());
  return {
    milestoneId,
    engagementId: state.engagementId,
    ...retentionOf(state),
    timeZone: state.contract.calendar.timeZone,
    isDisposable: obstacles.length === 0,
    obstacles,
    holds: state.holds,
  };
}

const unknown = (milestoneId: string) =>
  new HttpProblem(404, 'NOT_FOUND', `There is no milestone "${milestoneId.slice(0, 100)}".`, 'milestoneId');

function disposalRoutes(router: Router, deps: ApiDependencies): void {
  const { db } = deps;
  router.post('/milestones/:milestoneId/disposal', async (request, response) => {
    const command = parse(acts.disposeOfRecord, request.body);
    const row = await getMilestoneOrItsRest(db, request.params.milestoneId);
    if (row.disposedAt === undefined) await assertNotRunning(deps, row);
    const done = await disposeOfRecord(db, row.milestoneId, command, keyIdOf(response));
    if (!done) throw unknown(row.milestoneId);
    await removeFiles(deps);
    response.status(done.isRepeat ? 200 : 201).json({ ...done.kept, isRepeat: done.isRepeat });
  });
  router.get('/milestones/:milestoneId/disposal', async (request, response) => {
    response.json(await getTombstone(db, request.params.milestoneId));
  });
  router.get('/milestones/:milestoneId/disposal/proof', async (request, response) => {
    const { auditSequence } = await getTombstone(db, request.params.milestoneId);
    response.json(await proofOf(db, serviceChain, auditSequence));
  });
}

async function getTombstone(db: ApiDependencies['db'], milestoneId: string) {
  await getMilestoneOrItsRest(db, milestoneId);
  const kept = await findTombstone(db, milestoneId);
  if (!kept)
    throw new HttpProblem(409, 'NOT_YET_AVAILABLE', `The record of milestone ${milestoneId} has not been disposed of.`);
  return kept;
}

function erasureRoutes(router: Router, deps: ApiDependencies): void {
  const { db } = deps;
  router.get('/milestones/:milestoneId/erasures', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    response.json({ items: await listErasures(db, milestoneId) });
  });
  router.post('/milestones/:milestoneId/erasures', async (request, response) => {
    const command = parse(acts.erasePerson, request.body);
    const row = await getMilestone(db, request.params.milestoneId);
    await assertNotRunning(deps, row);
    const done = await erasePerson(db, row.milestoneId, command, keyIdOf(response));
    if (!done) throw unknown(row.milestoneId);
    await removeFiles(deps);
    response.status(done.isRepeat ? 200 : 201).json({ ...done.erasure, isRepeat: done.isRepeat });
  });
}

/** What is over on record may still be publishing, or waiting for a timestamp. */
async function assertNotRunning(
  { client, settings }: ApiDependencies,
  { milestoneId, workflowId }: MilestoneRow,
): Promise<void> {
  let status: string;
  try {
    const described = await client.withDeadline(Date.now() + settings.answerWithinMilliseconds, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    status = described.status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return;
    throw new HttpProblem(
      503,
      'DEPENDENCY_DOWN',
      'Temporal did not say whether the milestone is still running; nothing was changed, ask again.',
    );
  }
  if (status === 'RUNNING')
    throw new SignOffError(
      'MILESTONE_NOT_OVER',
      `Milestone ${milestoneId} is still running: something is waited for, or being published. Ask again when it has ended.`,
    );
}

/** What fails now is on a list that the service goes through again and again. */
const removeFiles = ({ db, files, log }: ApiDependencies): Promise<unknown> =>
  removeNotedFiles(db, (sha256) => files.remove(sha256)).catch((error: unknown) =>
    log.warn({ err: error }, 'files that were let go could not be removed yet'),
  );
