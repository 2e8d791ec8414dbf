// Puts the HTTP application together: the API, the pages behind links, what holds for both, and how errors leave.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { codecServer, decoderOfSession } from '../api/codecServer.ts';
import { recordRefusedAttempt } from '../api/http/auditTrail.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { bodyWithin, rejectMalformedAddress, rejectNul, unlessUpload } from '../api/http/limits.ts';
import { operationsOf } from '../api/http/operations.ts';
import { answerWithProblem, HttpProblem, problemOf } from '../api/http/problems.ts';
import { apiRouter } from '../api/router.ts';
import { routes } from '../api/routes.ts';
import { deskPages } from '../web/desk/deskPages.ts';
import { digestPages } from '../web/asked/digestPages.ts';
import { calendarFeed } from '../web/desk/calendarFeed.ts';
import { certificatePages } from '../web/certificatePages.ts';
import { requestPages } from '../web/requestPages.ts';
import { accountPages } from '../web/signIn/accountPages.ts';
import { mailboxPages } from '../web/signIn/mailboxPages.ts';
import { signInPages } from '../web/signIn/signInPages.ts';
import { observeRequests, type AnsweredRequest } from './monitoring/observeRequests.ts';

export function createHttpApp(
  deps: ApiDependencies,
  count?: (request: AnsweredRequest) => void,
  traceRequests?: RequestHandler,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.settings.trustProxy);
  app.use(observeRequests(deps.log, count));
  if (traceRequests) app.use(traceRequests);
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(helmet(closedTo(deps.settings.publicUrl)));
  // Asked by every browser and search engine: there is nothing here to be found, and no error in asking.
  app.get('/robots.txt', (_request, response) => void response.type('text/plain').send('User-agent: *\nDisallow: /\n'));
  app.get('/favicon.ico', (_request, response) => void response.status(204).end());
  app.use(rejectNul, rejectMalformedAddress);
  app.use('/r', unlessUpload(bodyWithin(60_000)));
  app.use(requestPages(deps));
  app.use(certificatePages(deps));
  app.use(calendarFeed(deps));
  app.use(digestPages(deps));
  app.use(signInPages(deps));
  app.use(accountPages(deps));
  app.use(mailboxPages(deps));
  app.use(deskPages(deps, operationsOf(routes)));
  if (deps.codec) app.use(codecServer(deps.db, { ...deps.codec, decoderOf: decoderOfSession(deps) }));
  app.use(apiRouter(deps));
  app.use(answerWithProblem(deps.log, (request, problem) => recordRefusedAttempt(deps.db, request, problem)));
  return app;
}

/** Nothing is loaded, framed or sent on from here; pages for people say themselves what they need. */
const closedTo = (publicUrl: string): HelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
  },
  // A browser that was told once never asks by plain http again, so only where there is nothing but https.
  strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
});

/** A whole upload may take an hour, but a connection may stand idle for some minutes only, nor take its time over the headers. */
export function limitConnections(server: Server): Server {
  // Longer than clients and proxies keep a connection that is idle, so that none sends into one that just closes.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 20_000;
  server.requestTimeout = 3_600_000;
  return server.setTimeout(180_000);
}

/** A part of the whole time that stopping has, so that what is refused hears of it before the process is gone. */
const bodyWithinMilliseconds = 8_000;

/**
 * Notes from now on what arrives. What it gives answers what is under way and lets nothing new in; a connection whose answer has gone out
 * is closed then, not kept for a request to come. A body that has not arrived in time is refused: an upload may have an hour.
 */
export function closeWhenAnswered(server: Server, within = bodyWithinMilliseconds): () => Promise<void> {
  const arriving = new Map<IncomingMessage, ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    arriving.set(request, response);
    request.once('close', () => arriving.delete(request));
  });
  return async () => {
    const closing = setInterval(() => server.closeIdleConnections(), 50);
    const refusing = setTimeout(() => [...arriving.values()].forEach(refuseUnfinished), within);
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeIdleConnections();
    });
    clearInterval(closing);
    clearTimeout(refusing);
  };
}

/** Of a body that is whole nobody can say here whether it was acted on. */
function refuseUnfinished(response: ServerResponse): void {
  if (response.req.complete) return;
  // Answered before it was whole: it would go on arriving.
  if (response.headersSent) return response.req.socket.destroySoon();
  const detail = 'The service is being stopped before the body had arrived, and nothing was taken; send it again.';
  const problem = problemOf(new HttpProblem('DEPENDENCY_DOWN', detail));
  response
    .writeHead(problem.status, { 'Content-Type': 'application/problem+json', 'Retry-After': '30', Connection: 'close' })
    .end(JSON.stringify(problem));
}
