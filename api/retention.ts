// Routes of retention: ends of engagements, what is due, disposal and erasure. Decides one thing: whether the milestone still runs, which only Temporal knows.
import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { disposeOfRecord } from '../administration/disposal.ts';
import { recordEngagementEnd } from '../administration/engagementEnd.ts';
import { erasePerson } from '../administration/erasure.ts';
import type { Database } from '../db/database.ts';
import { findTombstone } from '../db/disposal.ts';
import { listErasures } from '../db/erasures.ts';
import type { MilestoneRow } from '../db/milestones.ts';
import { findEngagementEnd, listDue, readRetention } from '../db/retention.ts';
import { SignOffError } from '../domain/errors.ts';
import { obstaclesToDisposal, retentionOf } from '../domain/records/retention.ts';
import * as acts from '../domain/records/retentionActs.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { inclusionView, proofOf } from './auditLog.ts';
import { assertNamesThemself, carriedOutBy } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getEngagement, getMilestone, getMilestoneOrTombstone, noSuch } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { disposalView, dueView, endView, erasureView, retentionView } from './retentionViews.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';

const tag = 'Retention';

/** All on the chain of the service: who looks after retention is nothing for the archive that every party gets. */
export const retentionRoutes = [
  route({
    method: 'post',
    path: '/engagements/{engagementId}/end',
    operationId: 'endEngagement',
    right: 'keepRecords',
    tag,
    summary: 'Record, or correct, when the engagement ended',
    body: acts.endEngagement,
    status: 201,
    answer: endView,
    audited: actOn('service'),
    async handle({ db }, { params, body, request, response }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      assertNamesThemself(request, body.recordedBy, 'recordedBy');
      const { isRepeat = false } = (await recordEngagementEnd(db, engagementId, body, carriedOutBy(request))) ?? {};
      const endedOn = (await findEngagementEnd(db, engagementId)) ?? body.endedOn;
      response.status(isRepeat ? 200 : 201);
      return { engagementId, endedOn, isRepeat };
    },
  }),
  route({
    method: 'get',
    path: '/retention/due',
    operationId: 'listDueRecords',
    right: 'readRetention',
    tag,
    summary: 'Records whose retention is over, the longest overdue first',
    query: listQuery,
    answer: pageOf(dueView),
    audited: readOf('service'),
    handle: ({ db }, { key, query }) => listDue(db, key.scope, query),
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/retention',
    operationId: 'getRetention',
    right: 'readRetention',
    tag,
    summary: 'From when, by which rule and until when the record is kept, and what stands against its disposal',
    answer: retentionView,
    problems: onRecord,
    audited: readOf('service'),
    async handle({ db }, { params }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      return retentionViewOf(db, milestoneId);
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/disposal',
    operationId: 'disposeOfRecord',
    right: 'keepRecords',
    tag,
    summary: 'Dispose of the record for good; its tombstone stays',
    body: acts.disposeOfRecord,
    status: 201,
    answer: disposalView,
    problems: ['MILESTONE_NOT_OVER', 'RETENTION_NOT_OVER', 'UNDER_LEGAL_HOLD'],
    audited: actOn('service'),
    async handle(deps, { params, body, request, response }) {
      const row = await getMilestoneOrTombstone(deps.db, params.milestoneId);
      assertNamesThemself(request, body.authorisedBy, 'authorisedBy');
      if (row.disposedAt === undefined) await assertNotRunning(deps, row);
      const done = await disposeOfRecord(deps.db, row.milestoneId, body, carriedOutBy(request));
      if (!done) throw unknown(row.milestoneId);
      response.status(done.isRepeat ? 200 : 201);
      return { ...done.kept, isRepeat: done.isRepeat };
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/disposal',
    operationId: 'getTombstone',
    right: 'readRetention',
    tag,
    summary: 'The tombstone of a record',
    answer: disposalView,
    problems: ['NOT_YET_AVAILABLE'],
    audited: readOf('service'),
    handle: ({ db }, { params }) => getTombstone(db, params.milestoneId),
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/disposal/proof',
    operationId: 'proveDisposal',
    right: 'readRetention',
    tag,
    summary: 'Proof that the disposal is in the audit log',
    answer: inclusionView,
    problems: ['NOT_YET_AVAILABLE'],
    audited: readOf('service'),
    async handle({ db }, { params }) {
      const { auditSequence } = await getTombstone(db, params.milestoneId);
      return proofOf(db, serviceChain, auditSequence);
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/erasures',
    operationId: 'listErasures',
    right: 'readRetention',
    tag,
    summary: 'People erased from the record, with what was kept and why',
    answer: z.object({ items: z.array(erasureView) }),
    problems: onRecord,
    audited: readOf('service'),
    async handle({ db }, { params }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      return { items: await listErasures(db, milestoneId) };
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/erasures',
    operationId: 'erasePerson',
    right: 'keepRecords',
    tag,
    summary: 'Erase a person’s data at their request (GDPR Art. 17)',
    body: acts.erasePerson,
    isAboutPerson: true,
    status: 201,
    answer: erasureView,
    problems: [...onRecord, 'MILESTONE_NOT_OVER', 'UNDER_LEGAL_HOLD', 'PERSON_UNKNOWN'],
    audited: actOn('service'),
    async handle(deps, { params, body, request, response }) {
      const row = await getMilestone(deps.db, params.milestoneId);
      await assertNotRunning(deps, row);
      const done = await erasePerson(deps.db, row.milestoneId, body, carriedOutBy(request));
      if (!done) throw unknown(row.milestoneId);
      response.status(done.isRepeat ? 200 : 201);
      return { ...done.erasure, isRepeat: done.isRepeat };
    },
  }),
];

async function retentionViewOf(db: Database, milestoneId: string) {
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

const unknown = (milestoneId: string) => noSuch('milestone', milestoneId);

async function getTombstone(db: Database, milestoneId: string) {
  await getMilestoneOrTombstone(db, milestoneId);
  const kept = await findTombstone(db, milestoneId);
  if (!kept)
    throw new HttpProblem('NOT_YET_AVAILABLE', `The record of milestone ${milestoneId} has not been disposed of.`);
  return kept;
}

/** What is over on record may still be publishing, or waiting for a timestamp. */
async function assertNotRunning(
  { client, settings }: RouteDependencies,
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
