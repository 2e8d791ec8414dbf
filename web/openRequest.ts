// Finds the request behind a link and says what its holder can still do there. Reads only.
import { findMilestone } from '../db/milestones.ts';
import { findNewestRequest, findRequestByTokenHash, type DecisionRequest } from '../db/requests.ts';
import type { Database } from '../db/database.ts';
import { verifiersOf } from '../domain/exceptions/exceptionCloseOut.ts';
import {
  currentPackage,
  openExceptions,
  type Delegation,
  type Milestone,
  type PackageFile,
  type AgreedException,
} from '../domain/milestone.ts';
import { isOpenRequest, type RequestKind } from '../domain/requests/notices.ts';
import { outcomeToConfirm } from '../domain/dispute/outcomeConfirmation.ts';
import { stillAsked } from '../domain/time/passTime.ts';
import { groupsFor, holdersOf, type Duty } from '../domain/people/seats.ts';
import { tokenHash } from '../mail/requestToken.ts';

/**
 * `open`: decides. `decided`: this person has. `notNeeded`: others have. `passedOn`: somebody else is asked instead.
 * `replaced`: a later mail has the link that decides. `outdated`: about an earlier package. `over`: the milestone is elsewhere.
 */
export type LinkState = 'open' | 'decided' | 'notNeeded' | 'passedOn' | 'replaced' | 'outdated' | 'over' | 'expired';

export interface OpenedRequest {
  request: DecisionRequest;
  newest: DecisionRequest;
  milestone: Milestone;
  state: LinkState;
}

export async function openRequest(db: Database, token: string): Promise<OpenedRequest | undefined> {
  const request = await findRequestByTokenHash(db, tokenHash(token));
  const milestone = request && (await findMilestone(db, request.milestoneId))?.snapshot;
  if (!milestone) return undefined;
  const newest = await findNewestRequest(db, request);
  return { request, newest, milestone, state: stateOf(milestone, request, newest, new Date().toISOString()) };
}

export function stateOf(
  milestone: Milestone,
  request: DecisionRequest,
  newest: DecisionRequest,
  now: string,
): LinkState {
  if (now > request.expiresAt) return 'expired';
  if (newest.requestId !== request.requestId) return 'replaced';
  if (canStillDecide(milestone, request)) return 'open';
  if (currentPackage(milestone)?.digest !== request.packageDigest) return 'outdated';
  if (ownDecision(milestone, request)) return 'decided';
  if (passageAway(milestone, request)) return 'passedOn';
  return isOpenRequest(milestone, request.kind) ? 'notNeeded' : 'over';
}

/** Whether the person a request went to can still answer it, as far as the milestone goes. */
export const canStillDecide = (
  milestone: Milestone,
  request: Pick<DecisionRequest, 'kind' | 'personId' | 'packageDigest'>,
): boolean =>
  isOpenRequest(milestone, request.kind) &&
  currentPackage(milestone)?.digest === request.packageDigest &&
  isAsked(milestone, request);

/** Whether a decision is still to be had from this person. */
function isAsked(milestone: Milestone, { kind, personId }: Pick<DecisionRequest, 'kind' | 'personId'>): boolean {
  switch (kind) {
    case 'confirmation':
      return outcomeToConfirm(milestone)?.refusal.personId === personId;
    case 'closure':
      return openExceptions(milestone).some((each) => each.ownerId === personId);
    case 'verification':
      return openExceptions(milestone).some(
        (each) => awaitsVerification(each) && verifiersOf(milestone, each.ownerId).includes(personId),
      );
    default:
      return stillAsked(milestone).includes(personId);
  }
}

/** Whether an owner has shown something that nobody has found wanting yet. */
export function awaitsVerification({ closures }: AgreedException): boolean {
  const shown = closures?.at(-1);
  return shown !== undefined && !shown.rejection;
}

