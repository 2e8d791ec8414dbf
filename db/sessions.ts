// Sessions of people of the firm: begun, found by the hash of their secret, listed and ended. Decides nothing.
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { InstallationRole } from '../domain/access/rights.ts';
import { endOfSession, holderIdOf, type Identity, type SessionLimits } from '../domain/access/sessions.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { hashOfSecret } from './apiKeys.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export interface Session extends Identity {
  sessionId: string;
  /** Of the person, the same in all their sessions. */
  holderId: string;
  mailbox: string;
  createdAt: string;
  /** To within `usedWithinSeconds`. */
  lastUsedAt: string;
  /** When it ends at the latest. */
  expiresAt: string;
  ipAddress?: string;
  userAgent?: string;
  ended?: { at: string; by: string; reason: string };
}

/** How exactly a last use is known: a write for every request would cost more than most requests. */
export const usedWithinSeconds = 120;

type Row = Record<string, unknown>;

const toSession = (row: Row): Session => ({
  sessionId: row.session_id as string,
  holderId: row.holder_id as string,
  issuer: row.issuer as string,
  subject: row.subject as string,
  ...(row.provider_session === null ? {} : { providerSession: row.provider_session as string }),
  address: row.address as string,
  mailbox: row.mailbox as string,
  name: row.name as string,
  roles: row.claimed_roles as InstallationRole[],
  authenticatedAt: instant(row.authenticated_at),
  createdAt: instant(row.created_at),
  lastUsedAt: instant(row.last_used_at),
  expiresAt: instant(row.expires_at),
  ...(row.ip_address === null ? {} : { ipAddress: row.ip_address as string }),
  ...(row.user_agent === null ? {} : { userAgent: row.user_agent as string }),
  ...(row.ended_at === null
    ? {}
    : { ended: { at: instant(row.ended_at), by: row.ended_by as string, reason: row.ended_because as string } }),
});

export interface Visitor {
  ipAddress?: string;
  userAgent?: string;
}

/** Gives the secret for the cookie, which is kept nowhere. */
export async function beginSession(
  db: Database,
  identity: Identity,
  limits: SessionLimits,
  { now, ...visitor }: Visitor & { now: string },
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const sessionId = `ses-${randomBytes(8).toString('hex')}`;
  const holderId = holderIdOf(identity);
  await db.transaction(async (transaction) => {
    await transaction('sessions').insert({
      ...{ session_id: sessionId, secret_hash: hashOfSecret(secret), holder_id: holderId },
      ...{ issuer: identity.issuer, subject: identity.subject, provider_session: identity.providerSession ?? null },
      ...{ address: identity.address, mailbox: mailboxOf(identity.address), name: identity.name },
      ...{ claimed_roles: [...identity.roles], authenticated_at: identity.authenticatedAt },
      ...{ created_at: now, last_used_at: now, expires_at: endOfSession(limits, now) },
      ...{ ip_address: visitor.ipAddress ?? null, user_agent: visitor.userAgent ?? null },
    });
    await appendAudit(transaction, serviceChain, {
      at: now,
      type: 'sessionBegun',
      sessionId,
      keyId: holderId,
      ...visitor,
    });
  });
  return secret;
}

const isOpen = (query: Knex.QueryBuilder, { idleMinutes }: SessionLimits): Knex.QueryBuilder =>
  query
    .whereNull('ended_at')
    .whereRaw('expires_at > now()')
    .whereRaw(`last_used_at > now() - make_interval(mins => ?)`, [idleMinutes])
    .whereRaw(
      'not exists (select from departures d where d.mailbox = sessions.mailbox and d.ended_at is null and d.leaves_at <= now())',
    );

/** Looked up by hash, so that the time taken tells nothing; one that ended or idled, or of somebody who has left, is found no more than one that never was. */
export async function findSession(db: Database, secret: string, limits: SessionLimits): Promise<Session | undefined> {
  const by = { secret_hash: hashOfSecret(secret) };
  const isUseNew = `last_used_at < now() - interval '${usedWithinSeconds} seconds'`;
  const row = await isOpen(db('sessions').where(by), limits).first<Row | undefined>(
    '*',
    db.raw(`${isUseNew} as is_use_new`),
  );
  if (row?.is_use_new)
    await db('sessions')
      .where(by)
      .whereNull('ended_at')
      .whereRaw(isUseNew)
      .update({ last_used_at: db.raw('greatest(last_used_at, now())') });
  return row && toSession(row);
}

/** Without counting as a use. */
export async function findOpenSession(
  db: Database,
  sessionId: string,
  limits: SessionLimits,
): Promise<Session | undefined> {
  const row = await isOpen(db('sessions').where({ session_id: sessionId }), limits).first<Row | undefined>();
  return row && toSession(row);
}

/** The newest first; of a person where `holderId` is given. */
export async function listSessions(
  db: Database,
  limits: SessionLimits,
  { holderId }: { holderId?: string } = {},
): Promise<Session[]> {
  const open = isOpen(db('sessions'), limits);
  const rows: Row[] = await (holderId === undefined ? open : open.where({ holder_id: holderId })).orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'session_id' },
  ]);
  return rows.map(toSession);
}

export async function findSessionById(db: Database, sessionId: string): Promise<Session | undefined> {
  const row = await db('sessions').where({ session_id: sessionId }).first<Row | undefined>();
  return row && toSession(row);
}

/** Which sessions to end: one, those of a provider's session or of a subject there, or all of a mailbox. */
export type WhichSessions =
  | { sessionId: string }
  | { issuer: string; subject?: string | undefined; providerSession?: string | undefined }
  | { mailbox: string };

function selected(query: Knex.QueryBuilder, which: WhichSessions): Knex.QueryBuilder {
  if ('sessionId' in which) return query.where({ session_id: which.sessionId });
  if ('mailbox' in which) return query.where({ mailbox: which.mailbox });
  const { issuer, subject, providerSession } = which;
  if (subject === undefined && providerSession === undefined)
    throw new TypeError('an issuer alone names no session to end');
  return query.where({
    issuer,
    ...(subject === undefined ? {} : { subject }),
    ...(providerSession === undefined ? {} : { provider_session: providerSession }),
  });
}

/** At once; one that ended before stays as it ended first. Gives the IDs of those that ended now. */
export async function endSessions(
  db: Database | Knex.Transaction,
  which: WhichSessions,
  { by, reason, now }: { by: string; reason: string; now: string },
): Promise<string[]> {
  return db.transaction(async (transaction) => {
    const ended: { session_id: string }[] = await selected(transaction('sessions'), which)
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: by, ended_because: reason })
      .returning('session_id');
    const ids = ended.map((each) => each.session_id).sort();
    const lines = ids.map((sessionId) => ({ at: now, type: 'sessionEnded' as const, sessionId, reason, keyId: by }));
    if (lines.length > 0) await appendAudit(transaction, serviceChain, ...lines);
    return ids;
  });
}

/** False for a logout token that was taken before: each counts once (OpenID Connect Back-Channel Logout 1.0, 2.6). */
export async function takeLogoutToken(db: Database, issuer: string, jti: string): Promise<boolean> {
  const inserted = await db('logout_tokens')
    .insert({ token_hash: hashOfSecret(`${issuer}\n${jti}`) })
    .onConflict('token_hash')
    .ignore()
    .returning('token_hash');
  return inserted.length > 0;
}
