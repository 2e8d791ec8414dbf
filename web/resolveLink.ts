// Finds the request behind a link, with its milestone and what the link still leads to. Reads only.
import { findMilestone } from '../db/milestones.ts';
import { findLatestRequest, findRequestByTokenHash, type DecisionRequest } from '../db/requests.ts';
import type { Database } from '../db/database.ts';
import type { Milestone } from '../domain/milestone.ts';
import { linkStateOf, type LinkState } from '../domain/requests/openRequests.ts';
import { tokenHash } from '../mail/requestToken.ts';

export interface OpenedRequest {
  request: DecisionRequest;
  newest: DecisionRequest;
  milestone: Milestone;
  state: LinkState;
}

export async function resolveLink(db: Database, token: string): Promise<OpenedRequest | undefined> {
  const request = await findRequestByTokenHash(db, tokenHash(token));
  const milestone = request && (await findMilestone(db, request.milestoneId))?.snapshot;
  if (!milestone) return undefined;
  const newest = (await findLatestRequest(db, request, request.kind)) ?? request;
  return { request, newest, milestone, state: linkStateOf(milestone, request, newest, new Date().toISOString()) };
}
