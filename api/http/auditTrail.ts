// Takes down in the audit log what happens at the door: attempts refused, records read, administrative acts. Decides nothing.
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { appendAudit } from '../../db/auditLog.ts';
import type { Database } from '../../db/database.ts';
import { findMilestone } from '../../db/milestones.ts';
import type { DecisionRequest } from '../../db/requests.ts';
import {
  engagementChain,
  milestoneChain,
  serviceChain,
  type AuditEntry,
  type Chain,
} from '../../evidence/ledger/auditEntry.ts';
import type { Problem } from './problems.ts';

export const visitorOf = (request: Request): { ipAddress?: string; userAgent?: string } => ({
  ...(request.ip ? { ipAddress: request.ip } : {}),
  ...(request.get('user-agent') ? { userAgent: String(request.get('user-agent')).slice(0, 400) } : {}),
});

const keyOf = (request: Request): { keyId?: string } => {
  const keyId = request.res?.locals.apiKeyId as string | undefined;
  return keyId === undefined ? {} : { keyId };
};

/** Personal links stand in paths of pages: the log names the page, never the token. */
const routeOf = (request: Request): string => request.path.replace(/^\/r\/[^/]+/, '/r/…').slice(0, 200);

/** The chain of the milestone or engagement the path names, where there is one; else the service's. */
async function chainOf(db: Database, request: Request): Promise<Chain> {
  // Who looks after retention, and why a record is held, is nothing for the archive that every party gets.
  if (/^\/(milestones|engagements)\/[^/]+\/(retention|holds|disposal|erasures|end)(\/|$)/.test(request.path))
    return serviceChain;
  const [, kind, id] =
    /^\/(milestones|engagements)\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?:\/|$)/.exec(request.path) ?? [];
  const milestone = kind === 'milestones' && id ? await findMilestone(db, id) : undefined;
  if (milestone) return milestone.disposedAt === undefined ? milestoneChain(milestone.milestoneId) : serviceChain;
  if (kind === 'engagements' && id && (await db('engagements').where({ engagement_id: id }).first('engagement_id')))
    return engagementChain(id);
  return serviceChain;
}

/** What was refused at the door, before or instead of the workflow; refusals of the workflow are in its own batch too. */
export async function recordRefusedAttempt(
  db: Database,
  request: Request,
  problem: Problem,
  about: { milestoneId?: string; requestId?: string } = {},
): Promise<void> {
  const chain = about.milestoneId ? milestoneChain(about.milestoneId) : await chainOf(db, request);
  await appendAudit(db, chain, {
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

/** Scanners visit too; the log says so of each. */
export const recordLinkVisit = (
  db: Database,
  request: Request,
  { milestoneId, requestId, personId }: DecisionRequest,
): Promise<number> =>
  appendAudit(db, milestoneChain(milestoneId), {
    at: new Date().toISOString(),
    type: 'linkVisited',
    requestId,
    personId,
    method: request.method,
    ...visitorOf(request),
  });

/** Written before the first byte goes out. */
export const recordDocumentRead = (
  db: Database,
  request: Request,
  { milestoneId, requestId }: DecisionRequest,
  { documentId, sha256 }: { documentId: string; sha256: string },
): Promise<number> =>
  appendAudit(db, milestoneChain(milestoneId), {
    at: new Date().toISOString(),
    type: 'documentRead',
    documentId,
    sha256,
    requestId,
    ...visitorOf(request),
  });

const acting = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What a request that succeeded was, if the log is to know of it: an act on the record, or a look at what is confidential. */
function entryOf(request: Request): AuditEntry | undefined {
  const at = new Date().toISOString();
  const [who, route] = [{ ...keyOf(request), ...visitorOf(request) }, routeOf(request)];
  if (acting.has(request.method)) return { at, type: 'administered', act: request.method, subject: route, ...who };
  const isRecord =
    /^\/(milestones\/[^/]+(\/.+)?|engagements\/[^/]+(\/.+)?|documents\/.+|reports(\/.+)?|retention\/.+)$/.test(
      request.path,
    );
  return isRecord ? { at, type: 'recordRead', what: route, ...who } : undefined;
}

/**
 * Runs behind the check of the API key. The answer has gone out by the time the line is written; a log that cannot be
 * written to is reported, for the answer cannot be taken back.
 */
export function keepAuditTrail(db: Database, log: Logger): RequestHandler {
  return (request, response, next) => {
    // Also for a download that is broken off: some of it was read.
    response.on('close', () => {
      const entry = response.headersSent && response.statusCode < 400 ? entryOf(request) : undefined;
      if (!entry) return;
      chainOf(db, request)
        .then((chain) => appendAudit(db, chain, entry))
        .catch((error: unknown) => log.error({ err: error, route: routeOf(request) }, 'the audit log was not written'));
    });
    next();
  };
}
