// Finds the request behind a link, with its milestone and what the link still leads to. Reads only.
import { findMilestone } from '../db/milestones.ts';
import { findLatestRequest, findRequestByTokenHash, type DecisionRequest } from '../db/requests.ts';
import type { Database, Pool } from '../db/database.ts';
import { around } from '../db/inScope.ts';
import type { Milestone } from '../domain/milestone.ts';
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
}

export async function resolveLink(pool: Pool, token: string): Promise<OpenedRequest | undefined> {
  const db = around(pool, 'link', tokenHash(token));
  const found = await findRequestByTokenHash(db, tokenHash(token));
  const milestone = found && (await findMilestone(db, found.request.milestoneId))?.snapshot;
  if (!milestone) return undefined;
  const { request, isRevoked } = found;
  const newest = (await findLatestRequest(db, request, request.kind)) ?? request;
  const now = new Date().toISOString();
  const state = isRevoked ? 'revoked' : linkStateOf(milestone, request, newest, now);
  return { db, request, newest, milestone, state, mayRead: mayRead(milestone, request, state) };
}
