// Who has approved in review, who still owes an answer, and what keeps the review open. Reads the state, decides nothing.
import { isOwedAnswer } from './feedbackItems.ts';
import { enteredPeople } from '../entered/entries.ts';
import { deemedPeople, type Milestone } from '../milestone.ts';
import { isAtQuorum } from '../people/quorum.ts';
import { present } from '../people/leaving.ts';
import { assigneesOf, assigneePerMember } from '../people/assignments.ts';
import type { Group } from '../terms/plan.ts';

export const expressApprovals = (milestone: Milestone): string[] =>
  milestone.feedback.filter((each) => !each.isVoid && each.verdict === 'approve').map((each) => each.personId);

/** Those who approved, and those for whom the contract lets an entered approval or their silence stand. */
export const standingApprovals = (milestone: Milestone): string[] => [
  ...new Set([
    ...expressApprovals(milestone),
    ...enteredPeople(milestone, 'review'),
    ...deemedPeople(milestone, 'review'),
  ]),
];

export const isApproved = (milestone: Milestone, { quorum, memberIds }: Group): boolean =>
  isAtQuorum(quorum, assigneePerMember(milestone, 'review', memberIds), standingApprovals(milestone));

/** Members of a group who have not approved; nobody owes anything once the group is at quorum. */
export function pendingReviewers(milestone: Milestone, openGroup: number): string[] {
  const group = milestone.plan.reviewGroups[openGroup];
  return !group || isApproved(milestone, group) ? [] : unapproved(milestone, group.memberIds);
}

/** Of those who act for the people listed, the ones without a standing approval. */
export function unapproved(milestone: Milestone, memberIds: readonly string[]): string[] {
  const approved = standingApprovals(milestone);
  return present(milestone, assigneesOf(milestone, 'review', memberIds)).filter((id) => !approved.includes(id));
}

/** What still keeps a review with every group at quorum from closing, in words. */
export function reviewObstacles(milestone: Milestone): string[] {
  return [
    ...unaddressedFeedback(milestone).map((id) => `feedback item ${id} is not addressed`),
    ...(milestone.meeting && milestone.meetingNotes.length === 0 ? ['the review meeting has no notes'] : []),
  ];
}

export const unaddressedFeedback = (milestone: Milestone): string[] =>
  milestone.feedbackItems.filter(isOwedAnswer).map((each) => each.feedbackId);
