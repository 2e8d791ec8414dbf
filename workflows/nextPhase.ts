// Rule 6 at the start of a milestone: the milestones it depends on must have authorised their next phase.
import { assertAuthorised } from '../domain/acceptance/nextPhase.ts';
import type { MilestonePlan } from '../domain/terms/plan.ts';
import { localActivities } from './localActivities.ts';
import { failingToStart } from './startInput.ts';

const { findAuthorisations } = localActivities('look up the authorisations this milestone depends on');

/** Asked here as well as at the API, since Temporal users can start a milestone too. Fails the workflow, which recorded nothing. */
export async function awaitAuthorisation(plan: MilestonePlan): Promise<void> {
  if (plan.dependsOn.length === 0) return;
  const found = await findAuthorisations(plan.dependsOn.map((each) => each.milestoneId));
  failingToStart(() => assertAuthorised(plan, found));
}
