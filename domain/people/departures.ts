// What it does to a milestone that somebody's last day is over, and who has to be replaced for it to go on.
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import type { Milestone } from '../milestone.ts';
import type { Duty } from './assignments.ts';
import { decided } from './delegation.ts';
import { inThisWait } from './deputies.ts';
import { hasLeft, lastDayOf, leavesAt, leavingEarly, owedIn, type LeavingEarly } from './leaving.ts';
import { needed } from './quorum.ts';

/** Those whose last day is over at `now`, one after the other. Whose deputy has left is asked themselves again. */
export function leavingDue(milestone: Milestone, now: string): MilestoneEvent[] {
  const gone = milestone.engagement.people.flatMap(({ personId }): MilestoneEvent[] => {
    const [lastDayOn, leftAt] = [lastDayOf(milestone, personId), leavesAt(milestone, personId)];
    if (lastDayOn === undefined || leftAt === undefined || leftAt > now || hasLeft(milestone, personId)) return [];
    return [{ type: 'personLeft', personId, lastDayOn, leftAt }];
  });
  return [...gone, ...inThisWait(evolveAll(milestone, gone), now)];
}

export interface NeededLeaver {
  personId: string;
  leftAt: string;
  duties: Duty[];
}

/** Who left and is on a list that cannot come to its quorum without them. */
export function neededLeavers(milestone: Milestone): NeededLeaver[] {
  if (milestone.left.length === 0) return [];
  const owed = owedIn(milestone, (duty) => decided(milestone, duty));
  const { validators, reviewGroups, approvalAuthorityList } = milestone.plan;
  const quorums = { validation: [validators], review: reviewGroups, signature: approvalAuthorityList };
  const isShort = (duty: Duty, group: number): boolean => {
    const found = quorums[duty][group];
    if (!found) return false;
    const size = 'memberIds' in found ? found.memberIds.length : found.members.length;
    const missing = owed.filter(
      (each) => each.duty === duty && each.group === group && hasLeft(milestone, each.personId),
    );
    return size - missing.length < needed(found.quorum, size);
  };
  return milestone.left.flatMap(({ personId, at: leftAt }) => {
    const theirs = owed.filter((each) => each.personId === personId && isShort(each.duty, each.group));
    return theirs.length === 0 ? [] : [{ personId, leftAt, duties: [...new Set(theirs.map((each) => each.duty))] }];
  });
}

/** Who leaves before what the plan, the present wait or an exception of theirs needs them for is due. */
export const leavingTooEarly = (milestone: Milestone): LeavingEarly[] =>
  leavingEarly(milestone, (duty) => decided(milestone, duty));
