// Routes of milestones: start one, and look where it stands.
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { inEngagement } from '../db/inScope.ts';
import type { Database } from '../db/database.ts';
import { listObstacles } from '../db/obstacles.ts';
import { listMilestones, type MilestoneRow } from '../db/milestones.ts';
import { rolesIn } from '../domain/access/holders.ts';
import { needsWorkflow } from '../domain/acceptance/publications.ts';
import { SignOffError } from '../domain/errors.ts';
import { findOutcome } from '../domain/records/messageOutcomes.ts';
import { obstacleSentence, whyEnded, type Obstacle } from '../domain/records/obstacles.ts';
import { seeEnd } from '../workflows/client/restartIfEnded.ts';
import { assertOwnEngagement, type Access } from './http/access.ts';
import { actorOf } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getMilestone } from './http/lookUps.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { milestoneListQuery, newMilestone } from './schemas.ts';
import { messageOutcomeView, milestoneSummary, milestoneView, outcomeView, viewOf } from './views.ts';
import { leaverWarnings, printWarnings, warnings } from './warnings.ts';
import { assertCanBegin, assertIsManager, begin, engagementToStartIn, madeUpId } from './startMilestone.ts';

const registeredMilestone = milestoneView.extend({ warnings });

const toBePrinted =
  'To have it on paper, cancel the milestone before it is accepted and start another with this text in letters that can be printed.';

export const milestoneRoutes = [
  route({
    method: 'post',
    path: '/milestones',
    operationId: 'startMilestone',
    right: 'runMilestones',
    tag: 'Milestones',
    summary: 'Start a milestone',
    body: newMilestone,
    status: 201,
    answer: registeredMilestone,
    problems: [
      'NOT_FOUND',
      'PLAN_INCONSISTENT',
      'NOT_AUTHORISED',
      'WRONG_ACTOR',
      'ALREADY_EXISTS',
      'MILESTONE_DISPOSED',
    ],
    audited: actOn('service'),
    handle: (deps, { body, key, request, response }) => startMilestone(deps, body, key, request, response),
  }),
  route({
    method: 'get',
    path: '/milestones',
    operationId: 'listMilestones',
    right: 'listMilestones',
    tag: 'Milestones',
    summary: 'List milestones',
    query: milestoneListQuery,
    answer: pageOf(milestoneSummary),
    audited: readOf('service'),
    async handle({ db }, { key: { scope }, query: { engagementId, phase, ...page } }) {
      const filter = { scope, page, ...(engagementId ? { engagementId } : {}), ...(phase ? { phase } : {}) };
      const { items, ...rest } = await listMilestones(db, filter);
      const standing = await obstaclesOf(
        db,
        items.map((each) => each.milestoneId),
      );
      return {
        ...rest,
        items: items.map((each) => ({ ...each, obstacles: standing(each.milestoneId).map(obstacleSentence) })),
      };
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}',
    operationId: 'getMilestone',
    right: 'readMilestones',
    tag: 'Milestones',
    summary: 'Where a milestone stands',
    answer: milestoneView,
    problems: onRecord,
    audited: readOf('milestone'),
    async handle(deps, { params: { milestoneId }, key }) {
      const row = await getMilestone(deps.db, milestoneId);
      const standing = (await obstaclesOf(deps.db, [milestoneId]))(milestoneId);
      return viewOf(
        row,
        [...standing, ...(await endNotNoted(deps, row, standing))],
        rolesIn(key.holder, row.engagementId),
      );
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/messages/{messageId}',
    operationId: 'getMessageOutcome',
    right: 'readMilestones',
    tag: 'Decisions',
    summary: 'What became of a message',
    answer: messageOutcomeView,
    problems: onRecord,
    audited: readOf('milestone'),
    async handle({ db }, { params: { milestoneId, messageId } }) {
      const { snapshot } = await getMilestone(db, milestoneId);
      return outcomeView(messageId, snapshot ? findOutcome(snapshot, messageId) : undefined);
    },
  }),
];

/** IDs are unique over all engagements: that one is taken would tell a key of some of them of a milestone of another. */
function assertIdTellsNothing({ scope, session }: Access, milestoneId: string | undefined): void {
  if ((scope === 'all' && !session) || milestoneId === undefined) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    'A person, and a key for named engagements, leaves the ID of a milestone to the service; leave milestoneId out, and send an Idempotency-Key to get the same one for a repeat.',
    { field: 'milestoneId' },
  );
}

/** Asking twice for the same milestone is no error, so that a caller who got no answer can just ask again. */
async function startMilestone(
  deps: RouteDependencies,
  { engagementId, personId, plan, package: submission, ...given }: z.infer<typeof newMilestone>,
  key: Access,
  request: Request,
  response: Response,
): Promise<z.infer<typeof registeredMilestone>> {
  assertOwnEngagement(key, engagementId);
  assertIdTellsNothing(key, given.milestoneId);
  const db = inEngagement(deps.pool, engagementId);
  const engagement = await engagementToStartIn(deps, engagementId);
  await assertCanBegin(deps, key, engagement, plan, given.milestoneId);
  assertIsManager(engagement, personId);
  const startedBy = actorOf(request, personId, 'engagementManager', engagementId);
  const milestoneId = given.milestoneId ?? madeUpId(idempotencyKeyOf(request), startedBy);
  const wanted = { milestoneId, plan, startedBy, ...(submission ? { package: submission } : {}) };
  const { row, isNew } = await begin(deps, engagement, wanted);
  response.status(isNew ? 201 : 200).location(`/milestones/${milestoneId}`);
  return {
    ...viewOf(row, (await obstaclesOf(db, [milestoneId]))(milestoneId), rolesIn(key.holder, engagementId)),
    warnings: [
      ...leaverWarnings({ milestoneId, engagement, plan }),
      ...printWarnings({ plan, package: submission }, toBePrinted),
    ],
  };
}

async function obstaclesOf(db: Database, milestoneIds: string[]): Promise<(milestoneId: string) => Obstacle[]> {
  const standing = await listObstacles(db, milestoneIds);
  return (milestoneId) => standing.filter((each) => each.milestoneId === milestoneId);
}

/** So long a read waits for Temporal; without an answer it says what is on record. */
const patience = 500;

/** A workflow that ended stands on record once a message or the sweep has met it; whoever looks at the milestone sees it before. */
async function endNotNoted(
  { client, pool, log }: RouteDependencies,
  { milestoneId, snapshot }: MilestoneRow,
  standing: readonly Obstacle[],
): Promise<Obstacle[]> {
  if (!snapshot || !needsWorkflow(snapshot) || standing.some(({ kind }) => kind === 'workflowEnded')) return [];
  const end = await client
    .withDeadline(Date.now() + patience, () => seeEnd({ client, db: pool }, milestoneId))
    .catch((error: unknown) => void log.debug({ err: error, milestoneId }, 'Temporal does not say whether it runs'));
  if (!end) return [];
  return [{ kind: 'workflowEnded', subject: '', reason: whyEnded(end), attempts: 0, since: new Date().toISOString() }];
}
