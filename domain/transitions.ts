// How a milestone moves on: opens a stage, asks the next group, accepts, goes to rework, to facilitation, to the sponsor. The
// stages ask questions and decide; they never open each other, so what follows what is read here and in `phases.ts` alone.
import type { AsksAgain } from './amendments/amendment.ts';
import { makeAcceptance } from './acceptance/acceptance.ts';
import type { AcceptancePart } from './acceptance/part.ts';
import { acceptedValue, nextAct, openPart } from './acceptance/parts.ts';
import { outcomeToConfirm } from './dispute/openOutcome.ts';
import type { MilestoneEvent } from './events.ts';
import { evolveAll } from './evolve.ts';
import { openExceptionDeadline } from './exceptions/exceptions.ts';
import { currentPackage, type Acceptance, type Dispute, type Milestone, type Stage } from './milestone.ts';
import { assigneesOf, type Duty } from './people/assignments.ts';
import { toDeputies } from './people/deputies.ts';
import { isApproved, reviewObstacles, unapproved } from './review/approvals.ts';
import { termsFor, ungranted } from './signOff/granters.ts';
import { inNames } from './people/inNames.ts';
import { weakestGround, isSigned, pendingGranters, pendingSigners, whoCannotBeReplaced } from './signOff/signers.ts';
import { differenceOf, sumOf } from './terms/money.ts';
import { openDeadline, openDeadlineOn, type Deadline, type DeadlineKind } from './time/deadline.ts';
import { eligibleValidators } from './validation/validators.ts';

const waitFor = (milestone: Milestone, kind: DeadlineKind, now: string): Deadline =>
  openDeadline(kind, now, termsFor(milestone, kind));

/** An event, and what follows from the state it leads to. */
function then(
  milestone: Milestone,
  event: MilestoneEvent,
  next: (after: Milestone, now: string) => MilestoneEvent[],
  now: string,
): MilestoneEvent[] {
  return [event, ...next(evolveAll(milestone, [event]), now)];
}

/** Whoever has a deputy for the time is not asked: their deputy is. */
function withDeputies(
  milestone: Milestone,
  [duty, memberIds]: [Duty, readonly string[]],
  open: (after: Milestone) => MilestoneEvent[],
  now: string,
): MilestoneEvent[] {
  const passed = toDeputies(milestone, duty, memberIds, now);
  return passed.length === 0 ? open(milestone) : [...passed, ...open(evolveAll(milestone, passed))];
}

const signersIn = ({ plan }: Milestone, group: number): [Duty, string[]] => [
  'signature',
  (plan.approvalAuthorityList[group]?.members ?? []).map((each) => each.personId),
];

export function openValidation(milestone: Milestone, now: string): MilestoneEvent[] {
  const wait = waitFor(milestone, 'validating', now);
  return withDeputies(
    milestone,
    ['validation', milestone.plan.validators.memberIds],
    (after) => [{ type: 'validationOpened', wait, askedIds: eligibleValidators(after) }],
    now,
  );
}

/** Everybody of the first group is asked, also who approved an earlier package. */
export function openReview(milestone: Milestone, now: string): MilestoneEvent[] {
  const wait = waitFor(milestone, 'inReview', now);
  const memberIds = milestone.plan.reviewGroups[0]?.memberIds ?? [];
  return withDeputies(
    milestone,
    ['review', memberIds],
    (after) => {
      const askedIds = assigneesOf(after, 'review', memberIds);
      return then(after, { type: 'reviewOpened', wait, openGroup: 0, askedIds }, nextOfReview, now);
    },
    now,
  );
}

/** From the first group that has not approved, those of it who have not; what others approved stands. */
function reopenReview(milestone: Milestone, now: string): MilestoneEvent[] {
  const { reviewGroups } = milestone.plan;
  const found = reviewGroups.findIndex((each) => !isApproved(milestone, each));
  const openGroup = found < 0 ? reviewGroups.length - 1 : found;
  const memberIds = reviewGroups[found]?.memberIds ?? [];
  const wait = waitFor(milestone, 'inReview', now);
  return withDeputies(
    milestone,
    ['review', memberIds],
    (after) => {
      const askedIds = unapproved(after, memberIds);
      return then(after, { type: 'reviewOpened', wait, openGroup, askedIds }, nextOfReview, now);
    },
    now,
  );
}

