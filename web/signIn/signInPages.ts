// The addresses by which people of the firm sign in and out, and by which their identity provider signs them out.
import express, { Router, type Request, type Response } from 'express';
import { visitorOf } from '../../api/http/auditTrail.ts';
import type { ApiDependencies, Begun, SignIn } from '../../api/http/dependencies.ts';
import { HttpProblem, problemOf, retryHeaders } from '../../api/http/problems.ts';
import {
  assertFormOf,
  clearSessionCookie,
  cookieName,
  cookieOptions,
  openSession,
  readCookie,
  setSessionCookie,
} from '../../api/http/sessions.ts';
import { asJob } from '../../db/inScope.ts';
import { readStanding } from '../../db/restrictions.ts';
import { beginSession, endSessions, takeLogoutToken } from '../../db/sessions.ts';
import { mailboxNamed } from '../../domain/access/restrictions.ts';
import { SignOffError } from '../../domain/errors.ts';
import { closedPolicy } from '../contentSecurity.ts';
import { wordsAsked } from '../pageWords.ts';
import { PageRefusal, refusalIn } from '../problemWords.ts';
import { renderPage } from '../renderPage.ts';

type Deps = ApiDependencies & { signIn: SignIn };

const callback = '/sign-in/callback';
/** Long enough for a second factor and a forgotten password. */
const signInWithinMilliseconds = 15 * 60_000;

export function signInPages(deps: ApiDependencies): Router {
  const router = Router();
  const { signIn } = deps;
  router.use(['/sign-in', '/sign-out', '/signed-out'], async (request, response, next) => {
    response.set({ 'Content-Security-Policy': closedPolicy, 'X-Robots-Tag': 'noindex' });
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  router.get('/signed-out', (_request, response) =>
    send(response, 200, { title: wordsAsked(response.req).say('account.signedOut'), isSignedOut: true }),
  );
  if (!signIn) {
    router.get('/sign-in', (_request, response) =>
      send(response, 404, { title: wordsAsked(response.req).say('account.nobodySignsIn'), isSignInOff: true }),
    );
    return router;
  }
  const own: Deps = { ...deps, signIn };
  router.get('/sign-in', (request, response) => withPages(own, response, () => begin(own, request, response)));
  router.get(callback, (request, response) => withPages(own, response, () => finish(own, request, response)));
  const form = express.urlencoded({ extended: false, limit: '20kb', parameterLimit: 10 });
  router.post('/sign-out', form, (request, response) =>
    withPages(own, response, () => signOut(own, request, response)),
  );
  router.post('/sign-in/back-channel-logout', form, (request, response) => takeLogout(own, request, response));
  return router;
}

function send(response: Response, status: number, page: Record<string, unknown>): void {
  response
    .status(status)
    .type('html')
    .send(renderPage(wordsAsked(response.req), 'message', page));
}

/** What cannot be done is said on a page; what the provider is to blame for, without its words, which anybody can put into an address. */
async function withPages({ log }: Deps, response: Response, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const isOurs = error instanceof SignOffError || error instanceof HttpProblem;
    const problem = problemOf(error);
    if (!isOurs) log.warn({ err: error }, 'somebody could not be signed in or out');
    const words = wordsAsked(response.req);
    const said = isOurs ? { detail: refusalIn(words, error, problem) } : { isNoSignIn: true };
    const page = { title: words.say('account.notSignedIn'), ...said };
    response.set(retryHeaders(error));
    send(response, isOurs ? problem.status : 502, page);
  }
}

/** A path of this service; whatever else stands there would send people elsewhere in our name. */
export function localPath(given: unknown, publicUrl: string): string {
  const wanted = typeof given === 'string' && given.startsWith('/') && URL.canParse(given, publicUrl);
  const url = wanted ? new URL(given, publicUrl) : undefined;
  return url?.origin === new URL(publicUrl).origin ? `${url.pathname}${url.search}` : '/desk';
}

/** What must be known again waits in the browser that asked: nobody is signed in by an answer to somebody else's question. */
async function begin(deps: Deps, request: Request, response: Response): Promise<void> {
  const { publicUrl } = deps.settings;
  const { address, ...begun } = await deps.signIn.provider.begin(`${publicUrl}${callback}`);
  const kept = JSON.stringify({ ...begun, to: localPath(request.query.to, publicUrl) });
  response.cookie(cookieName(deps, 'sign-in'), Buffer.from(kept).toString('base64url'), {
    ...cookieOptions(deps),
    maxAge: signInWithinMilliseconds,
  });
  response.redirect(302, address);
}

async function finish(deps: Deps, request: Request, response: Response): Promise<void> {
  const { publicUrl } = deps.settings;
  const name = cookieName(deps, 'sign-in');
  const begun = begunIn(readCookie(request, name));
  response.clearCookie(name, cookieOptions(deps));
  if (!begun) throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('account.beginAgain'));
  const identity = await deps.signIn.provider.finish(new URL(request.originalUrl, publicUrl), begun);
  const { hasLeft } = await readStanding(asJob(deps.db, 'signIn'), mailboxNamed(identity));
  if (hasLeft) throw new PageRefusal('WRONG_ACTOR', ({ say }) => say('account.left'));
  const before = await openSession(deps, request);
  if (before)
    await endSessions(
      asJob(deps.db, 'signIn'),
      { sessionId: before.session.sessionId },
      ended(before.session.holderId, 'signed in anew'),
    );
  const visit = { ...visitorOf(request), now: new Date().toISOString() };
  setSessionCookie(deps, response, await beginSession(asJob(deps.db, 'signIn'), identity, deps.signIn.limits, visit));
  response.redirect(303, localPath(begun.to, publicUrl));
}

