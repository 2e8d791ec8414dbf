// Who may validate, and whether the package is validated. Reads the state, decides nothing.
import type { Milestone } from '../milestone.ts';
import type { SignOffError } from '../errors.ts';
import { isAtQuorum } from '../people/quorum.ts';
import { whyMayNot } from '../people/whoMay.ts';
import { present } from '../people/leaving.ts';
import { assigneesOf, assigneePerMember } from '../people/assignments.ts';

/** Authors of a deliverable in the package do not validate it (rule 1), so they are not asked. */
export function eligibleValidators(milestone: Milestone): string[] {
  const { memberIds } = milestone.plan.validators;
  return present(milestone, assigneesOf(milestone, 'validation', memberIds)).filter((id) => !isAuthor(milestone, id));
}

export const isAuthor = (milestone: Milestone, personId: string): boolean =>
  whyMayNotValidate(milestone, personId) !== undefined;

/** SEPARATION_OF_DUTIES for an author of a deliverable in the package, whatever the person ID (rule 1). */
export function whyMayNotValidate(milestone: Milestone, personId: string): SignOffError | undefined {
  const authorIds = new Set(milestone.plan.deliverables.flatMap((each) => each.authorIds));
  for (const authorId of authorIds) {
    const owner = { personId: authorId, words: 'is an author of a deliverable in this package' };
    const why = whyMayNot(milestone, 'recordValidationReport', personId, { owner });
    if (why) return why;
  }
  return undefined;
}

/** Those whose report on the current package stands. */
export const standingValidators = (milestone: Milestone): string[] =>
  milestone.reports.filter((each) => !each.isVoid).map((each) => each.personId);

/** Whether enough validators passed the current package. */
export function isValidated(milestone: Milestone): boolean {
  const { quorum, memberIds } = milestone.plan.validators;
  const passed = milestone.reports.filter((each) => !each.isVoid && each.isPassed).map((each) => each.personId);
  return isAtQuorum(quorum, assigneePerMember(milestone, 'validation', memberIds), passed);
}
