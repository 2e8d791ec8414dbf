// Finds the request behind a link, or one that is asked of who is signed in, with its milestone and what it still leads to. Reads only.
import type { OpenSession } from '../api/http/sessions.ts';
import { holderOf } from '../api/http/holders.ts';
import { findMilestone } from '../db/milestones.ts';
import { findLatestRequest, findRequest, findRequestByTokenHash, type DecisionRequest } from '../db/requests.ts';
import type { Database, Pool } from '../db/database.ts';
import { around, asJob, inScope } from '../db/inScope.ts';
import { sees, type Membership } from '../domain/access/holders.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { isShutOut } from '../db/shutOut.ts';
import { linkStateOf, mayRead, type LinkState } from '../domain/requests/openRequests.ts';
import { tokenHash } from '../mail/requestToken.ts';

export interface OpenedRequest {
  /** The record as far as the engagement of the request. */
  db: Database;
  request: DecisionRequest;
  newest: DecisionRequest;
  milestone: Milestone;
  state: LinkState;
  /** Whether it shows the package and what was said on it. */
  mayRead: boolean;
  /** Of its person, where they are signed in. */
  session?: OpenSession;
  /** It was opened by the session alone, without its link. */
  isWithoutLink?: true;
}

export async function resolveLink(
  pool: Pool,
  token: string,
  session?: OpenSession,
): Promise<OpenedRequest | undefined> {
  const db = around(pool, 'link', tokenHash(token));
  const found = await findRequestByTokenHash(db, tokenHash(token));
  const opened = found && (await openedOf(pool, db, found.request, found.isRevoked));
  return opened && session && isOf(opened, session) ? { ...opened, session } : opened;
}

/** The record as far as the engagements in which something can be asked of who is signed in. */
export async function recordOf(pool: Pool, { session }: OpenSession): Promise<{ db: Database; own: Membership[] }> {
  const holder = await holderOf(asJob(pool, 'signIn'), session);
  const own = (holder.memberships ?? []).filter(({ engagementId }) => sees(holder, engagementId));
  const ids = own.map((each) => each.engagementId);
  return { db: inScope(pool, ids), own };
}

/** Undefined where it is asked of anybody else: for who is signed in it is not there. */
export async function resolveAsked(
  pool: Pool,
  requestId: string,
  session: OpenSession,
): Promise<OpenedRequest | undefined> {
  const { db } = await recordOf(pool, session);
  const request = await findRequest(db, requestId);
  const opened = request && (await openedOf(pool, db, request, false));
  return opened && isOf(opened, session) ? { ...opened, session, isWithoutLink: true } : undefined;
}

export async function openedOf(
  pool: Pool,
  db: Database,
  request: DecisionRequest,
  isRevoked: boolean,
): Promise<OpenedRequest | undefined> {
  const milestone = (await findMilestone(db, request.milestoneId))?.snapshot;
  if (!milestone) return undefined;
  const newest = (await findLatestRequest(db, request, request.kind)) ?? request;
  const now = new Date().toISOString();
  const isWithdrawn = isRevoked || (await isShutOut(pool, milestone, request.personId));
  const state = isWithdrawn ? 'revoked' : linkStateOf(milestone, request, newest, now);
  return { db, request, newest, milestone, state, mayRead: mayRead(milestone, request, state) };
}

/** People of the firm alone sign in, each with a mailbox of their own. */
export function isOf({ milestone, request }: OpenedRequest, { session }: OpenSession): boolean {
  const person = personOf(milestone, request.personId);
  return person?.party === 'firm' && person.sharedMailbox !== true && mailboxOf(person.email) === session.mailbox;
}
