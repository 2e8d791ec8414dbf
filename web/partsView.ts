// What the page behind a link shows of parts: what is put to signature by itself now, what stays open, and what was accepted before.
import { acceptedParts, openDeliverables, openPart, valueOf } from '../domain/acceptance/parts.ts';
import type { Milestone } from '../domain/milestone.ts';

export const partsView = (milestone: Milestone) => ({
  part: partView(milestone),
  partsBefore: acceptedParts(milestone).map(({ deliverableIds, outcome }) => ({
    deliverables: titlesOf(milestone, deliverableIds),
    ...{ number: outcome.certificateNumber, amount: outcome.amount },
  })),
});

/** What is put to signature by itself, and what stays open after it. */
function partView(milestone: Milestone) {
  const part = openPart(milestone);
  if (!part) return undefined;
  const { deliverableIds, reason } = part;
  const rest = openDeliverables(milestone).filter((id) => !deliverableIds.includes(id));
  return {
    deliverables: milestone.plan.deliverables.filter((each) => deliverableIds.includes(each.deliverableId)),
    amount: valueOf(milestone, deliverableIds),
    rest: titlesOf(milestone, rest),
    restAmount: valueOf(milestone, rest),
    reason,
  };
}

const titlesOf = ({ plan }: Milestone, ids: readonly string[]): string =>
  plan.deliverables
    .filter((each) => ids.includes(each.deliverableId))
    .map((each) => each.title)
    .join(', ');
