// Rule 6, no next phase without authorisation: whether the milestones that a plan builds on let it begin.
import { SignOffError } from './errors.ts';
import type { MilestonePlan } from './plan.ts';

/** The authorisation that a milestone's live certificate gave, as far as a dependent milestone cares. */
export interface Authorisation {
  milestoneId: string;
  authorisationNumber: string;
  extent: 'full' | 'restricted';
  conditions: string[];
}

/** Throws NOT_AUTHORISED naming every milestone that holds this one back, and why. */
export function assertAuthorised(plan: MilestonePlan, authorisations: readonly Authorisation[]): void {
  const problems = plan.dependsOn.flatMap(({ milestoneId, acceptsRestricted }) => {
    const found = authorisations.find((each) => each.milestoneId === milestoneId);
    if (!found) return [`milestone ${milestoneId} has not authorised its next phase`];
    if (found.extent === 'restricted' && !acceptsRestricted)
      return [`milestone ${milestoneId} authorised its next phase on conditions only: ${found.conditions.join('; ')}`];
    return [];
  });
  if (problems.length === 0) return;
  throw new SignOffError(
    'NOT_AUTHORISED',
    `This milestone cannot start yet: ${problems.join('; ')}. Start it when those are accepted.`,
    { field: 'plan.dependsOn', details: problems },
  );
}
