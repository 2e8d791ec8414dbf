// Express from the table of routes: in which order a request is let in, put on record, read and answered.
import express, { Router } from 'express';
import { accessOf, recordOf, requireAccess } from './http/access.ts';
import { assertActs, authenticate } from './authentication.ts';
import { documentation } from './documentation.ts';
import { isWithinOf } from './http/address.ts';
import { addresses, expressPath } from './http/addresses.ts';
import { keepAuditTrail } from './http/auditTrail.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { assertStrict, bodyWithin, jsonOnly, mergePatch, otherMethodsNotAllowed } from './http/limits.ts';
import { parse } from './http/parse.ts';
import { notFound } from './http/problems.ts';
import { releaseIdempotencyKey, claimIdempotencyKey, rememberBody } from './idempotency.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

export function apiRouter(deps: ApiDependencies, table: readonly Route[] = routes): Router {
  const router = Router();
  router.use(addresses(table));
  mount(
    router,
    deps,
    table.filter((each) => each.right === 'none'),
  );
  router.use(documentation(deps.settings.publicUrl));
  router.use(authenticate(deps));
  router.use(keepAuditTrail(deps.db, deps.auditWriter));
  router.use(requireAccess(deps.db));
  mount(
    router,
    deps,
    table.filter((each) => each.takesFile),
  );
  router.use(
    bodyWithin(60_000),
    jsonOnly,
    express.json({ limit: '2mb', type: ['json', mergePatch], verify: takeBody }),
  );
  router.use(claimIdempotencyKey(deps.db));
  mount(
    router,
    deps,
    table.filter((each) => each.right !== 'none' && !each.takesFile),
  );
  router.use(otherMethodsNotAllowed, notFound);
  router.use(releaseIdempotencyKey(deps.db));
  return router;
}

/** The bytes as they came, before anything is read from them. */
const takeBody: NonNullable<Parameters<typeof express.json>[0]>['verify'] = (request, response, body, encoding) => {
  assertStrict(body, encoding);
  rememberBody(request, response, body);
};

function mount(router: Router, deps: ApiDependencies, table: readonly Route[]): void {
  for (const route of table)
    router[route.method](expressPath(route.path), async (request, response) => {
      // Whatever becomes of the order above: nothing is answered that the door has not seen.
      if (route.right !== 'none' && !isWithinOf(request))
        throw new Error(`${route.operationId} was not asked at the door`);
      const query = route.query && parse(route.query, request.query);
      const body = route.body && parse(route.body, request.body);
      const params = request.params as Record<string, string>;
      if (!route.isAboutPerson) await assertActs(deps, request, { ...(query as object), ...(body as object) });
      response.status(route.status ?? 200);
      const key = accessOf(request);
      const asked = { ...deps, pool: deps.db, db: recordOf(deps.db, key, params) };
      const answer = await route.handle(asked, { params, query, body, key, request, response });
      if (!response.headersSent) response.json(answer);
    });
}