/** The passage by which somebody else came to be asked instead of this person. */
export function passageAway(milestone: Milestone, { kind, personId }: DecisionRequest): Delegation | undefined {
  const duty = dutyOf(kind);
  if (!duty) return undefined;
  const holds = groupsFor(milestone, duty).some((ids) => holdersOf(milestone, duty, ids).includes(personId));
  return holds
    ? undefined
    : milestone.delegations?.findLast((each) => each.duty === duty && !each.isVoid && each.fromPersonId === personId);
}

export const dutyOf = (kind: RequestKind): Duty | undefined =>
  kind === 'validation' || kind === 'review' || kind === 'signature' ? kind : undefined;

/** The files of the package, and for whoever shows or verifies that an exception is closed, those shown so far. */
export function filesShown({ milestone, request }: Pick<OpenedRequest, 'milestone' | 'request'>): PackageFile[] {
  const { kind, personId } = request;
  const closing = milestone.exceptions.filter(
    ({ ownerId }) =>
      (kind === 'closure' && ownerId === personId) ||
      (kind === 'verification' && verifiersOf(milestone, ownerId).includes(personId)),
  );
  return [
    ...(currentPackage(milestone)?.deliverables.flatMap((each) => each.files) ?? []),
    ...closing.flatMap((each) => (each.closures ?? []).flatMap((closure) => closure.files)),
  ];
}

export interface OwnDecision {
  what: string;
  at: string;
}

/** What the person has decided in answer to a request; a comment leaves it open. */
export function ownDecision(milestone: Milestone, request: DecisionRequest): OwnDecision | undefined {
  const { personId, packageDigest, createdAt } = request;
  const mine = <D extends { personId: string; packageDigest: string; at: string }>(
    decisions: D[],
    what: (decision: D) => string,
  ) =>
    decisions
      .filter((each) => each.personId === personId && each.packageDigest === packageDigest && each.at >= createdAt)
      .map((each) => ({ what: what(each), at: each.at }));
  const byOffice = (decisions: { by: string; at: string }[], what: string) =>
    decisions.filter((each) => each.by === personId && each.at >= createdAt).map(({ at }) => ({ what, at }));
  const refusals = mine(milestone.refusals, (each) => (each.asksForRevision ? 'asked for a revision' : 'refused'));
  switch (request.kind) {
    case 'validation':
      return mine(milestone.reports, () => 'reported').at(-1);
    case 'review':
      return [
        ...mine(
          milestone.feedback.filter((each) => each.verdict !== 'comment'),
          (each) => (each.verdict === 'approve' ? 'approved' : 'asked for a revision'),
        ),
        ...refusals,
      ].at(-1);
    case 'signature':
      return [...mine(milestone.signatures, () => 'signed'), ...refusals].at(-1);
    case 'facilitation':
      return byOffice(milestone.facilitations, 'recorded the outcome').at(-1);
    case 'determination':
      return byOffice(milestone.determinations, 'decided').at(-1);
    case 'confirmation':
      return milestone.facilitations
        .flatMap(({ confirmation: said }) => (said?.by === personId ? [said] : []))
        .map(({ kind, at }) => ({
          what: kind === 'confirmed' ? 'confirmed the outcome' : 'objected to the outcome',
          at,
        }))
        .at(-1);
    case 'verification':
      return [
        ...milestone.exceptions.flatMap(({ verifiedBy, verifiedAt: at }) =>
          verifiedBy === personId && at ? [{ what: 'verified an exception', at }] : [],
        ),
        ...milestone.exceptions.flatMap(({ closures = [] }) =>
          closures.flatMap(({ rejection }) =>
            rejection?.by === personId ? [{ what: 'found an exception not closed', at: rejection.at }] : [],
          ),
        ),
      ]
        .filter((each) => each.at >= createdAt)
        .sort((a, b) => a.at.localeCompare(b.at))
        .at(-1);
    case 'revocation':
      return milestone.stage.phase === 'revoked'
        ? { what: 'confirmed the revocation', at: milestone.stage.revocation.confirmedAt }
        : undefined;
    case 'closure':
      return undefined;
    default:
      return request.kind satisfies never;
  }
}