/**
 * What an amendment of the plan asks again of who was asked already. In a dispute, or before the sponsor, nothing is asked until that is settled;
 * what is left to settle it by follows from what still stands.
 */
export function askAnew(milestone: Milestone, what: AsksAgain, why: string, now: string): MilestoneEvent[] {
  const { phase } = milestone.stage;
  if (phase !== 'validating' && phase !== 'inReview' && phase !== 'formalSignOff') return [];
  switch (what) {
    case 'package':
      return agreedRework(milestone, [why], now);
    case 'validation':
      return openValidation(milestone, now);
    case 'review':
      return phase === 'validating' ? [] : reopenReview(milestone, now);
    case 'signature':
      return phase === 'formalSignOff' ? openSignOff(milestone, now) : [];
    case 'nothing':
      return [];
    default:
      return what satisfies never;
  }
}

/** Asks the next group, or closes the review when the last one is at quorum and nothing is left open (rule 3). */
export function nextOfReview(milestone: Milestone, now: string): MilestoneEvent[] {
  const { stage, plan } = milestone;
  if (stage.phase !== 'inReview') return [];
  const group = plan.reviewGroups[stage.openGroup];
  if (!group || !isApproved(milestone, group)) return [];
  const openGroup = stage.openGroup + 1;
  const next = plan.reviewGroups[openGroup];
  if (!next) return reviewObstacles(milestone).length > 0 ? [] : openSignOff(milestone, now);
  const wait = waitFor(milestone, 'inReview', now);
  return withDeputies(
    milestone,
    ['review', next.memberIds],
    (after) => {
      const askedIds = unapproved(after, next.memberIds);
      return then(after, { type: 'reviewGroupAsked', wait, openGroup, askedIds }, nextOfReview, now);
    },
    now,
  );
}

/** Where too few may sign nobody is let through (rule 1): the sponsor is told instead. */
export function openSignOff(milestone: Milestone, now: string): MilestoneEvent[] {
  const impossible = whoCannotBeReplaced(milestone);
  if (impossible) return toSponsor(milestone, inNames(milestone, impossible), now);
  const wait = waitFor(milestone, 'formalSignOff', now);
  return withDeputies(
    milestone,
    signersIn(milestone, 0),
    (after) => {
      const askedIds = pendingSigners(after, 0);
      return then(after, { type: 'formalSignOffOpened', wait, openGroup: 0, askedIds }, nextOfSignOff, now);
    },
    now,
  );
}

/** Where a group before the one that is asked is at quorum no more, signing goes on from there (rule 3). */
export function reopenSignOff(milestone: Milestone, now: string): MilestoneEvent[] {
  const { stage, plan } = milestone;
  const openGroup = plan.approvalAuthorityList.findIndex((each) => !isSigned(milestone, each));
  if (stage.phase !== 'formalSignOff' || openGroup < 0 || openGroup >= stage.openGroup) return [];
  const wait = waitFor(milestone, 'formalSignOff', now);
  return withDeputies(
    milestone,
    signersIn(milestone, openGroup),
    (after) => [{ type: 'formalSignOffOpened', wait, openGroup, askedIds: pendingSigners(after, openGroup) }],
    now,
  );
}

/** Asks the next group, or accepts when the last one is at quorum and no refuser may still object to what came of it. */
export function nextOfSignOff(milestone: Milestone, now: string): MilestoneEvent[] {
  const { stage, plan } = milestone;
  if (stage.phase !== 'formalSignOff') return [];
  const group = plan.approvalAuthorityList[stage.openGroup];
  if (!group || !isSigned(milestone, group)) return [];
  const openGroup = stage.openGroup + 1;
  if (openGroup >= plan.approvalAuthorityList.length) return lastOfSignOff(milestone, now);
  const wait = waitFor(milestone, 'formalSignOff', now);
  return withDeputies(
    milestone,
    signersIn(milestone, openGroup),
    (after) => {
      const askedIds = pendingSigners(after, openGroup);
      return then(after, { type: 'approvalGroupAsked', wait, openGroup, askedIds }, nextOfSignOff, now);
    },
    now,
  );
}

