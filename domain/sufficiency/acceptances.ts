// Whether an acceptance rests on what it needs: validation, every approval group at quorum, concessions granted, exceptions
// seen by who signed, no objection open, and the basis and amounts it states.
import { awaitsReview } from '../amendments/awaitsReview.ts';
import { revocationDue } from '../acceptance/revocation.ts';
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { closeOutDue } from '../exceptions/exceptionCloseOut.ts';
import {
  currentPackage,
  openExceptions,
  personOf,
  type Acceptance,
  type Milestone,
  type Signature,
} from '../milestone.ts';
import { assigneesOf } from '../people/assignments.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { ungranted } from '../signOff/granters.ts';
import { isSigned, validSigners } from '../signOff/signers.ts';
import { isSameSet, openPart } from '../acceptance/parts.ts';
import { standingSignatures } from '../signOff/standingSignatures.ts';
import { isMore } from '../terms/money.ts';
import type { ApprovalGroup } from '../terms/plan.ts';
import { acceptanceDue } from '../transitions.ts';
import {
  notUnderException,
  obstaclesToConcession,
  unmetRequirements,
  whyNotConceded,
} from '../validation/unmetRequirements.ts';
import { isValidated } from '../validation/validators.ts';
import { named } from './words.ts';

/** Of a full or conditional acceptance, judged on the state before it. */
export function againstAcceptance(milestone: Milestone, acceptance: Acceptance): string[] {
  const unsigned = milestone.plan.approvalAuthorityList.filter((each) => !isSigned(milestone, each));
  const due = acceptanceDue(milestone, acceptance.acceptedAt);
  const objection = outcomeToConfirm(milestone);
  return [
    ...(currentPackage(milestone) ? [] : ['accepted without a package']),
    ...withoutValidation(milestone, true).map((each) => `accepted ${each}`),
    ...(awaitsReview(milestone) ? ['accepted without the review that an amendment of the plan asks for'] : []),
    ...unsigned.map((each) => withoutSignature(milestone, each)),
    ...ungranted(milestone).map(
      ({ exceptionId }) =>
        `accepted under exception ${exceptionId}, a concession that nobody of the client who may has granted`,
    ),
    ...standingSignatures(milestone).flatMap((each) => [...unseen(milestone, each), ...ofAnotherPart(milestone, each)]),
    ...(objection
      ? [`accepted while ${named(milestone, [objection.refusal.personId])} could still object to what was facilitated`]
      : []),
    // Nothing is an acceptance's basis where signatures are missing.
    ...againstStatement(acceptance, unsigned.length > 0 ? { ...due, basis: acceptance.basis } : due),
  ];
}

/** Of a close-out, judged on the state before it. */
export const againstCloseOut = (milestone: Milestone, acceptance: Acceptance): string[] => [
  ...openExceptions(milestone).map(({ exceptionId }) => `closed out while exception ${exceptionId} was open`),
  ...againstStatement(acceptance, closeOutDue(milestone, acceptance.acceptedAt)),
];

/** Of a revocation, judged on the state before it: nobody can take back by it less, or another one, than is in force. */
export const againstRevoked = (milestone: Milestone, acceptance: Acceptance): string[] =>
  againstStatement(acceptance, revocationDue(milestone, acceptance.acceptedAt));

/**
 * Enough validators passed the package, and every mandatory requirement not met is under an exception that the contract
 * allows. `mayBeConceded`: also where too few passed it, but people agreed to go on under exceptions.
 */
export function withoutValidation(milestone: Milestone, mayBeConceded: boolean): string[] {
  const isEnough = isValidated(milestone) || (mayBeConceded && obstaclesToConcession(milestone).length === 0);
  const { name, memberIds } = milestone.plan.validators;
  const passed = milestone.reports.filter((each) => !each.isVoid && each.isPassed).map((each) => each.personId);
  const missing = assigneesOf(milestone, 'validation', memberIds).filter((id) => !passed.includes(id));
  return [
    ...(isEnough
      ? []
      : [`without technical validation: “${name}” not at quorum, not passed by ${named(milestone, missing)}`]),
    ...notUnderException(milestone).map(
      ({ requirementId }) => `over requirement ${requirementId}, found not met and named in no exception`,
    ),
    ...unmetRequirements(milestone)
      .filter((each) => whyNotConceded(milestone, each) !== undefined)
      .map(({ requirementId }) => `over requirement ${requirementId}, which the contract does not let be conceded`),
  ];
}

/** Names the party whose signature is missing: that is what a stranger asks first. */
function withoutSignature(milestone: Milestone, { name, members }: ApprovalGroup): string {
  const signed = validSigners(milestone);
  const missing = assigneesOf(
    milestone,
    'signature',
    members.map((each) => each.personId),
  ).filter((id) => !signed.includes(id));
  const parties = new Set(
    (missing.length > 0 ? missing : members.map((each) => each.personId)).map((id) => personOf(milestone, id)?.party),
  );
  const whose = [...parties].map((each) => (each === undefined ? 'somebody’s' : `the ${each}’s`)).join(' and ');
  return `accepted without ${whose} signature: group “${name}” of the approval authority list is not at quorum${missing.length > 0 ? `, not signed by ${named(milestone, missing)}` : ''}`;
}

/** What was signed includes the exceptions that stood, by their digest. */
function unseen({ exceptions, ...milestone }: Milestone, { personId, exceptions: seen }: Signature): string[] {
  const isSeen = exceptions.length === 0 ? seen === undefined : seen?.sha256 === canonicalSha256(exceptions);
  const ids = exceptions.map((each) => each.exceptionId).join(', ') || 'none';
  return isSeen
    ? []
    : [
        `${named({ exceptions, ...milestone }, [personId])} signed without having seen the exceptions accepted under: ${ids}`,
      ];
}

/** Whoever signed for a part named the deliverables that are accepted, and no others. */
function ofAnotherPart(milestone: Milestone, { personId, deliverableIds }: Signature): string[] {
  const wanted = openPart(milestone)?.deliverableIds;
  if (isSameSet(wanted, deliverableIds)) return [];
  return [
    `${named(milestone, [personId])} signed for ${deliverableIds?.join(', ') ?? 'all that is open'}, and ${wanted?.join(', ') ?? 'all that is open'} was accepted`,
  ];
}

function againstStatement(stated: Acceptance, due: Acceptance): string[] {
  const differs = (one: string, other: string): boolean => isMore(one, other) || isMore(other, one);
  return [
    ...(stated.kind === due.kind
      ? []
      : [`the acceptance states the kind “${stated.kind}”; by the record it is “${due.kind}”`]),
    ...(stated.basis === due.basis
      ? []
      : [`the acceptance states the basis “${stated.basis}”; by the record it is “${due.basis}”`]),
    ...(differs(stated.amountReleased, due.amountReleased) || differs(stated.amountWithheld, due.amountWithheld)
      ? [
          `the acceptance releases ${stated.amountReleased} and withholds ${stated.amountWithheld}; by the record it is ${due.amountReleased} and ${due.amountWithheld}`,
        ]
      : []),
    ...(canonicalSha256(stated.part ?? null) === canonicalSha256(due.part ?? null)
      ? []
      : ['the acceptance states another part than the one that was put to signature']),
    ...(stated.certificateNumber === due.certificateNumber && stated.supersedes === due.supersedes
      ? []
      : [`the acceptance states number ${stated.certificateNumber}; by the record it is ${due.certificateNumber}`]),
  ];
}
