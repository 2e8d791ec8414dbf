// Whether each step towards acceptance was due when the record has it: what had to be decided before it was, by whose office.
import { openDeliverables, openPart } from '../acceptance/parts.ts';
import { outcomesFor, whyNotSignable } from '../dispute/facilitation.ts';
import type { RecordedEvent } from '../events.ts';
import type { Delegation, Milestone } from '../milestone.ts';
import { deputyshipOf } from '../people/deputies.ts';
import { isSameHuman, isShared } from '../people/humans.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { isApproved, reviewObstacles, unapproved } from '../review/approvals.ts';
import { verifiersOf } from '../exceptions/verifiers.ts';
import { isSigned } from '../signOff/signers.ts';
import { personOf } from '../milestone.ts';
import { phaseNames } from '../phases.ts';
import { withoutValidation } from './acceptances.ts';
import { named, who } from './words.ts';

type Event<T extends RecordedEvent['type']> = Extract<RecordedEvent, { type: T }>;

/** How the dispute or escalation that a milestone is in was resolved, or that its plan was amended, as far as the record has got. */
export type Resolution = 'reviewAgain' | 'askAgain' | 'underExceptions' | 'formalSignOff' | 'amended' | undefined;

/** Who acts by office must hold it. */
export function mustBe(milestone: Milestone, personId: string, office: 'manager' | 'sponsor', did: string): string[] {
  const { engagementManagerId, engagementSponsorId } = milestone.engagement;
  const holder = office === 'manager' ? engagementManagerId : engagementSponsorId;
  return personId === holder
    ? []
    : [`${did} by ${who(milestone, personId)} and not by the engagement ${office}, ${named(milestone, [holder])}`];
}

/** The digest that everybody decides on is that of what the manager submitted while a package was awaited. */
export function againstPackage(milestone: Milestone, { package: submitted, actor }: Event<'packageFrozen'>): string[] {
  const { digest, submittedBy, submittedAt: _at, ...contents } = submitted;
  const { milestoneId, stage, packages } = milestone;
  return [
    ...(contents.packageVersion === packages.length + 1
      ? []
      : [`version ${contents.packageVersion} of the package follows ${packages.length} on record`]),
    ...mustBe(milestone, submittedBy, 'manager', 'the package was submitted'),
    ...(actor.personId === submittedBy
      ? []
      : [`the package names another submitter than ${named(milestone, [actor.personId])}, who acted`]),
    ...(['compiling', 'rework'].includes(stage.phase)
      ? []
      : [`the package was replaced in ${phaseNames[stage.phase]}`]),
    ...(canonicalSha256({ milestoneId, ...contents }) === digest
      ? []
      : ['the digest that was decided on is not that of the package']),
  ];
}

export function againstReviewOpened(milestone: Milestone, resolution: Resolution): string[] {
  const { phase } = milestone.stage;
  const isResolved =
    (phase === 'facilitation' && (resolution === 'reviewAgain' || resolution === 'underExceptions')) ||
    ((phase === 'inReview' || phase === 'formalSignOff') && resolution === 'amended');
  const missing = withoutValidation(milestone, phase !== 'validating');
  return [
    ...(phase === 'validating' || isResolved ? [] : ['review was opened although no facilitation came to that']),
    ...missing.map((each) => `review was opened ${each}`),
  ];
}

/** Once a package was handed in, or where the plan was amended under it. */
export function againstValidationOpened({ stage }: Milestone, resolution: Resolution): string[] {
  const isFirst = stage.phase === 'compiling' || stage.phase === 'rework';
  return isFirst || resolution === 'amended' ? [] : ['validation was opened again although no amendment asks for that'];
}

/** Groups are asked in order (rule 3). */
export function againstReviewGroupAsked(milestone: Milestone, { openGroup }: Event<'reviewGroupAsked'>): string[] {
  return withoutReview(milestone, openGroup).map((each) => `the next review group was asked ${each}`);
}

