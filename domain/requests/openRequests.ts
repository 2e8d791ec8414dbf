// What a request for a decision still is: open, answered, passed on, replaced or over. Reads the state, decides nothing.
import { consentersTo, openAmendment } from '../amendments/consent.ts';
import { openEntries } from '../entered/entries.ts';
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { closerOf } from '../exceptions/closer.ts';
import { awaitsVerification, grantersOf, verifiersOf } from '../exceptions/verifiers.ts';
import { currentPackage, openExceptions, type Delegation, type Milestone } from '../milestone.ts';
import { groupsFor, assigneesOf } from '../people/assignments.ts';
import { isGone } from '../people/leaving.ts';
import { isToPresentAddress } from '../people/addresses.ts';
import { pendingSigners } from '../signOff/signers.ts';
import { endOfDate } from '../time/businessTime.ts';
import { ownDecision } from './ownDecision.ts';
import { pendingAssignees } from './pendingAssignees.ts';
import { dutyOf, type AskedRequest, type RequestKind } from './requestKinds.ts';

/** What the milestone is waiting for people to decide, if it is a decision with a page. */
export function requestOf(milestone: Milestone): RequestKind | undefined {
  const { stage } = milestone;
  if (milestone.proposedRevocation) return 'revocation';
  if (
    stage.phase === 'formalSignOff' &&
    pendingSigners(milestone, stage.openGroup).length === 0 &&
    outcomeToConfirm(milestone)
  )
    return 'confirmation';
  switch (stage.phase) {
    case 'validating':
      return 'validation';
    case 'inReview':
      return 'review';
    case 'formalSignOff':
      return 'signature';
    case 'facilitation':
      return 'facilitation';
    case 'escalated':
      return 'determination';
    case 'acceptedWithExceptions':
      return 'closure';
    case 'compiling':
    case 'rework':
    case 'accepted':
    case 'revoked':
    case 'terminated':
    case 'cancelled':
      return undefined;
    default:
      return stage satisfies never;
  }
}

/** Whether a request of this kind can still be answered; some stand beside what the stage itself asks for. */
function isOpenRequest(milestone: Milestone, kind: RequestKind): boolean {
  switch (kind) {
    case 'confirmation':
      return outcomeToConfirm(milestone) !== undefined;
    case 'objection':
      return openEntries(milestone).length > 0;
    case 'amendment':
      return openAmendment(milestone) !== undefined;
    case 'closure':
    case 'verification':
    case 'extension':
      return milestone.stage.phase === 'acceptedWithExceptions';
    default:
      return requestOf(milestone) === kind;
  }
}

/**
 * What was asked last: of the highest round, and in it the last one made. Of one kind, for a link, which then still decides;
 * of any kind, for a reply, which answers whatever its sender was asked last.
 */
export function latestRequest<R extends AskedRequest>(requests: readonly R[], kind?: RequestKind): R | undefined {
  return requests
    .filter((each) => kind === undefined || each.kind === kind)
    .reduce<R | undefined>((latest, each) => (latest && !isLater(each, latest) ? latest : each), undefined);
}

const isLater = (one: AskedRequest, other: AskedRequest): boolean =>
  one.round === other.round ? one.createdAt >= other.createdAt : one.round > other.round;

/**
 * `open`: decides. `decided`: this person has. `notNeeded`: others have. `passedOn`: somebody else is asked instead.
 * `replaced`: a later mail has the link that decides. `outdated`: about an earlier package. `over`: the milestone is elsewhere.
 * `expired`: by time. `revoked`: this link was withdrawn, which the state of the milestone knows nothing of.
 */
export type LinkState =
  'open' | 'decided' | 'notNeeded' | 'passedOn' | 'replaced' | 'outdated' | 'over' | 'expired' | 'revoked';

/** What the link of a request leads to now; `newest` is what the same person was asked last for the same decision. */
export function linkStateOf(milestone: Milestone, request: AskedRequest, newest: AskedRequest, now: string): LinkState {
  if (!isToPresentAddress(milestone, request) || isGone(milestone, request.personId, now)) return 'revoked';
  if (now > request.expiresAt) return 'expired';
  if (newest.requestId !== request.requestId) return 'replaced';
  if (canStillDecide(milestone, request)) return 'open';
  if (currentPackage(milestone)?.digest !== request.packageDigest) return 'outdated';
  if (ownDecision(milestone, request)) return 'decided';
  if (delegationAway(milestone, request)) return 'passedOn';
  return isOpenRequest(milestone, request.kind) ? 'notNeeded' : 'over';
}

/**
 * Whether its link shows what is decided on: to who is asked, and to who has decided while others still do. Anybody else, and everybody
 * once that is over, is shown what they decided themselves and nothing newer.
 */
export const mayRead = (milestone: Milestone, request: Pick<AskedRequest, 'kind'>, state: LinkState): boolean =>
  state === 'open' || (state === 'decided' && isOpenRequest(milestone, request.kind));

/** Whether the person a request went to can still answer it, as far as the milestone goes. */
export const canStillDecide = (
  milestone: Milestone,
  request: Pick<AskedRequest, 'kind' | 'personId' | 'packageDigest'>,
): boolean =>
  isOpenRequest(milestone, request.kind) &&
  (request.kind === 'amendment' || currentPackage(milestone)?.digest === request.packageDigest) &&
  isAsked(milestone, request);

/** Everything that a person is asked now, each with a request of its own. An overdue exception alone asks who granted it. */
export function openRequestsOf(milestone: Milestone, personId: string, now: string): RequestKind[] {
  const main = requestOf(milestone);
  const beside = ['confirmation', 'objection', 'amendment', 'closure', 'verification'] as const;
  const { calendar } = milestone.engagement.contract;
  const isLate = openExceptions(milestone).some(
    (each) => each.failure !== undefined || endOfDate(each.dueOn, calendar) <= now,
  );
  const kinds = new Set<RequestKind>([...(main ? [main] : []), ...beside, ...(isLate ? ['extension' as const] : [])]);
  return [...kinds].filter((kind) => isOpenRequest(milestone, kind) && isAsked(milestone, { kind, personId }));
}

/** Whether a decision is still to be had from this person. */
function isAsked(milestone: Milestone, { kind, personId }: Pick<AskedRequest, 'kind' | 'personId'>): boolean {
  switch (kind) {
    case 'confirmation':
      return outcomeToConfirm(milestone)?.refusal.personId === personId;
    case 'objection':
      return openEntries(milestone).some((each) => each.personId === personId);
    case 'amendment': {
      const open = openAmendment(milestone);
      return open !== undefined && consentersTo(milestone, open).includes(personId);
    }
    case 'closure':
      return openExceptions(milestone).some((each) => closerOf(milestone, each) === personId);
    case 'verification':
      return openExceptions(milestone).some(
        (each) => awaitsVerification(each) && verifiersOf(milestone, each).includes(personId),
      );
    case 'extension':
      return openExceptions(milestone).some((each) => grantersOf(milestone, each).includes(personId));
    default:
      return pendingAssignees(milestone).includes(personId);
  }
}

/** The delegation by which somebody else came to be asked instead of this person. */
export function delegationAway(milestone: Milestone, { kind, personId }: AskedRequest): Delegation | undefined {
  const duty = dutyOf(kind);
  if (!duty) return undefined;
  const holds = groupsFor(milestone, duty).some((ids) => assigneesOf(milestone, duty, ids).includes(personId));
  return holds
    ? undefined
    : milestone.delegations.findLast((each) => each.duty === duty && !each.isVoid && each.fromPersonId === personId);
}