/** A concession that nobody of the client has granted keeps it open; where nobody is left who could, the sponsor is told. */
function lastOfSignOff(milestone: Milestone, now: string): MilestoneEvent[] {
  if (outcomeToConfirm(milestone)) return [];
  const open = ungranted(milestone);
  if (open.length === 0) return [accept(milestone, now)];
  if (pendingGranters(milestone).length > 0) return [];
  const ids = open.map((each) => each.exceptionId).join(', ');
  return toSponsor(
    milestone,
    `Everybody needed has signed, but nobody who may grant the concession of ${ids} for the client is left to sign.`,
    now,
  );
}

function accept(milestone: Milestone, now: string): MilestoneEvent {
  const acceptance = acceptanceDue(milestone, now);
  const part = openPart(milestone);
  if (part) return { type: 'partAccepted', partId: part.partId, acceptance, wait: waitForRest(milestone, part, now) };
  return acceptance.kind === 'conditional'
    ? { type: 'acceptedWithExceptions', acceptance, wait: openExceptionDeadline(milestone, now) }
    : { type: 'accepted', acceptance };
}

/** The rest has dates of its own: those given with the part, or the contract's. */
function waitForRest(milestone: Milestone, { restDueOn }: AcceptancePart, now: string): Deadline {
  const terms = termsFor(milestone, 'compiling');
  return restDueOn === undefined
    ? openDeadline('compiling', now, terms)
    : openDeadlineOn(restDueOn, 'compiling', now, terms);
}

/** What an acceptance states that is reached now: its kind, its basis, what it releases and withholds. */
export function acceptanceDue(milestone: Milestone, now: string): Acceptance {
  const digest = currentPackage(milestone)?.digest;
  const { amount, currency } = milestone.plan.value;
  const part = nextAct(milestone);
  const isDetermined = milestone.determinations.some(
    (each) => each.determination === 'formalSignOff' && each.packageDigest === digest,
  );
  return makeAcceptance(
    milestone,
    {
      kind: openPart(milestone) ? 'partial' : milestone.exceptions.length > 0 ? 'conditional' : 'acceptance',
      ...(part ? { part } : {}),
      basis: ({ own: isDetermined ? 'sponsorDetermined' : 'express', entered: 'entered', silence: 'deemed' } as const)[
        weakestGround(milestone)
      ],
      withheld:
        openPart(milestone) && part
          ? differenceOf(differenceOf(amount, acceptedValue(milestone), currency), part.amount, currency)
          : sumOf(
              milestone.exceptions.map((each) => each.amountWithheld),
              currency,
            ),
    },
    now,
  );
}

/** Rework, or facilitation once the contract's cycles are used up (state table, rework → validating). */
export function sendToRework(
  milestone: Milestone,
  reasons: string[],
  from: 'validating' | 'inReview',
  now: string,
): MilestoneEvent[] {
  if (milestone.reworkCycles >= milestone.engagement.contract.maxReworkCycles)
    return openFacilitation(milestone, { kind: 'reworkExhausted', reasons }, from, now);
  return [{ type: 'reworkStarted', reasons, wait: waitFor(milestone, 'rework', now), isCounted: true }];
}

/** Rework that people agreed on or the sponsor ordered; the contract's maximum is what they decided to go beyond. */
export function agreedRework(milestone: Milestone, reasons: string[], now: string): MilestoneEvent[] {
  return [{ type: 'reworkStarted', reasons, wait: waitFor(milestone, 'rework', now), isCounted: false }];
}

export function openFacilitation(
  milestone: Milestone,
  dispute: Dispute,
  from: Extract<Stage, { phase: 'facilitation' }>['from'],
  now: string,
): MilestoneEvent[] {
  return [{ type: 'facilitationOpened', dispute, from, wait: waitFor(milestone, 'facilitation', now) }];
}

export function toSponsor(milestone: Milestone, reason: string, now: string): MilestoneEvent[] {
  const wait = waitFor(milestone, 'escalated', now);
  return [{ type: 'escalatedToSponsor', reason, from: milestone.stage.phase, wait }];
}
