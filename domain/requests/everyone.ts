// Who is told of the end of a milestone, and who gets its certificates.
import { isOver, type Milestone } from '../milestone.ts';
import { observersOf } from './observers.ts';
import type { LinkState } from './openRequests.ts';
import { pendingAssignees } from './pendingAssignees.ts';

const officesOf = ({ engagement }: Milestone): string[] => [
  engagement.engagementManagerId,
  engagement.engagementSponsorId,
];

const delegates = (milestone: Milestone): string[] =>
  milestone.delegations.filter((each) => !each.isVoid).map((each) => each.toPersonId);

/** Everybody named in the plan or with an open duty: who gets the certificate, and each later one. */
export function everyone(milestone: Milestone): string[] {
  const { plan } = milestone;
  return [
    ...officesOf(milestone),
    ...plan.validators.memberIds,
    ...plan.reviewGroups.flatMap((each) => each.memberIds),
    ...plan.approvalAuthorityList.flatMap((each) => each.members.map((member) => member.personId)),
    ...delegates(milestone),
    ...observersOf(plan),
    ...(isOver(milestone) ? [] : pendingAssignees(milestone)),
  ];
}

/** Manager and sponsor, and who was asked so far: whoever never heard of a milestone has no use for its end. */
export const askedSoFar = (milestone: Milestone): string[] => [
  ...officesOf(milestone),
  ...milestone.askedIds,
  ...milestone.delegations
    .filter((each) => milestone.askedIds.includes(each.fromPersonId))
    .map((each) => each.toPersonId),
];

/** Of a link that somebody else may hold by now, or whose person has handed the duty on, nothing of the outcome is seen. */
const withoutCertificate: readonly LinkState[] = ['passedOn', 'expired', 'revoked'];

/** Whether a link gives its person the certificate and the record: everybody who is told of one gets it, as the contract has it. */
export const givesCertificate = (milestone: Milestone, personId: string, state: LinkState): boolean =>
  milestone.outputs.length > 0 &&
  milestone.engagement.contract.certificateCopies !== 'announced' &&
  !withoutCertificate.includes(state) &&
  everyone(milestone).includes(personId);
