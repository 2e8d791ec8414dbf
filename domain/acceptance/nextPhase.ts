// Rule 6, no next phase without authorisation: how far an acceptance authorises it, and whether what a plan builds on lets it begin.
import { SignOffError } from '../errors.ts';
import type { Acceptance } from '../milestone.ts';
import type { MilestonePlan } from '../terms/plan.ts';

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

/** `restricted` goes ahead on the conditions of what is still open; `none` means it may not begin. */
export type NextPhaseExtent = 'none' | 'restricted' | 'full';

export function extentOfNextPhase(acceptance: Pick<Acceptance, 'kind'> | undefined): NextPhaseExtent {
  if (acceptance === undefined) return 'none';
  const { kind } = acceptance;
  switch (kind) {
    // The next phase begins once nothing is left of this one.
    case 'partial':
    case 'revocation':
      return 'none';
    case 'conditional':
      return 'restricted';
    case 'acceptance':
    case 'closeOut':
      return 'full';
    default:
      return kind satisfies never;
  }
}
