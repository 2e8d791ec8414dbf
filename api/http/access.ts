// The door behind key and session: whether what an address names is the holder's to see, and whether they have the right that the route asks for.
import type { Request, RequestHandler } from 'express';
import { readKeys } from '../../db/apiKeys.ts';
import type { Database, Pool } from '../../db/database.ts';
import { listEndpoints } from '../../db/eventEndpoints.ts';
import { around, asJob, inScope } from '../../db/inScope.ts';
import { findEngagementOf } from '../../db/subjects.ts';
import { mayAnywhere, mayIn, scopeWith, sees } from '../../domain/access/holders.ts';
import { termsOf, type Right } from '../../domain/access/rights.ts';
import { covers, isWithin, without } from '../../domain/access/scope.ts';
import { addressOf, noteWithin } from './address.ts';
import type { Access } from './holders.ts';
import { noSuch, type Named } from './lookUps.ts';
import { HttpProblem } from './problems.ts';

export type { Access };

/** What nobody asked with a key or session, as health: nothing of any engagement is shown. */
export const nobody: Access = {
  ...{ keyId: 'none', label: 'none', scope: [] },
  holder: { roles: [], scope: [], isReadOnly: true },
};

/** Parameters of paths that name something by themselves; all others stand below one of these. */
const subjects: Record<string, Named> = {
  engagementId: 'engagement',
  milestoneId: 'milestone',
  documentId: 'document',
  webhookId: 'webhook',
  quarantineId: 'quarantine',
  keyId: 'key',
  endpointId: 'endpoint',
  sessionId: 'session',
  grantId: 'grant',
  barrierId: 'barrier',
  departureId: 'departure',
  holderId: 'person',
};

/** Of no engagement: who has a right for the service sees it. */
const ofService = ['session', 'grant', 'person', 'barrier', 'departure'] as const;
const isOfService = (subject: Named): subject is (typeof ofService)[number] =>
  (ofService as readonly Named[]).includes(subject);

export const accessOf = (request: Request): Access => (request.res?.locals.key as Access | undefined) ?? nobody;

/** The engagement that the path names something of. */
export const engagementOf = (request: Request): string | undefined =>
  request.res?.locals.engagementId as string | undefined;

/**
 * What is not the holder's looks like what is not there, whatever the method and before a body is read: with the same words, after
 * the same query. A right that is missing is named, since one's own engagement is no secret.
 */
export function requireAccess(db: Pool): RequestHandler {
  return async (request, response, next) => {
    const address = addressOf(request);
    if (!address) return next();
    const access = accessOf(request);
    const [named] = Object.entries(address.params);
    const engagementId = named && (await assertSeen(asJob(db, 'door'), access, ...named));
    noteWithin(response);
    const { right } = address;
    if (right !== undefined && right !== 'none') {
      assertRight(access, right, engagementId);
      Object.assign(response.locals, { key: { ...access, scope: scopeWith(access.holder, right) }, engagementId });
    }
    next();
  };
}

/** The record as far as what a path names, which the door has let in; without a name as far as the holder's engagements. */
export function recordOf(db: Pool, { scope }: Access, params: Readonly<Record<string, string>>): Database {
  const [named] = Object.entries(params);
  if (!named) return inScope(db, scope);
  const [parameter, id] = named;
  const subject = subjectOf(parameter);
  if (isOfService(subject)) return asJob(db, 'signIn');
  return subject === 'key' || subject === 'endpoint' ? asJob(db, 'door') : around(db, subject, id);
}

function subjectOf(parameter: string): Named {
  const subject = subjects[parameter];
  if (subject === undefined) throw new TypeError(`no engagement is found by a path that begins with {${parameter}}`);
  return subject;
}

/** The engagement that a request is about, by its path or by what its body names. */
export async function findEngagementAbout(
  db: Pool,
  request: Request,
  body: { engagementId?: unknown } | undefined,
): Promise<string | undefined> {
  const seen = engagementOf(request);
  if (seen !== undefined) return seen;
  const [[parameter = '', id = ''] = []] = Object.entries(request.params as Record<string, string>);
  const subject = subjects[parameter];
  if (subject === undefined) return typeof body?.engagementId === 'string' ? body.engagementId : undefined;
  if (subject === 'key' || subject === 'endpoint' || isOfService(subject)) return undefined;
  return findEngagementOf(asJob(db, 'door'), subject, id);
}

/** Gives the engagement, where it makes a difference which. Throws NOT_FOUND. */
async function assertSeen(db: Database, access: Access, parameter: string, id: string): Promise<string | undefined> {
  const { holder, session } = access;
  if (holder.scope === 'all' && holder.barred === undefined && !session) return undefined;
  const subject = subjectOf(parameter);
  if (isOfService(subject)) {
    if (Array.isArray(holder.scope)) throw noSuch(subject, id);
    return undefined;
  }
  // Of several engagements, or of all: its route looks at each.
  if (subject === 'endpoint') {
    const found = (await listEndpoints(db)).find((each) => each.endpointId === id);
    const seen = without(holder.scope, holder.barred ?? []);
    if (!found || !covers(seen, found.engagementIds ?? 'all')) throw noSuch(subject, id);
    return undefined;
  }
  if (subject === 'key') {
    const [found] = await readKeys(db, { keyIds: [id] });
    const seen = without(holder.scope, holder.barred ?? []);
    if (!found || !covers(seen, found.scope)) throw noSuch(subject, id);
    return undefined;
  }
  const engagementId = await findEngagementOf(db, subject, id);
  if (engagementId === undefined || !sees(holder, engagementId)) throw noSuch(subject, id);
  return engagementId;
}

/** For what a body names. Throws NOT_FOUND, as for an engagement that is not there. */
export function assertOwnEngagement({ scope }: Access, engagementId: string): void {
  if (!isWithin(scope, engagementId)) throw noSuch('engagement', engagementId);
}

/** In an engagement where one is named, else anywhere. Throws RIGHT_MISSING. */
export function assertRight(access: Access, right: Right, engagementId?: string): void {
  const { holder } = access;
  if (engagementId === undefined ? mayAnywhere(holder, right) : mayIn(holder, right, engagementId)) return;
  throw lackingRight(access, right);
}

/** As the API says it; a page says it in words of its own. */
export class RightMissing extends HttpProblem {
  readonly right: Right;

  constructor(right: Right, message: string) {
    super('RIGHT_MISSING', message, right);
    this.name = 'RightMissing';
    this.right = right;
  }
}

export function lackingRight({ holder, session }: Access, right: Right): RightMissing {
  const { allows, isWrite, roles } = termsOf(right);
  const held = session
    ? 'you are signed in without one that has it'
    : `this key has the role ${holder.roles.join(', ')}`;
  const why =
    isWrite && holder.isReadOnly ? 'this key is read-only' : `the right is that of ${roles.join(', ')}, and ${held}`;
  const remedy = session
    ? 'Ask who has it, or an administrator for a role'
    : 'Use a key that has it, or have one made (npm run keys)';
  return new RightMissing(right, `This asks for the right ${right} (to ${allows}); ${why}. ${remedy}.`);
}
