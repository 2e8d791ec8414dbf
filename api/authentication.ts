// The API key that guards everything but health, documentation and request links.
import type { Request, RequestHandler } from 'express';
import { findApiKey } from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import type { Actor, Role } from '../domain/people/people.ts';
import type { CarriedOut } from '../domain/records/retentionActs.ts';
import { keyOf } from './access.ts';
import { HttpProblem } from './http/problems.ts';
import type { RateLimits } from './http/rateLimits.ts';

/** Takes `Authorization: Bearer <key>` or `X-API-Key: <key>`. */
export function requireApiKey({ db, limits }: { db: Database; limits: RateLimits }): RequestHandler {
  return async (request, response, next) => {
    const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const key = bearer ?? request.get('x-api-key');
    const found = key === undefined ? undefined : await findApiKey(db, key.trim());
    if (!found) {
      await limits.count('address', request.ip ?? '');
      response.set('WWW-Authenticate', 'Bearer realm="milestone-sign-off"');
      throw new HttpProblem(
        'UNAUTHENTICATED',
        'Send an API key that is neither over nor revoked as "Authorization: Bearer <key>"; npm run keys lists those there are.',
        'Authorization',
      );
    }
    response.locals.key = found;
    await limits.count('key', found.keyId);
    next();
  };
}

/** Of a request that `requireApiKey` let in. */
export const keyIdOf = (request: Request): string => keyOf(request).keyId;

/** For an act of administration, decided on as of now. */
export const carriedOutBy = (request: Request): CarriedOut => ({
  keyId: keyIdOf(request),
  now: new Date().toISOString(),
});

/** The actor of a request made with an API key on behalf of a person of the engagement. */
export function actorOf(request: Request, personId: string, role: Role): Actor {
  return { personId, role, authentication: { method: 'apiKey', keyId: keyIdOf(request) } };
}
