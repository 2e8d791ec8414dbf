// Routes of milestones: start, read, and one message per decision.
import { randomBytes, randomUUID } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { findAuthorisations } from '../db/authorisations.ts';
import { findMilestone, listMilestones, registerMilestone, type MilestoneRow } from '../db/milestones.ts';
import type { CommandName } from '../domain/commands.ts';
import { assertAuthorised } from '../domain/nextPhase.ts';
import { assertPlanFits } from '../domain/plan.ts';
import { SignOffError } from '../domain/errors.ts';
import type { MessageOf } from '../workflows/messages.ts';
import { milestoneWorkflowId } from '../workflows/milestoneWorkflowId.ts';
import type { ApiDependencies } from './app.ts';
import { actorOf } from './authentication.ts';
import { bodySchemaOf, commandRoutes, type CommandRoute } from './commandRoutes.ts';
import { getEngagement } from './engagements.ts';
import { HttpProblem, parse } from './problems.ts';
import { milestoneListQuery, newMilestone } from './schemas.ts';
import { outcomeOf, sendMessage } from './sendMessage.ts';
import { startMilestoneWorkflow } from './startMilestoneWorkflow.ts';
import { outcomeView, viewOf } from './views.ts';

export function milestoneRoutes(deps: ApiDependencies): Router {
  const router = Router();
  router.post('/milestones', (request, response) => startMilestone(deps, request, response));
  router.get('/milestones', async (request, response) => {
    const { engagementId, phase, ...page } = parse(milestoneListQuery, request.query);
    const filter = { page, ...(engagementId ? { engagementId } : {}), ...(phase ? { phase } : {}) };
    const { items, next } = await listMilestones(deps.db, filter);
    response.json({ items: items.map(viewOf), next });
  });
  router.get('/milestones/:milestoneId', async (request, response) => {
    response.json(viewOf(await getMilestone(deps.db, request.params.milestoneId)));
  });
  router.get('/milestones/:milestoneId/messages/:messageId', async (request, response) => {
    const { snapshot } = await getMilestone(deps.db, request.params.milestoneId);
    const { messageId } = request.params;
    response.json(outcomeView(messageId, snapshot ? outcomeOf(snapshot, messageId) : undefined));
  });
  for (const route of commandRoutes) {
    const schema = bodySchemaOf(route);
    router.post(`/milestones/:milestoneId/${route.path}`, (request, response) =>
      takeCommand(deps, route, parse(schema, request.body), request, response),
    );
  }
  return router;
}

export async function getMilestone(db: ApiDependencies['db'], milestoneId: string): Promise<MilestoneRow> {
  const found = await findMilestone(db, milestoneId);
  if (!found) throw new HttpProblem(404, 'NOT_FOUND', `There is no milestone "${milestoneId}".`, 'milestoneId');
  return found;
}

async function startMilestone(
  { db, client, log }: ApiDependencies,
  request: Request,
  response: Response,
): Promise<void> {
  const { engagementId, personId, plan, package: submission, ...given } = parse(newMilestone, request.body);
  const engagement = await getEngagement(db, engagementId);
  assertPlanFits(plan, engagement);
  assertAuthorised(
    plan,
    await findAuthorisations(
      db,
      plan.dependsOn.map((each) => each.milestoneId),
    ),
  );
  if (personId !== engagement.engagementManagerId)
    throw new SignOffError(
      'WRONG_ACTOR',
      `A milestone is started by the engagement manager, ${engagement.engagementManagerId}.`,
      { field: 'personId' },
    );
  const milestoneId = given.milestoneId ?? `ms-${randomBytes(5).toString('hex')}`;
  const isNew = await registerMilestone(db, {
    milestoneId,
    engagementId,
    workflowId: milestoneWorkflowId(milestoneId),
    plan,
    ...(submission ? { package: submission } : {}),
    startedBy: actorOf(request, personId, 'engagementManager'),
  });
  if (!isNew)
    throw new HttpProblem(
      409,
      'ALREADY_EXISTS',
      `There is a milestone "${milestoneId}" already; choose another ID.`,
      'milestoneId',
    );
  const row = await getMilestone(db, milestoneId);
  await startMilestoneWorkflow(client, db, row).catch((error: unknown) => {
    log.warn(
      { err: error, milestoneId },
      'milestone registered; its workflow starts as soon as Temporal can be reached',
    );
  });
  response.status(201).location(`/milestones/${milestoneId}`).json(viewOf(row));
}

/** The message ID is unique to command and person, so that two people's equal Idempotency-Keys never meet. */
async function takeCommand(
  deps: ApiDependencies,
  route: CommandRoute,
  body: unknown,
  request: Request,
  response: Response,
): Promise<void> {
  const { personId, ...fields } = body as { personId: string };
  const milestoneId = String(request.params.milestoneId);
  const key = request.get('idempotency-key') ?? randomUUID();
  const messageId = `${route.command}:${personId}:${key}`.slice(0, 200);
  const message = {
    ...fields,
    ...Object.fromEntries((route.fromPath ?? []).map((field) => [field, request.params[field]])),
    messageId,
    actor: actorOf(request, personId, route.role),
  } as MessageOf<CommandName>;
  const delivery = await sendMessage(
    { ...deps, answerWithinMilliseconds: deps.settings.answerWithinMilliseconds },
    milestoneId,
    route.command,
    message,
  );
  const statusUrl = `/milestones/${encodeURIComponent(milestoneId)}/messages/${encodeURIComponent(messageId)}`;
  if (delivery.status === 'decided') response.json({ status: 'decided', ...delivery.answer, statusUrl });
  else response.status(202).json({ milestoneId, messageId, status: 'accepted', statusUrl });
}
