// Who a duty is assigned to: the person the plan lists, or whoever it was delegated to. Reads the state, decides nothing.
import { SignOffError } from '../errors.ts';
import type { Delegation, Milestone, Phase } from '../milestone.ts';

/** What a person can be listed for and pass on. */
export type Duty = Delegation['duty'];

/** One line of a list in the plan. `assigneeId` is absent while the listed person acts for somebody else: one counts once (rule 3). */
export interface Assignment {
  memberId: string;
  assigneeId?: string;
  /** How the assignee came to it; absent for the listed person who never passed it on. */
  delegation?: Delegation;
}

export function dutyIn(phase: 'validating' | 'inReview' | 'formalSignOff'): Duty;
export function dutyIn(phase: Phase): Duty | undefined;
export function dutyIn(phase: Phase): Duty | undefined {
  switch (phase) {
    case 'validating':
      return 'validation';
    case 'inReview':
      return 'review';
    case 'formalSignOff':
      return 'signature';
    default:
      return undefined;
  }
}

/** The delegations that count for a duty, the last one for each listed person. */
function standingDelegations(milestone: Milestone, duty: Duty): Map<string, Delegation> {
  const standing = milestone.delegations.filter((each) => each.duty === duty && !each.isVoid);
  return new Map(standing.map((each) => [each.memberId, each]));
}

export function assignmentsOf(milestone: Milestone, duty: Duty, memberIds: readonly string[]): Assignment[] {
  const delegations = standingDelegations(milestone, duty);
  const standIns = new Set([...delegations.values()].filter(isToAnother).map((each) => each.toPersonId));
  return memberIds.map((memberId): Assignment => {
    const delegation = delegations.get(memberId);
    if (delegation && isToAnother(delegation)) return { memberId, assigneeId: delegation.toPersonId, delegation };
    if (standIns.has(memberId)) return { memberId };
    return { memberId, assigneeId: memberId, ...(delegation ? { delegation } : {}) };
  });
}

/** One to the listed person only replaces their link: it leaves the place theirs, or empty while they act for somebody else. */
const isToAnother = (delegation: Delegation): boolean => delegation.toPersonId !== delegation.memberId;

/** Those who act, in the order of the list. */
export const assigneesOf = (milestone: Milestone, duty: Duty, memberIds: readonly string[]): string[] =>
  assignmentsOf(milestone, duty, memberIds).flatMap((each) => each.assigneeId ?? []);

/** For quorums: a place that nobody fills counts in the size of the group, so that "all" still means all. */
export const assigneePerMember = (
  milestone: Milestone,
  duty: Duty,
  memberIds: readonly string[],
): (string | undefined)[] => assignmentsOf(milestone, duty, memberIds).map((each) => each.assigneeId);

/** The member IDs of each group listed for a duty, in the order in which the groups are asked. */
export function groupsFor({ plan }: Milestone, duty: Duty): string[][] {
  switch (duty) {
    case 'validation':
      return [plan.validators.memberIds];
    case 'review':
      return plan.reviewGroups.map((each) => each.memberIds);
    case 'signature':
      return plan.approvalAuthorityList.map((each) => each.members.map((member) => member.personId));
    default:
      return duty satisfies never;
  }
}

/** The delegation a person acts under, if any; it marks the request that was made for it. */
export function delegationTo(milestone: Milestone, duty: Duty, personId: string): Delegation | undefined {
  const theirs = [...standingDelegations(milestone, duty).values()].filter((each) => each.toPersonId === personId);
  return theirs.find(isToAnother) ?? theirs[0];
}

/** `onBehalfOf` of a decision, where the person who acts is not the one listed. */
export function onBehalf(milestone: Milestone, duty: Duty, personId: string): { onBehalfOf?: string } {
  const delegation = delegationTo(milestone, duty, personId);
  return delegation && delegation.memberId !== personId ? { onBehalfOf: delegation.memberId } : {};
}

/** A listed person whose duty somebody else has now: undefined when they still have it. */
function passedOnBy(milestone: Milestone, duty: Duty, personId: string): Delegation | undefined {
  const delegation = standingDelegations(milestone, duty).get(personId);
  return delegation?.toPersonId === personId ? undefined : delegation;
}

/** Why a person who is not among those asked may not decide; `reason` is for those who never were. */
export function notTheirs(milestone: Milestone, duty: Duty, personId: string, reason: string): SignOffError {
  const delegation = passedOnBy(milestone, duty, personId);
  return delegation
    ? new SignOffError(
        'PASSED_ON',
        `"${personId}" is no longer asked: "${delegation.toPersonId}" was named on ${delegation.at.slice(0, 10)} to decide instead. The engagement manager can reassign it.`,
        { field: 'actor.personId' },
      )
    : new SignOffError('NOT_ON_LIST', reason, { field: 'actor.personId' });
}
