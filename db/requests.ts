// Requests for a decision: one per person, round and package, found by the hash of a token in one of their links.
import type { Knex } from 'knex';
import { latestRequest } from '../domain/requests/openRequests.ts';
import type { AskedRequest, RequestKind } from '../domain/requests/requestKinds.ts';
import type { Database } from './database.ts';

export interface DecisionRequest extends AskedRequest {
  milestoneId: string;
  engagementId: string;
}

export const toRequest = (row: Record<string, unknown>): DecisionRequest => ({
  requestId: row.request_id as string,
  milestoneId: row.milestone_id as string,
  engagementId: row.engagement_id as string,
  personId: row.person_id as string,
  kind: row.kind as RequestKind,
  round: row.round as number,
  ...(row.package_digest === null ? {} : { packageDigest: row.package_digest as string }),
  createdAt: (row.created_at as Date).toISOString(),
  expiresAt: (row.expires_at as Date).toISOString(),
});

const behindLinks = (db: Database) =>
  db('requests').join('request_links', 'request_links.request_id', 'requests.request_id');

export async function findRequest(db: Database, requestId: string): Promise<DecisionRequest | undefined> {
  const row = await db('requests').where({ request_id: requestId }).first();
  return row && toRequest(row);
}

/** What was asked of these people, each in their engagement, and can still be read: the newest first, so many. */
export async function listAskedOf(
  db: Database,
  people: readonly { engagementId: string; personId: string }[],
  limit: number,
): Promise<DecisionRequest[]> {
  return listOf(db, people, limit, 'ended_at is null');
}

/** Of milestones that are over, as long as it can be read: the newest first, so many. */
export async function listEndedOf(
  db: Database,
  people: readonly { engagementId: string; personId: string }[],
  limit: number,
): Promise<DecisionRequest[]> {
  return listOf(db, people, limit, 'ended_at is not null and disposed_at is null');
}

async function listOf(
  db: Database,
  people: readonly { engagementId: string; personId: string }[],
  limit: number,
  which: string,
): Promise<DecisionRequest[]> {
  if (people.length === 0) return [];
  const rows = await db('requests')
    .join('milestones', 'milestones.milestone_id', 'requests.milestone_id')
    .whereIn(
      ['requests.engagement_id', 'person_id'],
      people.map((each) => [each.engagementId, each.personId]),
    )
    .whereRaw(`expires_at > now() and ${which}`)
    .orderBy([{ column: 'requests.created_at', order: 'desc' }, { column: 'request_id' }])
    .limit(limit)
    .select('requests.*');
  return rows.map(toRequest);
}

/** `isRevoked`: this link opens nothing any more, whatever others of the request do. */
export async function findRequestByTokenHash(
  db: Database,
  tokenHash: string,
): Promise<{ request: DecisionRequest; isRevoked: boolean } | undefined> {
  const row = await behindLinks(db).where({ token_hash: tokenHash }).first('requests.*', 'revoked_at');
  return row && { request: toRequest(row), isRevoked: row.revoked_at !== null };
}

/** Also where the link of that mail was revoked: a reply is proven by its sender, and its address only says what it answers. */
export async function findRequestByReplyTokenHash(db: Database, hash: string): Promise<DecisionRequest | undefined> {
  const row = await behindLinks(db).where({ reply_token_hash: hash }).first('requests.*');
  return row && toRequest(row);
}

/** Of this milestone; nobody else replaces its links until the transaction ends. */
export async function lockRequest(
  transaction: Knex.Transaction,
  milestoneId: string,
  requestId: string,
): Promise<DecisionRequest | undefined> {
  const row = await transaction('requests')
    .where({ milestone_id: milestoneId, request_id: requestId })
    .forUpdate()
    .first();
  return row && toRequest(row);
}

/** What a person was asked last on a milestone, for one kind of decision or for any; an answer to anything earlier is out of date. */
export async function findLatestRequest(
  db: Database,
  { milestoneId, personId }: Pick<DecisionRequest, 'milestoneId' | 'personId'>,
  kind?: RequestKind,
): Promise<DecisionRequest | undefined> {
  const rows = await db('requests').where({ milestone_id: milestoneId, person_id: personId });
  return latestRequest(rows.map(toRequest), kind);
}

export async function listRequests(db: Database, milestoneId: string): Promise<DecisionRequest[]> {
  const rows = await db('requests').where({ milestone_id: milestoneId }).orderBy(['created_at', 'request_id']);
  return rows.map(toRequest);
}

export interface Visit {
  requestId: string;
  method: string;
  /** Only where a person must have acted, by typing their name; machines open links and press buttons too. */
  isHuman?: boolean;
  ipAddress?: string;
  userAgent?: string;
}

/** A visit decides nothing; scanners visit too. */
export async function recordVisit(db: Database, visit: Visit): Promise<void> {
  await db('request_visits').insert({
    request_id: visit.requestId,
    method: visit.method,
    is_human: visit.isHuman ?? false,
    ip_address: visit.ipAddress ?? null,
    user_agent: visit.userAgent?.slice(0, 400) ?? null,
  });
}
