// All that is asked of who is here, signed in or by the link mailed to their mailbox: what waits, what they decided with copies and receipts, several at once, and days away.
import express, { Router, type Request, type Response } from 'express';
import { recordPageRead } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { problemOf, retryHeaders } from '../../api/http/problems.ts';
import { showAway, setAway } from '../asked/away.ts';
import { decidedView } from '../asked/decidedView.ts';
import { setOwnDigest, showOwnDigest } from '../asked/digestPages.ts';
import { whoIsHere, type Here } from '../asked/here.ts';
import { requestsOf, type AskedRequest } from '../asked/requestsOf.ts';
import { decideTogether, isTogether, severalOf, showTogether } from '../asked/together.ts';
import { wordsAsked } from '../pageWords.ts';
import { refusalIn } from '../problemWords.ts';
import { renderPage } from '../renderPage.ts';
import { requestView } from '../requestView.ts';
import { notSignedIn } from './accountPages.ts';

export function askedPage(deps: ApiDependencies): Router {
  const router = Router();
  router.use('/asked', async (request, _response, next) => {
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  const form = express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 1000 });
  const here =
    (act: (deps: ApiDependencies, request: Request, response: Response, here: Here) => Promise<void>) =>
    (request: Request, response: Response) =>
      withHere(deps, request, response, act);
  router.get('/asked', here(list));
  router.get('/asked/away', here(showAway));
  router.post('/asked/away', form, here(setAway));
  router.get('/asked/mails', here(showOwnDigest));
  router.post('/asked/mails', form, here(setOwnDigest));
  router.get('/asked/together/:kind', here(withKind(showTogether)));
  router.post('/asked/together/:kind', form, here(withKind(decideTogether)));
  return router;
}

async function withHere(
  deps: ApiDependencies,
  request: Request,
  response: Response,
  act: (deps: ApiDependencies, request: Request, response: Response, here: Here) => Promise<void>,
): Promise<void> {
  const here = await whoIsHere(deps, request);
  if (!here) return notSignedIn(response, request.path, deps.signIn !== undefined);
  try {
    await act(deps, request, response, here);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) throw error;
    const words = wordsAsked(request);
    const page = { title: words.say('asked.notDone'), detail: refusalIn(words, error, problem) };
    response
      .status(problem.status)
      .set(retryHeaders(error))
      .type('html')
      .send(renderPage(words, 'message', page));
  }
}

const withKind =
  (act: typeof showTogether | typeof decideTogether) =>
  async (deps: ApiDependencies, request: Request, response: Response, here: Here): Promise<void> => {
    const kind = String(request.params.kind);
    if (isTogether(kind)) return act(deps, request, response, { here, kind });
    return notAsked(response);
  };

async function list(deps: ApiDependencies, request: Request, response: Response, here: Here): Promise<void> {
  if (here.by === 'session') recordPageRead(deps.auditWriter, request, here.openedBy);
  const words = wordsAsked(request);
  const { waiting, decided } = await requestsOf(deps, here);
  const page = {
    title: words.say('asked.title'),
    items: waiting.map(itemOf),
    several: severalOf(waiting, words),
    decided: decided.map(decidedView),
    mayBeAway: waiting.length + decided.length > 0,
    ...(here.by === 'session' ? { isAccount: true } : { visitor: here.visit.address }),
  };
  response.type('html').send(renderPage(words, 'asked', page));
}

function itemOf({ opened, href }: AskedRequest) {
  const { title: what, milestone, engagement, ...view } = requestView(opened);
  return { href, what, milestone, engagement, by: 'by' in view ? view.by : undefined };
}

/** Whether there is such a request, nobody else learns. */
export function notAsked(response: Response): void {
  const page = { title: wordsAsked(response.req).say('asked.notYours'), isNotAsked: true };
  response
    .status(404)
    .type('html')
    .send(renderPage(wordsAsked(response.req), 'message', page));
}
