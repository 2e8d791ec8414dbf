// Routes of milestones: start, read, and one message per decision.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Router, type Request, type Response } from 'express';
import { findAuthorisations } from '../db/authorisations.ts';
import { listMilestones, registerMilestone, type MilestoneRow, type NewMilestone } from '../db/milestones.ts';
import type { CommandName } from '../domain/commands.ts';
import { assertAuthorised } from '../domain/acceptance/nextPhase.ts';
import { assertPlanFits } from '../domain/terms/plan.ts';
import { SignOffError } from '../domain/errors.ts';
import { findOutcome } from '../domain/records/messageOutcomes.ts';
import type { Actor } from '../domain/people/people.ts';
import { sendMessage } from '../workflows/client/sendMessage.ts';
import { startMilestoneWorkflow } from '../workflows/client/startMilestoneWorkflow.ts';
import type { MessageOf } from '../workflows/messages.ts';
import { milestoneWorkflowId } from '../workflows/milestoneWorkflowId.ts';
import { actorOf } from './authentication.ts';
import { bodySchemaOf, commandRoutes, type CommandRoute } from './commandRoutes.ts';
import { plain } from './engagements.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { getEngagement, getMilestone } from './http/lookUps.ts';
import { parse } from './http/parse.ts';
import { HttpProblem } from './http/problems.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { milestoneListQuery, newMilestone } from './schemas.ts';
import { outcomeView, viewOf } from './views.ts';

export function milestoneRoutes(deps: ApiDependencies): Router {
  const router = Router();
  router.post('/milestones', (request, response) => startMilestone(deps, request, response));
  router.get('/milestones', async (request, response) => {
    const { engagementId, phase, ...page } = parse(milestoneListQuery, request.query);
    const filter = { page, ...(engagementId ? { engagementId } : {}), ...(phase ? { phase } : {}) };
    response.json(await listMilestones(deps.db, filter));
  });
  router.get('/milestones/:milestoneId', async (request, response) => {
    response.json(viewOf(await getMilestone(deps.db, request.params.milestoneId)));
  });
  router.get('/milestones/:milestoneId/messages/:messageId', async (request, response) => {
    const { snapshot } = await getMilestone(deps.db, request.params.milestoneId);
    const { messageId } = request.params;
    response.json(outcomeView(messageId, snapshot ? findOutcome(snapshot, messageId) : undefined));
  });
  for (const route of commandRoutes) {
    const schema = bodySchemaOf(route);
    router.post(`/milestones/:milestoneId/${route.path}`, (request, response) =>
      takeCommand(deps, route, parse(schema, request.body), request, response),
    );
  }
  return router;
}

/** Asking twice for the same milestone is no error, so that a caller who got no answer can just ask again. */
async function startMilestone(
  { db, client, log, settings }: ApiDependencies,
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
  const startedBy = actorOf(request, personId, 'engagementManager');
  const milestoneId = given.milestoneId ?? madeUpId(idempotencyKeyOf(request), startedBy);
  const wanted: NewMilestone = {
    milestoneId,
    engagementId,
    workflowId: milestoneWorkflowId(milestoneId),
    plan,
    ...(submission ? { package: submission } : {}),
    startedBy,
  };
  const isNew = await registerMilestone(db, wanted);
  const row = await getMilestone(db, milestoneId);
  if (!isNew && !isSame(row, wanted))
    throw new HttpProblem(
      409,
      'ALREADY_EXISTS',
      `There is a milestone "${milestoneId}" already; choose another ID.`,
      'milestoneId',
    );
  const about = { milestoneId, workflowId: row.workflowId };
  await client
    .withDeadline(Date.now() + settings.answerWithinMilliseconds, () => startMilestoneWorkflow(client, db, row))
    .then(
      () => log.info(about, 'milestone started'),
      (error: unknown) =>
        log.warn(
          { err: error, ...about },
          'milestone registered; its workflow starts as soon as Temporal can be reached',
        ),
    );
  response
    .status(isNew ? 201 : 200)
    .location(`/milestones/${milestoneId}`)
    .json(viewOf(row));
}

/** The same for the same key, so that a repeat after a crash finds what the first request registered. */
function madeUpId(key: string | undefined, { authentication }: Actor): string {
  if (key === undefined) return `ms-${randomBytes(5).toString('hex')}`;
  const hash = createHash('sha256').update(JSON.stringify([authentication, key]));
  return `ms-${hash.digest('hex').slice(0, 20)}`;
}

const isSame = (row: MilestoneRow, { engagementId, plan, package: submission, startedBy }: NewMilestone): boolean =>
  isDeepStrictEqual(
    plain([row.engagementId, row.plan, row.package, row.startedBy]),
    plain([engagementId, plan, submission, startedBy]),
  );

/** Unique to command and person, so that two people's equal Idempotency-Keys never meet; at most 200 characters. */
function messageIdOf(command: CommandName, personId: string, key: string): string {
  const whole = `${command}:${personId}:${key}`;
  if (whole.length <= 200) return whole;
  return `${command}:${personId}:${createHash('sha256').update(key).digest('hex')}`;
}

async function takeCommand(
  deps: ApiDependencies,
  route: CommandRoute,
  body: unknown,
  request: Request,
  response: Response,
): Promise<void> {
  const { personId, ...fields } = body as { personId: string };
  const milestoneId = String(request.params.milestoneId);
  const messageId = messageIdOf(route.command, personId, idempotencyKeyOf(request) ?? randomUUID());
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
  const { status } = delivery;
  const about = { milestoneId, workflowId: milestoneWorkflowId(milestoneId), command: route.command, status };
  deps.log.info(about, 'message taken');
  const statusUrl = `/milestones/${encodeURIComponent(milestoneId)}/messages/${encodeURIComponent(messageId)}`;
  if (delivery.status === 'decided') response.json({ status: 'decided', ...delivery.answer, statusUrl });
  else response.status(202).json({ milestoneId, messageId, status: 'accepted', statusUrl });
}