export function againstApprovalGroupAsked(milestone: Milestone, { openGroup }: Event<'approvalGroupAsked'>): string[] {
  return milestone.plan.approvalAuthorityList
    .slice(0, openGroup)
    .filter((group) => !isSigned(milestone, group))
    .map(({ name }) => `the next approval group was asked before group “${name}” had signed`);
}

export function againstSignOffOpened(milestone: Milestone, resolution: Resolution): string[] {
  switch (milestone.stage.phase) {
    case 'inReview':
      return [
        ...withoutReview(milestone).map((each) => `formal sign-off was opened ${each}`),
        ...reviewObstacles(milestone).map((each) => `formal sign-off was opened although ${each}`),
      ];
    case 'facilitation':
      return resolution === 'askAgain' ? [] : ['formal sign-off was opened although no facilitation came to that'];
    case 'escalated':
      return resolution === 'formalSignOff'
        ? []
        : ['formal sign-off was opened without a determination of the engagement sponsor'];
    default:
      return [];
  }
}

/** Of the groups of the review, or those before one of them: which are not at quorum. */
function withoutReview(milestone: Milestone, before?: number): string[] {
  return milestone.plan.reviewGroups
    .slice(0, before)
    .filter((group) => !isApproved(milestone, group))
    .map(
      ({ name, memberIds }) =>
        `without the quorum of review group “${name}”: not approved by ${named(milestone, unapproved(milestone, memberIds))}`,
    );
}

export function againstOutcome(milestone: Milestone, { facilitation, actor }: Event<'facilitationOutcomeRecorded'>) {
  const { stage } = milestone;
  const available: string[] = stage.phase === 'facilitation' ? outcomesFor(milestone, stage) : [];
  return [
    ...mustBe(milestone, actor.personId, 'manager', 'the outcome of the facilitation was recorded'),
    ...(available.includes(facilitation.outcome)
      ? []
      : [`a facilitation came to “${facilitation.outcome}”, which was not open to it`]),
  ];
}

export function againstDetermination(milestone: Milestone, { determination, actor }: Event<'sponsorDecided'>) {
  const isBefore = milestone.stage.phase === 'escalated';
  const isUnsignable = determination.determination === 'formalSignOff' && whyNotSignable(milestone).length > 0;
  return [
    ...mustBe(milestone, actor.personId, 'sponsor', 'the determination was made'),
    ...(isBefore
      ? []
      : [`the engagement sponsor determined in ${phaseNames[milestone.stage.phase]}, where nothing was escalated`]),
    ...(isUnsignable ? ['the engagement sponsor sent to signature what was not validated'] : []),
  ];
}

/** A duty passes from who has it, by the manager, or to a deputy on their days, to somebody else of the same party. */
export function againstDelegation(
  milestone: Milestone,
  { delegation, actor }: Event<'delegated' | 'reassigned' | 'deputised'>,
) {
  const { kind, fromPersonId, toPersonId, memberId } = delegation;
  const party = personOf(milestone, toPersonId)?.party;
  return [
    ...(kind === 'deputised'
      ? againstDeputy(milestone, delegation)
      : kind === 'reassigned'
        ? mustBe(milestone, actor.personId, 'manager', 'a duty was reassigned')
        : actor.personId === fromPersonId
          ? []
          : [`the duty of ${who(milestone, fromPersonId)} was passed on by ${named(milestone, [actor.personId])}`]),
    ...(party !== undefined &&
    party === personOf(milestone, memberId)?.party &&
    !isShared(milestone.engagement.people, toPersonId)
      ? []
      : [`the duty of ${who(milestone, memberId)} was passed to ${who(milestone, toPersonId)}`]),
  ];
}

