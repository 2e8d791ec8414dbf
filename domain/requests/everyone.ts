// Who is told of what ends a milestone, and who gets its certificates.
import { isOver, type Milestone } from '../milestone.ts';
import type { LinkState } from './openRequests.ts';
import { pendingAssignees } from './pendingAssignees.ts';

/** Everybody who was asked so far: named in the plan, or with an open duty; before the package, the manager alone. */
export function everyone(milestone: Milestone): string[] {
  const { plan, engagement } = milestone;
  const offices = [engagement.engagementManagerId, engagement.engagementSponsorId];
  if (milestone.packages.length === 0) return offices;
  return [
    ...offices,
    ...plan.validators.memberIds,
    ...plan.reviewGroups.flatMap((each) => each.memberIds),
    ...plan.approvalAuthorityList.flatMap((each) => each.members.map((member) => member.personId)),
    ...milestone.delegations.filter((each) => !each.isVoid).map((each) => each.toPersonId),
    ...(isOver(milestone) ? [] : pendingAssignees(milestone)),
  ];
}

/** Of a link that somebody else may hold by now, or whose person has handed the duty on, nothing of the outcome is seen. */
const withoutCertificate: readonly LinkState[] = ['passedOn', 'expired', 'revoked'];

/** Whether a link gives its person the certificate and the record: everybody who is told of one gets it, as the contract has it. */
export const givesCertificate = (milestone: Milestone, personId: string, state: LinkState): boolean =>
  milestone.outputs.length > 0 &&
  milestone.engagement.contract.certificateCopies !== 'announced' &&
  !withoutCertificate.includes(state) &&
  everyone(milestone).includes(personId);
