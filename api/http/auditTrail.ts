// Takes down in the audit log what happens at the door: attempts refused, records read, administrative acts. Decides nothing.
import type { Request, RequestHandler } from 'express';
import { appendAudit } from '../../db/auditLog.ts';
import type { Pool } from '../../db/database.ts';
import { around, aroundChain } from '../../db/inScope.ts';
import { findEngagement } from '../../db/engagements.ts';
import { findMilestone } from '../../db/milestones.ts';
import type { DecisionRequest } from '../../db/requests.ts';
import {
  engagementChain,
  milestoneChain,
  readsChain,
  serviceChain,
  type AuditEntry,
  type Chain,
} from '../../evidence/ledger/auditEntry.ts';
import { addressOf, isWithinOf } from './address.ts';
import type { AuditWriter } from './auditWriter.ts';
import type { Access } from './holders.ts';
import type { OpenSession } from './sessions.ts';
import type { Problem } from './problems.ts';

export const visitorOf = (request: Request): { ipAddress?: string; userAgent?: string } => ({
  ...(request.ip ? { ipAddress: request.ip } : {}),
  ...(request.get('user-agent') ? { userAgent: String(request.get('user-agent')).slice(0, 400) } : {}),
});

const keyOf = (request: Request): { keyId?: string } => {
  const key = request.res?.locals.key as Pick<Access, 'keyId'> | undefined;
  return key === undefined ? {} : { keyId: key.keyId };
};

/** Personal links and addresses of calendars stand in paths: the log names the page, never the token. Express takes paths in any case. */
const routeOf = (request: Request): string => request.path.replace(/^\/(r|c|calendar)\/[^/]+/i, '/$1/…').slice(0, 200);

/**
 * The chain that the route table names, as long as what the path names is on record; else the service's. What nobody with a key of
 * its engagement asked goes to the service's as well: an archive that every party gets is nothing for strangers to write in.
 */
async function chainOf(db: Pool, request: Request): Promise<Chain> {
  if (!isWithinOf(request)) return serviceChain;
  const { audited, params } = addressOf(request) ?? {};
  const { milestoneId, engagementId } = params ?? {};
  if (audited?.on === 'milestone' && milestoneId !== undefined) {
    const milestone = await findMilestone(around(db, 'milestone', milestoneId), milestoneId);
    if (milestone && milestone.disposedAt === undefined) return milestoneChain(milestone.milestoneId);
  }
  if (audited?.on === 'engagement' && engagementId !== undefined) {
    const engagement = await findEngagement(around(db, 'engagement', engagementId), engagementId);
    if (engagement) return engagementChain(engagement.engagementId);
  }
  return serviceChain;
}

/** What was refused at the door, before or instead of the workflow; refusals of the workflow are in its own batch too. */
export async function recordRefusedAttempt(
  db: Pool,
  request: Request,
  problem: Problem,
  about: { milestoneId?: string; requestId?: string } = {},
): Promise<void> {
  const chain = about.milestoneId ? milestoneChain(about.milestoneId) : await chainOf(db, request);
  await appendAudit(aroundChain(db, chain), chain, {
    at: new Date().toISOString(),
    type: 'attemptRefused',
    method: request.method,
    route: routeOf(request),
    code: problem.code,
    detail: problem.detail.slice(0, 500),
    ...(about.requestId ? { requestId: about.requestId } : {}),
    ...keyOf(request),
    ...visitorOf(request),
  });
}

/**
 * Scanners visit too; the log says so of each. Whoever comes by a link that is withdrawn or has expired may be anybody, and leaves
 * nothing with the milestone.
 */
export const recordLinkVisit = (
  db: Pool,
  request: Request,
  { milestoneId, requestId, personId }: DecisionRequest,
  { isDead }: { isDead: boolean },
): Promise<number> => {
  const chain = isDead ? serviceChain : milestoneChain(milestoneId);
  return appendAudit(aroundChain(db, chain), chain, {
    at: new Date().toISOString(),
    type: 'linkVisited',
    requestId,
    personId,
    method: request.method,
    ...visitorOf(request),
  });
};

/** Written before the first byte goes out. */
export const recordDocumentRead = (
  db: Pool,
  request: Request,
  { request: { milestoneId, requestId }, session }: { request: DecisionRequest; session?: OpenSession },
  { documentId, sha256 }: { documentId: string; sha256: string },
): Promise<number> =>
  appendAudit(around(db, 'milestone', milestoneId), milestoneChain(milestoneId), {
    at: new Date().toISOString(),
    type: 'documentRead',
    documentId,
    sha256,
    requestId,
    ...(session ? { keyId: session.session.holderId } : {}),
    ...visitorOf(request),
  });

/** A page that somebody signed in looked at, on the chain of what they read. */
export const recordPageRead = (writer: AuditWriter, request: Request, holderId: string): void =>
  writer.note(readsChain(holderId), {
    at: new Date().toISOString(),
    type: 'recordRead',
    what: routeOf(request),
    keyId: holderId,
    ...visitorOf(request),
  });

/** What was looked for. */
const queryOf = ({ originalUrl }: Request): string => {
  const at = originalUrl.indexOf('?');
  return at < 0 ? '' : originalUrl.slice(at, at + 500);
};

/** Where an act or a look is taken down. What was read is on a chain of its key's own: it is most of what happens. */
async function ownChainOf(db: Pool, request: Request, { type }: AuditEntry): Promise<Chain> {
  const { keyId } = keyOf(request);
  return type === 'recordRead' && keyId !== undefined ? readsChain(keyId) : chainOf(db, request);
}

/** What a request that succeeded was, as its route declares it. */
function entryOf(request: Request): AuditEntry | undefined {
  const at = new Date().toISOString();
  const [who, route] = [{ ...keyOf(request), ...visitorOf(request) }, routeOf(request)];
  const as = addressOf(request)?.audited.as ?? 'nothing';
  switch (as) {
    case 'administered':
      return { at, type: as, act: request.method, subject: route, ...who };
    case 'recordRead':
      return { at, type: as, what: `${route}${queryOf(request)}`, ...who };
    case 'nothing':
      return undefined;
    default:
      return as satisfies never;
  }
}

/** Runs behind the check of the API key. The answer has gone out by the time the line is written. */
export function keepAuditTrail(db: Pool, writer: AuditWriter): RequestHandler {
  return (request, response, next) => {
    // Also for a download that is broken off: some of it was read.
    response.on('close', () => {
      const entry = response.headersSent && response.statusCode < 400 ? entryOf(request) : undefined;
      if (entry) writer.note(ownChainOf(db, request, entry), entry);
    });
    next();
  };
}