/** To the deputy on the days they were named for, or on an automatic reply where the contract lets it; and back to whose it is. */
function againstDeputy(milestone: Milestone, { deputyshipId, memberId, toPersonId, at }: Delegation): string[] {
  const { deputies, absentees, engagement } = milestone;
  const by = deputies.find((each) => each.deputyshipId === deputyshipId && each.personId === memberId);
  if (by && toPersonId === memberId) return [];
  const isRouted =
    engagement.contract.automaticReplies === 'routeToDeputy' &&
    by?.startsAt === undefined &&
    by?.ended === undefined &&
    absentees.some((each) => each.personId === memberId);
  const isTheirs = deputyshipOf(milestone, memberId, at)?.deputyshipId === deputyshipId || isRouted;
  return by?.deputyId === toPersonId && isTheirs
    ? []
    : [
        `the duty of ${who(milestone, memberId)} passed to ${who(milestone, toPersonId)}, who was no deputy of theirs then`,
      ];
}

/** Deputies are named by whose duty it is, or by the manager. */
export function againstNaming(
  milestone: Milestone,
  { type, deputyship, actor }: Event<'deputyNamed' | 'deputyAppointed'>,
) {
  if (type === 'deputyAppointed') return mustBe(milestone, actor.personId, 'manager', 'a deputy was appointed');
  return actor.personId === deputyship.personId
    ? []
    : [`the deputy of ${who(milestone, deputyship.personId)} was named by ${named(milestone, [actor.personId])}`];
}

export function againstVerification(milestone: Milestone, event: Event<'exceptionVerified'>): string[] {
  const { exceptionId, verifiedBy, actor } = event;
  const exception = milestone.exceptions.find((each) => each.exceptionId === exceptionId);
  const mayVerify = exception !== undefined && verifiersOf(milestone, exception).includes(verifiedBy);
  return mayVerify && actor.personId === verifiedBy
    ? []
    : [`exception ${exceptionId} was verified closed by ${who(milestone, actor.personId)}, who may not verify it`];
}

/** Taken back by two: one proposes, another confirms. */
export function againstRevocation(milestone: Milestone, event: Event<'revocationProposed' | 'revoked'>): string[] {
  const { actor } = event;
  if (event.type === 'revocationProposed')
    return mustBe(milestone, actor.personId, 'manager', 'the revocation was proposed');
  const proposedBy = milestone.proposedRevocation?.proposedBy;
  return [
    ...mustBe(milestone, actor.personId, 'sponsor', 'the revocation was confirmed'),
    ...(proposedBy === undefined ? ['the revocation was confirmed without having been proposed'] : []),
    ...(proposedBy !== undefined && isSameHuman(milestone, proposedBy, actor.personId)
      ? ['the same human proposed and confirmed the revocation']
      : []),
  ];
}

/** Put to signature by the manager, where the contract has it: of what is open and in the package, and not all of it. */
export function againstPart(milestone: Milestone, { part, actor }: Event<'partProposed'>): string[] {
  const { deliverableIds } = part;
  const open = openDeliverables(milestone);
  const present = milestone.packages.at(-1)?.deliverables.map((each) => each.deliverableId) ?? [];
  const isPart =
    openPart(milestone) === undefined &&
    new Set(deliverableIds).size === deliverableIds.length &&
    deliverableIds.every((id) => open.includes(id) && present.includes(id)) &&
    open.some((id) => !deliverableIds.includes(id));
  return [
    ...mustBe(milestone, actor.personId, 'manager', `part ${part.partId} was put to signature`),
    ...(milestone.stage.phase === 'formalSignOff' ? [] : [`part ${part.partId} was put to signature out of turn`]),
    ...(milestone.engagement.contract.partialAcceptance === 'none'
      ? [`part ${part.partId} was put to signature, and the contract has no acceptance in parts`]
      : []),
    ...(isPart ? [] : [`part ${part.partId} is not some of what was open and handed in`]),
    ...(milestone.plan.deliverables.every((each) => each.value !== undefined) && milestone.exceptions.length === 0
      ? []
      : [`part ${part.partId} was put to signature without parts of the value, or under exceptions`]),
  ];
}
