// The list of what is asked of who is signed in: every request of theirs that can still be decided, each with its page.
import { Router, type Response } from 'express';
import { recordPageRead } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { openSession, type OpenSession } from '../../api/http/sessions.ts';
import { listAskedOf } from '../../db/requests.ts';
import { wordsAsked } from '../pageWords.ts';
import { renderPage } from '../renderPage.ts';
import { requestView } from '../requestView.ts';
import { openedOf, recordOf } from '../resolveLink.ts';
import { notSignedIn } from './accountPages.ts';
import { itemsOfMailbox, openVisit } from './mailboxPages.ts';

/** More than anybody decides on in a day; what is older comes up once those are done. */
const shownAtOnce = 100;

export function askedPage(deps: ApiDependencies): Router {
  const router = Router();
  router.use('/asked', async (request, _response, next) => {
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  router.get('/asked', async (request, response) => {
    const open = await openSession(deps, request);
    const words = wordsAsked(request);
    if (!open) {
      const visit = await openVisit(deps, request);
      if (!visit) return notSignedIn(response, '/asked', deps.signIn !== undefined);
      const page = { title: words.say('asked.title'), visitor: visit.address, ...(await itemsOfMailbox(deps, visit)) };
      response.type('html').send(renderPage(words, 'asked', page));
      return;
    }
    recordPageRead(deps.auditWriter, request, open.session.holderId);
    const page = { title: words.say('asked.title'), isAccount: true, items: await itemsOf(deps, open) };
    response.type('html').send(renderPage(wordsAsked(response.req), 'asked', page));
  });
  return router;
}

async function itemsOf({ db: pool }: ApiDependencies, open: OpenSession) {
  const { db, own } = await recordOf(pool, open);
  const items = [];
  for (const request of await listAskedOf(db, own, shownAtOnce)) {
    const opened = await openedOf(pool, db, request, false);
    if (opened?.state !== 'open') continue;
    const { title, milestone, engagement, ...view } = requestView(opened);
    items.push({
      ...{ href: `/asked/${encodeURIComponent(request.requestId)}`, what: title, milestone, engagement },
      by: 'by' in view ? view.by : undefined,
    });
  }
  return items;
}

/** Whether there is such a request, nobody else learns. */
export function notAsked(response: Response): void {
  const page = { title: wordsAsked(response.req).say('asked.notYours'), isNotAsked: true };
  response
    .status(404)
    .type('html')
    .send(renderPage(wordsAsked(response.req), 'message', page));
}
