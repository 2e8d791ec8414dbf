// Who asks the API: the key that guards everything but health, documentation and request links, or a session in its place.
import type { Request, RequestHandler } from 'express';
import { findApiKey } from '../db/apiKeys.ts';
import { asJob } from '../db/inScope.ts';
import { isNamedShutOut } from '../db/shutOut.ts';
import { personIdIn } from '../domain/access/holders.ts';
import { shutOutActor } from '../domain/access/restrictions.ts';
import { SignOffError } from '../domain/errors.ts';
import { whyAnotherName } from '../domain/people/names.ts';
import type { Actor, Authenticated, Role } from '../domain/people/people.ts';
import type { CarriedOut } from '../domain/records/retentionActs.ts';
import { accessOf, engagementOf, findEngagementAbout } from './http/access.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { accessOfKey, accessOfSession, type Access } from './http/holders.ts';
import { HttpProblem } from './http/problems.ts';
import { assertOwnPage, openSession } from './http/sessions.ts';

/**
 * Takes `Authorization: Bearer <key>` or `X-API-Key: <key>`, and without either the cookie of a session, from pages of this service
 * alone where something is changed.
 */
export function authenticate(deps: ApiDependencies): RequestHandler {
  return async (request, response, next) => {
    const access = await found(deps, request);
    if (!access) {
      await deps.limits.count('address', request.ip ?? '');
      response.set('WWW-Authenticate', 'Bearer realm="milestone-sign-off"');
      throw new HttpProblem(
        'UNAUTHENTICATED',
        `Send an API key that is neither over nor revoked as "Authorization: Bearer <key>" (npm run keys lists those there are)${deps.signIn ? ', or sign in at /sign-in' : ''}.`,
        'Authorization',
      );
    }
    response.locals.key = access;
    await deps.limits.count('key', access.keyId);
    next();
  };
}

async function found(deps: ApiDependencies, request: Request): Promise<Access | undefined> {
  const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
  const secret = bearer ?? request.get('x-api-key');
  if (secret !== undefined) {
    const key = await findApiKey(asJob(deps.db, 'door'), secret.trim());
    return key && accessOfKey(key);
  }
  const open = await openSession(deps, request);
  if (!open) return undefined;
  assertOwnPage(deps, request);
  return accessOfSession(asJob(deps.db, 'signIn'), open.session);
}

/** Of the key, or of the signed-in person, of a request that was let in. */
export const keyIdOf = (request: Request): string => accessOf(request).keyId;

/** For an act of administration, decided on as of now. */
export const carriedOutBy = (request: Request): CarriedOut => ({
  keyId: keyIdOf(request),
  now: new Date().toISOString(),
});

/** The actor of a request, in a role that the command it sends is for and `domain/` holds them to. As `authenticated`. */
export const actorOf = (request: Request, personId: string, role: Role, engagementId?: string): Actor => ({
  ...authenticated(request, personId, engagementId),
  role,
});

/**
 * Who makes a request: with a key, on behalf of the person of the engagement that it names; signed in, that person and nobody
 * else. Throws WRONG_ACTOR. `engagementId` where the path names none.
 */
export function authenticated(request: Request, personId: string, engagementId?: string): Authenticated {
  const { session } = accessOf(request);
  if (!session) return { personId, authentication: { method: 'apiKey', keyId: keyIdOf(request) } };
  assertThemself(request, personId, engagementId);
  const { issuer, subject, sessionId, authenticatedAt } = session;
  return { personId, authentication: { method: 'session', issuer, subject, sessionId, authenticatedAt } };
}

/**
 * That the person a key acts for may still act: neither departures nor barriers are got round by a system. Who is signed in is
 * asked at the door. Throws WRONG_ACTOR.
 */
export async function assertActs(
  { db }: Pick<ApiDependencies, 'db'>,
  request: Request,
  given: { personId?: unknown; engagementId?: unknown } | undefined,
): Promise<void> {
  const { personId } = given ?? {};
  if (typeof personId !== 'string' || accessOf(request).session) return;
  const engagementId = await findEngagementAbout(db, request, given);
  if (engagementId === undefined || !(await isNamedShutOut(db, engagementId, personId))) return;
  throw shutOutActor(personId, 'personId');
}

/** That who is signed in names nobody else. Throws WRONG_ACTOR. */
export function assertThemself(request: Request, personId: string, engagementId = engagementOf(request)): void {
  const { session, holder } = accessOf(request);
  if (!session) return;
  const own = engagementId === undefined ? undefined : personIdIn(holder, engagementId);
  if (own === personId) return;
  throw new SignOffError(
    'WRONG_ACTOR',
    own === undefined
      ? 'You are signed in, and the engagement does not name you; whoever acts in it must be one of its people.'
      : `You are signed in, and "${own}" in this engagement; nobody acts as somebody else. Give that as personId.`,
    { field: 'personId' },
  );
}

/** That who is signed in answers for it by their own name. Throws WRONG_ACTOR naming the field. */
export function assertNamesThemself(request: Request, { name }: { name: string }, field: string): void {
  const { session } = accessOf(request);
  const why = session && whyAnotherName(name, session.name);
  if (why === undefined) return;
  throw new SignOffError('WRONG_ACTOR', `You are signed in as ${session?.name}, and answer for it yourself. ${why}`, {
    field: `${field}.name`,
  });
}
