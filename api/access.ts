// The door behind the key: whether what an address names is within the key's engagements, and whether the key has the right that the route asks for.
import type { Request, RequestHandler } from 'express';
import { readKeys, type ApiKey } from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import { findEngagementOf } from '../db/subjects.ts';
import { hasRight, termsOf, type Right } from '../domain/access/rights.ts';
import { covers, isWithin } from '../domain/access/scope.ts';
import { addressOf, noteWithin } from './http/address.ts';
import { noSuch, type Named } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';

/** The key of a request that was let in. */
export type KeyAccess = ApiKey;

/** What nobody asked with a key, as health: nothing of any engagement is shown. */
export const noKey: KeyAccess = { keyId: 'none', label: 'none', roles: [], scope: [], isReadOnly: true };

/** Parameters of paths that name something of an engagement by themselves; all others stand below one of these. */
const subjects: Record<string, Named> = {
  engagementId: 'engagement',
  milestoneId: 'milestone',
  documentId: 'document',
  webhookId: 'webhook',
  keyId: 'key',
};

export const keyOf = (request: Request): KeyAccess => (request.res?.locals.key as KeyAccess | undefined) ?? noKey;

/**
 * What is not the key's looks like what is not there, whatever the method and before a body is read: with the same words, after the
 * same query. A right that is missing is named, since one's own engagement is no secret.
 */
export function requireAccess(db: Database): RequestHandler {
  return async (request, response, next) => {
    const address = addressOf(request);
    if (!address) return next();
    const key = keyOf(request);
    const [named] = Object.entries(address.params);
    if (named) await assertWithin(db, key, ...named);
    noteWithin(response);
    if (address.right !== undefined && address.right !== 'none') assertRight(key, address.right);
    next();
  };
}

async function assertWithin(db: Database, key: KeyAccess, parameter: string, id: string): Promise<void> {
  if (key.scope === 'all') return;
  const subject = subjects[parameter];
  if (subject === undefined) throw new TypeError(`no engagement is found by a path that begins with {${parameter}}`);
  if (!(await isSeen(db, key, subject, id))) throw noSuch(subject, id);
}

async function isSeen(db: Database, { scope }: KeyAccess, subject: Named, id: string): Promise<boolean> {
  if (subject === 'key') {
    const [found] = await readKeys(db, { keyIds: [id] });
    return found !== undefined && covers(scope, found.scope);
  }
  const engagementId = await findEngagementOf(db, subject, id);
  return engagementId !== undefined && isWithin(scope, engagementId);
}

/** For what a body names. Throws NOT_FOUND, as for an engagement that is not there. */
export function assertOwnEngagement({ scope }: KeyAccess, engagementId: string): void {
  if (!isWithin(scope, engagementId)) throw noSuch('engagement', engagementId);
}

/** Throws RIGHT_MISSING. */
export function assertRight(key: KeyAccess, right: Right): void {
  if (hasRight(key, right)) return;
  const { allows, isWrite, roles } = termsOf(right);
  const why =
    isWrite && key.isReadOnly
      ? 'this key is read-only'
      : `this key has the role ${key.roles.join(', ')}, and the right is that of ${roles.join(', ')}`;
  throw new HttpProblem(
    'RIGHT_MISSING',
    `This asks for the right ${right} (to ${allows}); ${why}. Use a key that has it, or have one made (npm run keys).`,
    right,
  );
}
