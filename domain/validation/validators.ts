// Who may validate, and whether the package is validated. Reads the state, decides nothing.
import type { Milestone } from '../milestone.ts';
import { isAtQuorum } from '../people/quorum.ts';
import { assigneesOf, assigneePerMember } from '../people/assignments.ts';

/** Authors of a deliverable in the package do not validate it (rule 1), so they are not asked. */
export function eligibleValidators(milestone: Milestone): string[] {
  const { memberIds } = milestone.plan.validators;
  return assigneesOf(milestone, 'validation', memberIds).filter((id) => !isAuthor(milestone, id));
}

export const isAuthor = ({ plan }: Milestone, personId: string): boolean =>
  plan.deliverables.some((each) => each.authorIds.includes(personId));

/** Those whose report on the current package stands. */
export const standingValidators = (milestone: Milestone): string[] =>
  milestone.reports.filter((each) => !each.isVoid).map((each) => each.personId);

/** Whether enough validators passed the current package. */
export function isValidated(milestone: Milestone): boolean {
  const { quorum, memberIds } = milestone.plan.validators;
  const passed = milestone.reports.filter((each) => !each.isVoid && each.isPassed).map((each) => each.personId);
  return isAtQuorum(quorum, assigneePerMember(milestone, 'validation', memberIds), passed);
}
