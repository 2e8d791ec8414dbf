// The API on a real database and nothing else, by default with handlers that answer everything: what stands before them is tried.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { recordRefusedAttempt } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { answerWithProblem } from '../../api/http/problems.ts';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import type { Route } from '../../api/route.ts';
import { apiRouter } from '../../api/router.ts';
import { routes } from '../../api/routes.ts';
import type { Database, Pool } from '../../db/database.ts';
import { insertEngagement } from '../../db/engagements.ts';
import { registerMilestone } from '../../db/milestones.ts';
import { systemActor } from '../../domain/people/people.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { testSignIn } from '../support/signedIn.ts';

const answering = ({ query: _query, body: _body, status, ...route }: Route): Route => ({
  ...route,
  // What answers with nothing answers here as everything does.
  ...(status === undefined || status === 204 ? {} : { status }),
  handle: async () => ({ isAnswered: true }),
});

export interface AnsweringApi {
  url: string;
  close(): void;
}

export async function openAnsweringApi(
  db: Pool,
  table: readonly Route[] = routes.map(answering),
): Promise<AnsweringApi> {
  const log = pino({ level: 'silent' });
  const settings = { publicUrl: 'http://localhost' };
  const auditWriter = openAuditWriter(db, log);
  const deps = {
    db,
    limits: openRateLimits(db),
    log,
    settings,
    auditWriter,
    signIn: testSignIn(),
  } as unknown as ApiDependencies;
  const server = express()
    .use(apiRouter(deps, table))
    .use(answerWithProblem(log, (request, problem) => recordRefusedAttempt(db, request, problem)))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An engagement with a milestone that has not started. */
export async function registered(
  db: Database,
  engagementId: string,
  milestoneId: string,
  { engagement = {}, plan: changes = {} }: { engagement?: object; plan?: object } = {},
): Promise<void> {
  await insertEngagement(db, engagementSchema.parse(engagementWith({}, { engagementId, ...engagement })), systemActor);
  const workflowId = milestoneWorkflowId(milestoneId);
  const plan = milestonePlan.parse(planWith(changes));
  await registerMilestone(db, { milestoneId, engagementId, workflowId, plan, startedBy: systemActor });
}

/** The path of a route with these values for its parameters, "x" for the others. */
export const pathOf = ({ path }: Route, values: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x');