function begunIn(cookie: string | undefined): (Begun & { to: unknown }) | undefined {
  try {
    const kept = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()) as Record<string, unknown>;
    const [state, nonce, verifier] = [kept.state, kept.nonce, kept.verifier];
    if (typeof state !== 'string' || typeof nonce !== 'string' || typeof verifier !== 'string') return undefined;
    return { state, nonce, verifier, to: kept.to };
  } catch {
    return undefined;
  }
}

const ended = (by: string, reason: string) => ({ by, reason, now: new Date().toISOString() });

/** Here first, so that it holds whatever the provider does. */
async function signOut(deps: Deps, request: Request, response: Response): Promise<void> {
  const { publicUrl } = deps.settings;
  const open = await openSession(deps, request);
  if (open) {
    assertFormOf(deps, request, open);
    await endSessions(
      asJob(deps.db, 'signIn'),
      { sessionId: open.session.sessionId },
      ended(open.session.holderId, 'signed out'),
    );
  }
  clearSessionCookie(deps, response);
  const there = await deps.signIn.provider.endAddress(`${publicUrl}/signed-out`).catch(() => undefined);
  response.redirect(303, there ?? '/signed-out');
}

/** The answers are those of OpenID Connect Back-Channel Logout 1.0 (2.8): 200, or 400 with an error. */
async function takeLogout({ db: pool, log, signIn }: Deps, request: Request, response: Response): Promise<void> {
  const db = asJob(pool, 'signIn');
  const token = (request.body as { logout_token?: unknown } | undefined)?.logout_token;
  try {
    if (typeof token !== 'string')
      throw new SignOffError('INVALID_MESSAGE', 'Send the logout_token as a form field.', { field: 'logout_token' });
    const { jti, issuer, ...whose } = await signIn.provider.readLogoutToken(token);
    if (!(await takeLogoutToken(db, issuer, jti)))
      throw new SignOffError('INVALID_MESSAGE', 'This logout token was used before.', { field: 'logout_token' });
    const ids = await endSessions(db, { issuer, ...whose }, ended('identity provider', 'signed out there'));
    log.info({ sessions: ids.length }, 'the identity provider signed somebody out');
    response.status(200).end();
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    response.status(400).json({ error: 'invalid_request', error_description: error.message });
  }
}
