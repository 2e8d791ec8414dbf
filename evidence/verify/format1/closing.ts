// Whether concessions were granted, exceptions closed and acceptances taken back by who may in a record of format 1. Frozen: see
// docs/recordFormat.md.
import { assignees, scaled, type PassedOn } from './authority.ts';
import type { Parties } from './parties.ts';
import type { Exception, Terms, Told } from './sufficiencyShapes.ts';

/** Somebody of the client grants it with a signature of their own, never who owns or proposed the exception. */
export function whyNotGranted(
  { engagement }: Terms,
  parties: Parties,
  exceptions: readonly Exception[],
  signatures: readonly Told['signature'][],
): string[] {
  const { grantedBy } = engagement.contract.concessions;
  return exceptions
    .filter(
      ({ requirementIds = [], ownerId, proposedBy }) =>
        requirementIds.length > 0 &&
        !signatures.some(
          ({ personId, onBehalfOf = personId }) =>
            parties.find(personId)?.party === 'client' &&
            ![ownerId, proposedBy].some((id) => parties.isSame(id, personId)) &&
            (grantedBy === undefined || grantedBy.includes(personId) || grantedBy.includes(onBehalfOf)),
        ),
    )
    .map(
      ({ exceptionId }) =>
        `accepted under exception ${exceptionId}, a concession that nobody of the client who may has granted`,
    );
}

/** Listed for it, and neither of the human nor, unless the contract says so, of the party that owns or proposed it. */
export function whyNotVerified(
  { engagement, plan }: Terms,
  parties: Parties,
  delegations: readonly PassedOn[],
  { actor, verifiedBy, exceptionId }: Told,
  exception: Exception | undefined,
): string[] {
  const signers = plan.approvalAuthorityList.map(({ members }) => members.map((each) => each.personId));
  const listed = [
    ...[engagement.engagementManagerId, ...plan.validators.memberIds, ...signers.flat()],
    ...assignees(delegations, 'validation', plan.validators.memberIds),
    ...signers.flatMap((ids) => assignees(delegations, 'signature', ids)),
  ];
  const party = parties.find(verifiedBy)?.party ?? '';
  const isOwn = engagement.contract.ownVerification?.parties.includes(party) ?? false;
  const isClose = (id: string) => parties.isSame(id, verifiedBy) || (!isOwn && parties.find(id)?.party === party);
  const isSystem = plan.validators.systems?.some((each) => each.personId === verifiedBy) ?? false;
  const mayVerify =
    exception !== undefined &&
    listed.includes(verifiedBy) &&
    !isSystem &&
    !isClose(exception.ownerId) &&
    !isClose(exception.proposedBy);
  return mayVerify && actor.personId === verifiedBy
    ? []
    : [`exception ${exceptionId} was verified closed by ${parties.who(actor.personId)}, who may not verify it`];
}

/** Nothing is left open, and nothing withheld. */
export const whyNotClosed = ({ plan }: Terms, { acceptance }: Told, open: readonly string[]): string[] => [
  ...open.map((each) => `closed out while exception ${each} was open`),
  ...(acceptance.kind === 'closeOut' &&
  scaled(acceptance.amountWithheld) === 0n &&
  scaled(acceptance.amountReleased) === scaled(plan.value.amount)
    ? []
    : ['the close-out does not state that everything is released']),
];

/** Taken back by two: the manager proposes, the sponsor, another human, confirms. It releases nothing. */
export function whyNotRevoked(
  { engagement, plan }: Terms,
  parties: Parties,
  { actor, acceptance }: Told,
  proposedBy: string | undefined,
): string[] {
  const { engagementSponsorId: sponsor } = engagement;
  return [
    actor.personId === sponsor
      ? ''
      : `the revocation was confirmed by ${parties.who(actor.personId)} and not by the engagement sponsor, ${parties.names([sponsor])}`,
    proposedBy === undefined ? 'the revocation was confirmed without having been proposed' : '',
    proposedBy !== undefined && parties.isSame(proposedBy, actor.personId)
      ? 'the same human proposed and confirmed the revocation'
      : '',
    acceptance.kind === 'revocation' &&
    scaled(acceptance.amountReleased) === 0n &&
    scaled(acceptance.amountWithheld) === scaled(plan.value.amount)
      ? ''
      : 'the revocation does not state that nothing is released',
  ].filter((each) => each !== '');
}
