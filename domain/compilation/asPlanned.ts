// Whether a package has what its plan asks for: asked when it is handed in, and when the plan changes under it. Decides nothing.
import type { PackageSubmission } from '../commands.ts';
import type { MilestonePlan } from '../terms/plan.ts';

type Planned = Pick<MilestonePlan, 'deliverables' | 'expectedQualityReviews'>;
type Handed = Pick<PackageSubmission, 'waivers' | 'qualityReviews'> & { deliverables: { deliverableId: string }[] };

/** What the package lacks, or has that nobody planned or that was accepted before it, in words. */
export function notAsPlanned(
  plan: Planned,
  { deliverables, waivers, qualityReviews }: Handed,
  accepted: readonly string[] = [],
): string[] {
  const present = new Set(deliverables.map((each) => each.deliverableId));
  const waived = new Set(waivers.map((each) => each.deliverableId));
  const open = plan.deliverables.filter((each) => !accepted.includes(each.deliverableId));
  const planned = new Set(plan.deliverables.map((each) => each.deliverableId));
  const reported = new Set(qualityReviews.map((each) => each.name));
  return [
    ...open
      .filter((each) => each.isRequired && !present.has(each.deliverableId) && !waived.has(each.deliverableId))
      .map((each) => `deliverable "${each.deliverableId}" (${each.title}) is neither present nor waived with a reason`),
    ...[...present, ...waived].filter((id) => !planned.has(id)).map((id) => `deliverable "${id}" is not in the plan`),
    ...[...present, ...waived]
      .filter((id) => accepted.includes(id))
      .map((id) => `deliverable "${id}" is accepted already; leave it out`),
    ...plan.expectedQualityReviews
      .filter((name) => !reported.has(name))
      .map((name) => `quality review "${name}" has no result`),
  ];
}
