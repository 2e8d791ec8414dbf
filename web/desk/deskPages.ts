// Express from the table of pages: in which order whoever is signed in is let in, put on record and answered.
import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { accessOf, recordOf, requireAccess } from '../../api/http/access.ts';
import { isWithinOf } from '../../api/http/address.ts';
import { addresses, expressPath } from '../../api/http/addresses.ts';
import { keepAuditTrail, recordRefusedAttempt } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { accessOfSession } from '../../api/http/holders.ts';
import type { Operations } from '../../api/http/operations.ts';
import { HttpProblem, problemOf, retryHeaders } from '../../api/http/problems.ts';
import { assertFormOf, openSession, type OpenSession } from '../../api/http/sessions.ts';
import { asJob } from '../../db/inScope.ts';
import { askingPolicy, closedPolicy } from '../contentSecurity.ts';
import { answerWithPage } from '../failurePage.ts';
import { wordsAsked } from '../pageWords.ts';
import { formOf } from '../postedForm.ts';
import { refusalIn } from '../problemWords.ts';
import { renderPage } from '../renderPage.ts';
import { notSignedIn } from '../signIn/accountPages.ts';
import { frameOf } from './frame.ts';
import { pageTable } from './pageTable.ts';
import type { PageRoute } from './pageRoute.ts';

export function deskPages(
  deps: ApiDependencies,
  operations: Operations,
  table: readonly PageRoute[] = pageTable,
): Router {
  const router = Router();
  const own = express.Router();
  own.use(async (request, response, next) => {
    response.set({ 'Content-Security-Policy': askingPolicy, 'X-Robots-Tag': 'noindex' });
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  own.use(addresses(table));
  own.use(signedIn(deps));
  own.use(keepAuditTrail(deps.db, deps.auditWriter));
  own.use(requireAccess(deps.db));
  const form = express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 3000 });
  for (const route of table)
    own[route.method](
      expressPath(route.path),
      ...(route.method === 'post' && !route.takesFiles ? [form] : []),
      (request: Request, response: Response) => answer({ ...deps, operations }, route, request, response),
    );
  own.use(({ path }) => {
    throw new HttpProblem('NOT_FOUND', path);
  });
  own.use(refusedWithPage(deps));
  own.use(answerWithPage(deps));
  router.get('/', async (request, response) => {
    if (await openSession(deps, request)) return response.redirect(303, '/desk');
    response.set({ 'Content-Security-Policy': closedPolicy, 'X-Robots-Tag': 'noindex' });
    const words = wordsAsked(request);
    const values = { title: words.say('desk.home.title'), isSignInOffered: deps.signIn !== undefined };
    response.type('html').send(renderPage(words, 'deskHome', values));
  });
  // Not mounted: the audit trail names paths whole.
  router.use((request, response, next) =>
    /^\/desk(\/|$)/i.test(request.path) ? own(request, response, next) : next(),
  );
  return router;
}

const openOf = (response: Response): OpenSession => response.locals.open as OpenSession;

function signedIn(deps: ApiDependencies): express.RequestHandler {
  return async (request, response, next) => {
    const open = await openSession(deps, request);
    if (!open) {
      request.resume();
      return notSignedIn(response, request.method === 'GET' ? request.originalUrl : '/desk');
    }
    Object.assign(response.locals, { open, key: await accessOfSession(asJob(deps.db, 'signIn'), open.session) });
    await deps.limits.count('key', accessOf(request).keyId);
    next();
  };
}

async function answer(
  deps: ApiDependencies & { operations: Operations },
  route: PageRoute,
  request: Request,
  response: Response,
): Promise<void> {
  // Whatever becomes of the order above: nothing is shown that the door has not seen.
  if (!isWithinOf(request)) throw new Error(`${route.name} was not asked at the door`);
  const open = openOf(response);
  if (route.method === 'post' && !route.takesFiles) assertFormOf(deps, request, open);
  const params = request.params as Record<string, string>;
  const access = accessOf(request);
  const words = wordsAsked(request);
  const shown = await route.handle(
    { ...deps, pool: deps.db, db: recordOf(deps.db, access, params) },
    {
      ...{ params, query: formOf(request.query) as Record<string, string>, form: formOf(request.body) },
      ...{ access, open, words, request, response, now: new Date().toISOString() },
    },
  );
  if (!shown) return;
  if ('goTo' in shown) return response.redirect(303, shown.goTo);
  const frame = frameOf(access, open, words, request.path);
  response
    .status(shown.status ?? 200)
    .type('html')
    .send(renderPage(words, shown.page, { ...frame, ...shown.values }));
}

/** What is wrong with a request is said on a page, and put on record as at the API. */
const refusedWithPage =
  ({ db, log }: ApiDependencies): ErrorRequestHandler =>
  async (error, request, response, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500 || response.headersSent || response.destroyed) return next(error);
    request.resume();
    if (problem.status !== 429)
      await recordRefusedAttempt(db, request, problem).catch((failure: unknown) =>
        log.error({ err: failure }, 'a refused request could not be taken down'),
      );
    const words = wordsAsked(request);
    const open = response.locals.open as OpenSession | undefined;
    const frame = open ? frameOf(accessOf(request), open, words, request.path) : {};
    const values = { ...frame, ...problemView({ ...problem, detail: refusalIn(words, error, problem) }, words.say) };
    response
      .status(problem.status)
      .set(retryHeaders(error))
      .type('html')
      .send(renderPage(words, 'deskProblem', values));
  };

function problemView(
  { status, detail }: { status: number; detail: string },
  say: ReturnType<typeof wordsAsked>['say'],
) {
  if (status === 404) return { title: say('desk.notThere'), detail: say('desk.notThereDetail') };
  return { title: status === 403 ? say('desk.notYours') : say('desk.notDone'), detail };
}
