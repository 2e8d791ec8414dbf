// The page of who is signed in: who they are here, what they may see, where they are signed in, and what is asked of them.
import express, { Router, type Request, type Response } from 'express';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { holderOf } from '../../api/http/holders.ts';
import { noSuch } from '../../api/http/lookUps.ts';
import { problemOf } from '../../api/http/problems.ts';
import { assertFormOf, openSession, type OpenSession } from '../../api/http/sessions.ts';
import { asJob } from '../../db/inScope.ts';
import { endSessions, findSessionById, listSessions } from '../../db/sessions.ts';
import { engagementNames } from '../../db/engagements.ts';
import type { Role } from '../../domain/access/rights.ts';
import { instantIn } from '../../mail/formatInstant.ts';
import type { Words } from '../../mail/messages/words.ts';
import { closedPolicy } from '../contentSecurity.ts';
import { answerWithPage } from '../failurePage.ts';
import { wordsAsked } from '../pageWords.ts';
import { refusalIn } from '../problemWords.ts';
import { renderPage } from '../renderPage.ts';
import { roleSays, roleWord } from '../roleWords.ts';

export function accountPages(deps: ApiDependencies): Router {
  const router = Router();
  router.use('/me', async (request, response, next) => {
    response.set({ 'Content-Security-Policy': await policyOf(deps), 'X-Robots-Tag': 'noindex' });
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  router.get('/me', async (request, response) => {
    const open = await openSession(deps, request);
    if (!open) return notSignedIn(response, '/me');
    response
      .type('html')
      .send(renderPage(wordsAsked(response.req), 'account', await accountView(deps, open, wordsAsked(request))));
  });
  router.post(
    '/me/sessions/:sessionId/end',
    express.urlencoded({ extended: false, limit: '20kb', parameterLimit: 10 }),
    (request, response) => endOwn(deps, request, response),
  );
  router.use('/me', answerWithPage(deps));
  return router;
}

/** The form for signing out leads on to the identity provider, which browsers hold against this. */
async function policyOf({ signIn }: ApiDependencies): Promise<string> {
  const there = await signIn?.provider.endAddress('').catch(() => undefined);
  return there
    ? closedPolicy.replace("form-action 'self'", `form-action 'self' ${new URL(there).origin}`)
    : closedPolicy;
}

/** `to` is where they wanted to go. */
export function notSignedIn(response: Response, to: string, isSignInOffered = true): void {
  response
    .status(401)
    .type('html')
    .send(
      renderPage(wordsAsked(response.req), 'message', {
        title: wordsAsked(response.req).say('account.pleaseSignIn'),
        ...(isSignInOffered ? { signInAt: `/sign-in?to=${encodeURIComponent(to)}` } : {}),
        isAskedByMail: true,
      }),
    );
}

const roleView = (words: Words) => (role: Role) => ({ role: roleWord(words, role), says: roleSays(words, role) });

async function accountView(deps: ApiDependencies, { session, formToken }: OpenSession, words: Words) {
  const { signIn } = deps;
  const db = asJob(deps.db, 'signIn');
  const holder = await holderOf(db, session);
  const memberships = holder.memberships ?? [];
  const names = await engagementNames(
    db,
    memberships.map((each) => each.engagementId),
  );
  const sessions = signIn ? await listSessions(db, signIn.limits, { holderId: session.holderId }) : [];
  return {
    title: session.name,
    isAccount: true,
    formToken,
    ...{ address: session.address, issuer: session.issuer, provenAt: instantIn(words, session.authenticatedAt, 'UTC') },
    roles: holder.roles.map(roleView(words)),
    engagements: memberships.map(({ engagementId, roles: held }) => ({
      ...{ engagementId, name: names.get(engagementId) ?? engagementId },
      roles: held.map(roleView(words)),
    })),
    sessions: sessions.map((each) => ({
      sessionId: each.sessionId,
      isThis: each.sessionId === session.sessionId,
      ...{ ipAddress: each.ipAddress, userAgent: each.userAgent },
      begun: instantIn(words, each.createdAt, 'UTC'),
      used: instantIn(words, each.lastUsedAt, 'UTC'),
      until: instantIn(words, each.expiresAt, 'UTC'),
    })),
  };
}

/** One's own, as far as the same account at the identity provider tells; another's looks as if it were not there. */
async function endOwn(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const open = await openSession(deps, request);
  if (!open) return notSignedIn(response, '/me');
  try {
    assertFormOf(deps, request, open);
    const sessionId = String(request.params.sessionId);
    const found = await findSessionById(asJob(deps.db, 'signIn'), sessionId);
    if (found?.holderId !== open.session.holderId) throw noSuch('session', sessionId);
    const by = { by: open.session.holderId, reason: 'ended by its person', now: new Date().toISOString() };
    await endSessions(asJob(deps.db, 'signIn'), { sessionId }, by);
    response.redirect(303, '/me');
  } catch (error) {
    const problem = problemOf(error);
    const words = wordsAsked(request);
    if (problem.status >= 500) throw error;
    const page = { title: words.say('account.notEnded'), detail: refusalIn(words, error, problem) };
    response
      .status(problem.status)
      .type('html')
      .send(renderPage(wordsAsked(response.req), 'message', page));
  }
}
