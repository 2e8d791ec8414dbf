// Whether an amendment of the plan left a package without the review that it now needs. Reads the state, decides nothing.
import { currentPackage, type Milestone } from '../milestone.ts';
import { isApproved } from '../review/approvals.ts';

/** Unless the sponsor has sent it to signature since, as over any review. */
export function awaitsReview(milestone: Milestone): boolean {
  const { amendments, determinations, plan } = milestone;
  const since = currentPackage(milestone)?.submittedAt ?? '';
  const last = amendments
    .flatMap(({ outcome }) => (outcome?.kind === 'made' ? [outcome] : []))
    .findLast(({ asksAgain }) => asksAgain === 'review' || asksAgain === 'validation');
  if (!last || last.at < since) return false;
  const isDetermined = determinations.some((each) => each.determination === 'formalSignOff' && each.at >= last.at);
  return !isDetermined && plan.reviewGroups.some((each) => !isApproved(milestone, each));
}
