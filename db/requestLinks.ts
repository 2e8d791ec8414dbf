// Links of requests: what is on record of each, which of them still opens, and how one is replaced. A request may have had several.
import type { Knex } from 'knex';
import type { LinkParts } from '../domain/requests/requestKinds.ts';
import type { Database } from './database.ts';

export interface RequestLink extends LinkParts {
  isRevoked: boolean;
}

const toLink = (row: Record<string, unknown>): RequestLink => ({
  requestId: row.request_id as string,
  nonce: row.nonce as string,
  tokenHash: row.token_hash as string,
  replyTokenHash: row.reply_token_hash as string,
  isRevoked: row.revoked_at !== null,
});

const toRow = ({ requestId, nonce, tokenHash, replyTokenHash }: LinkParts) => ({
  ...{ request_id: requestId, nonce, token_hash: tokenHash, reply_token_hash: replyTokenHash },
});

/**
 * For requests that have none: a repeat of a request keeps the link that was mailed. How many there are is said to the planner, which
 * takes a hundred for granted and would read all links rather than look up each.
 */
export async function insertFirstLinks(transaction: Knex.Transaction, links: readonly LinkParts[]): Promise<void> {
  if (links.length === 0) return;
  await transaction.raw(
    `insert into request_links (request_id, nonce, token_hash, reply_token_hash)
     select request_id, nonce, token_hash, reply_token_hash
     from (
       select * from jsonb_to_recordset(?) as given (request_id text, nonce text, token_hash text, reply_token_hash text) limit ?
     ) said
     where not exists (select from request_links each where each.request_id = said.request_id)`,
    [JSON.stringify(links.map(toRow)), links.length],
  );
}

export async function addLink(db: Database | Knex.Transaction, link: LinkParts): Promise<void> {
  await db('request_links').insert(toRow(link));
}

/** The one that went out last. */
export async function findNewestLink(db: Database, requestId: string): Promise<RequestLink | undefined> {
  const row = await db('request_links').where({ request_id: requestId }).orderBy('link_id', 'desc').first();
  return row && toLink(row);
}

/** What `holds` is a link that we would make again; undefined where it was withdrawn, and a new one where there is none that holds. */
export async function linkThatOpens(
  db: Database,
  requestId: string,
  { holds, make }: { holds: (link: LinkParts) => boolean; make: () => LinkParts },
): Promise<LinkParts | undefined> {
  const newest = await findNewestLink(db, requestId);
  if (newest?.isRevoked) return undefined;
  if (newest && holds(newest)) return newest;
  const link = make();
  await addLink(db, link);
  return link;
}

/** None of its links opens any more. */
export async function revokeLinks(transaction: Knex.Transaction, requestId: string): Promise<void> {
  await transaction('request_links')
    .where({ request_id: requestId })
    .whereNull('revoked_at')
    .update({ revoked_at: transaction.fn.now() });
}
