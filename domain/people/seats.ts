// Who acts on the places a plan gives: the person listed, or whoever the duty was passed on to. Reads the state, decides nothing.
import { SignOffError } from '../errors.ts';
import type { Delegation, Milestone, Phase } from '../milestone.ts';

/** What a person can be listed for and pass on. */
export type Duty = Delegation['duty'];

/** One line of a list in the plan. `holderId` is absent while the listed person acts for somebody else: one counts once (rule 3). */
export interface Seat {
  memberId: string;
  holderId?: string;
  /** How the holder came to it; absent for the listed person who never passed it on. */
  passage?: Delegation;
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

/** The passages that count for a duty, the last one for each listed person. */
function standingPassages(milestone: Milestone, duty: Duty): Map<string, Delegation> {
  const standing = milestone.delegations.filter((each) => each.duty === duty && !each.isVoid);
  return new Map(standing.map((each) => [each.memberId, each]));
}

export function seatsOf(milestone: Milestone, duty: Duty, memberIds: readonly string[]): Seat[] {
  const passages = standingPassages(milestone, duty);
  const standIns = new Set([...passages.values()].filter(isToAnother).map((each) => each.toPersonId));
  return memberIds.map((memberId): Seat => {
    const passage = passages.get(memberId);
    if (passage && isToAnother(passage)) return { memberId, holderId: passage.toPersonId, passage };
    if (standIns.has(memberId)) return { memberId };
    return { memberId, holderId: memberId, ...(passage ? { passage } : {}) };
  });
}

/** One to the listed person only replaces their link: it leaves the place theirs, or empty while they act for somebody else. */
const isToAnother = (passage: Delegation): boolean => passage.toPersonId !== passage.memberId;

/** Those who act, in the order of the list. */
export const holdersOf = (milestone: Milestone, duty: Duty, memberIds: readonly string[]): string[] =>
  seatsOf(milestone, duty, memberIds).flatMap((each) => each.holderId ?? []);

/** For quorums: an empty seat keeps its place in the size of the group, so that "all" still means all. */
export const seatHolders = (milestone: Milestone, duty: Duty, memberIds: readonly string[]): (string | undefined)[] =>
  seatsOf(milestone, duty, memberIds).map((each) => each.holderId);

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

/** The passage a person acts under, if any; it marks the request that was made for it. */
export function passageTo(milestone: Milestone, duty: Duty, personId: string): Delegation | undefined {
  const theirs = [...standingPassages(milestone, duty).values()].filter((each) => each.toPersonId === personId);
  return theirs.find(isToAnother) ?? theirs[0];
}

/** `onBehalfOf` of a decision, where the person who acts is not the one listed. */
export function onBehalf(milestone: Milestone, duty: Duty, personId: string): { onBehalfOf?: string } {
  const passage = passageTo(milestone, duty, personId);
  return passage && passage.memberId !== personId ? { onBehalfOf: passage.memberId } : {};
}

/** A listed person whose duty somebody else has now: undefined when they still have it. */
export function passedOnBy(milestone: Milestone, duty: Duty, personId: string): Delegation | undefined {
  const passage = standingPassages(milestone, duty).get(personId);
  return passage?.toPersonId === personId ? undefined : passage;
}

/** Why a person who is not among those asked may not decide; `reason` is for those who never were. */
export function notTheirs(milestone: Milestone, duty: Duty, personId: string, reason: string): SignOffError {
  const passage = passedOnBy(milestone, duty, personId);
  return passage
    ? new SignOffError(
        'PASSED_ON',
        `"${personId}" is no longer asked: "${passage.toPersonId}" was named on ${passage.at.slice(0, 10)} to decide instead. The engagement manager can reassign it.`,
        { field: 'actor.personId' },
      )
    : new SignOffError('NOT_ON_LIST', reason, { field: 'actor.personId' });
}
