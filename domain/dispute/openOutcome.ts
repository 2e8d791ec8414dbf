// The outcome of a facilitation that its refuser may still object to. Reads the state, decides nothing.
import type { Dispute, Facilitation, Milestone, Phase, Refusal } from '../milestone.ts';
import { endOfBusinessDay } from '../time/businessTime.ts';
import { afterDeadline } from '../time/deadline.ts';

/** Until when the refuser of a dispute may object; there is none where nobody refused. */
export function confirmationTerms(
  milestone: Milestone,
  dispute: Dispute,
  outcome: Facilitation['outcome'],
  now: string,
): Pick<Facilitation, 'refusalId' | 'confirmBy'> {
  if (dispute.kind !== 'refusal') return {};
  const { refusalId } = dispute;
  if (outcome === 'escalate') return { refusalId };
  const { contract } = milestone.engagement;
  const confirmBy = endOfBusinessDay(now, contract.confirmOutcomeWithinBusinessDays, afterDeadline(contract));
  return { refusalId, confirmBy };
}

export interface OpenOutcome {
  facilitation: Facilitation;
  refusal: Refusal;
  confirmBy: string;
}

/** The outcome that its refuser has neither confirmed nor opposed, and not decided anew since, which confirms it as well. */
export function outcomeToConfirm(milestone: Milestone): OpenOutcome | undefined {
  if (!disputable.includes(milestone.stage.phase)) return undefined;
  for (const facilitation of milestone.facilitations) {
    const { confirmBy, confirmation, refusalId } = facilitation;
    const refusal = milestone.refusals.find((each) => each.refusalId === refusalId);
    if (confirmBy && !confirmation && refusal && !hasDecidedAnew(milestone, refusal, facilitation.at))
      return { facilitation, refusal, confirmBy };
  }
  return undefined;
}

export const disputable: Phase[] = ['rework', 'validating', 'inReview', 'formalSignOff', 'facilitation'];

const hasDecidedAnew = (milestone: Milestone, refusal: Refusal, since: string): boolean =>
  [
    ...milestone.signatures,
    ...milestone.feedback.filter((each) => each.verdict !== 'comment'),
    // By their order: at one instant an earlier refusal is no answer to what came of a later one.
    ...milestone.refusals.slice(milestone.refusals.indexOf(refusal) + 1),
  ].some((each) => each.personId === refusal.personId && each.at >= since);
