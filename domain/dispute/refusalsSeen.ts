// Who is shown that somebody refused, or asked for a revision, and why: whoever needs it, unless the contract shares it with all who are asked. Pure.
import type { EngagementRole, Role } from '../access/rights.ts';
import { hasRight } from '../access/rights.ts';
import type { Milestone, Refusal } from '../milestone.ts';

type Named = Pick<Milestone, 'engagement' | 'plan'>;

/** Absent in engagements registered before the contract could say. */
export const sharesRefusals = ({ engagement: { contract } }: Named): boolean => contract.refusals === 'shared';

/** For somebody with these roles in the engagement, of refusals that are not their own. */
export const showsRefusals = (milestone: Named, roles: readonly Role[]): boolean =>
  sharesRefusals(milestone) || hasRight({ roles, isReadOnly: false }, 'readRefusals');

/** Who refused for somebody else shares it with them. */
export const seesRefusal = (
  milestone: Named,
  { personId: refuser, onBehalfOf }: Pick<Refusal, 'personId' | 'onBehalfOf'>,
  personId: string,
): boolean => [refuser, onBehalfOf].includes(personId) || showsRefusals(milestone, officesOf(milestone, personId));

/** Those that stand and are not settled, as far as somebody is shown them. */
export const openRefusalsSeenBy = (milestone: Milestone, personId: string): Refusal[] =>
  milestone.refusals.filter((each) => !each.isVoid && !each.settledBy && seesRefusal(milestone, each, personId));

function officesOf({ engagement, plan }: Named, personId: string): EngagementRole[] {
  const named: [EngagementRole, boolean][] = [
    ['engagementManager', personId === engagement.engagementManagerId],
    ['sponsor', personId === engagement.engagementSponsorId],
    ['author', plan.deliverables.some(({ authorIds }) => authorIds.includes(personId))],
  ];
  return named.flatMap(([role, is]) => (is ? [role] : []));
}
