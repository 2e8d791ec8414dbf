// Making an acceptance: its number, what it releases and withholds, and which certificate it replaces.
import type { Acceptance, Milestone } from '../milestone.ts';
import { differenceOf } from '../terms/money.ts';

/** The acceptance in force: the last one that was not withheld, unless it was revoked. */
export function acceptanceInForce({ acceptances, withheld }: Milestone): Acceptance | undefined {
  const last = acceptances.findLast(
    ({ certificateNumber }) => !withheld.some((each) => each.certificateNumber === certificateNumber),
  );
  return last?.kind === 'revocation' ? undefined : last;
}

/** Releases what is not withheld (rule 5). It replaces the acceptance in force, on the same basis unless another is given. */
export function makeAcceptance(
  milestone: Milestone,
  {
    kind,
    withheld,
    basis,
    part,
  }: Pick<Acceptance, 'kind'> & Partial<Pick<Acceptance, 'basis' | 'part'>> & { withheld: string },
  now: string,
): Acceptance {
  const replaced = acceptanceInForce(milestone);
  const { amount, currency } = milestone.plan.value;
  return {
    certificateNumber: `${milestone.milestoneId}-C${milestone.acceptances.length + 1}`,
    kind,
    acceptedAt: now,
    basis: basis ?? replaced?.basis ?? 'express',
    amountReleased: differenceOf(amount, withheld, currency),
    amountWithheld: withheld,
    ...(replaced ? { supersedes: replaced.certificateNumber } : {}),
    ...(part ? { part } : {}),
  };
}
