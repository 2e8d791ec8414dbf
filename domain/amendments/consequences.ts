// What an amendment of the plan makes of what was decided before: one table, by what is another. Reads the state, decides nothing.
import { acceptedBefore } from '../acceptance/parts.ts';
import { notAsPlanned } from '../compilation/asPlanned.ts';
import { currentPackage, type Milestone } from '../milestone.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import type { MilestonePlan } from '../terms/plan.ts';
import { asksAgain, type AsksAgain } from './amendment.ts';
import type { AmendableField, PlanChanges } from './planChanges.ts';

type Plan = MilestonePlan;

/**
 * Per field: where this of it is another, that is asked again, with all that follows. Requirements, and who judges by them, are what is validated; who
 * authored decides who may validate; whom the client has review is what a review is; and signatures accept a value and release a next phase under
 * the authority of the list. Everybody who was asked is told of the rest.
 */
const consequences: { readonly [F in AmendableField]: readonly [AsksAgain, (plan: Plan) => unknown][] } = {
  title: [['nothing', (plan) => plan.title]],
  deliverables: [
    ['validation', (plan) => [...new Set(plan.deliverables.flatMap((each) => each.authorIds))].sort()],
    [
      'signature',
      (plan) => plan.deliverables.flatMap(({ deliverableId, value }) => (value ? [[deliverableId, value]] : [])),
    ],
    ['nothing', (plan) => plan.deliverables],
  ],
  requirements: [['validation', (plan) => plan.requirements]],
  qualityStandards: [['validation', (plan) => plan.qualityStandards]],
  expectedQualityReviews: [['nothing', (plan) => plan.expectedQualityReviews]],
  validators: [['validation', (plan) => plan.validators]],
  reviewGroups: [['review', (plan) => plan.reviewGroups]],
  approvalAuthorityList: [
    ['signature', (plan) => plan.approvalAuthorityList.map(({ delegates: _may, ...each }) => each)],
    ['nothing', (plan) => plan.approvalAuthorityList],
  ],
  observerIds: [['nothing', (plan) => plan.observerIds ?? []]],
  value: [['signature', (plan) => plan.value]],
  dueOn: [['nothing', (plan) => plan.dueOn]],
  nextPhase: [['signature', (plan) => plan.nextPhase]],
};

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalSha256(one ?? null) === canonicalSha256(other ?? null);

const fields = Object.keys(consequences) as AmendableField[];

export const planAfter = ({ dueOn: before, ...plan }: Plan, { dueOn, ...changes }: PlanChanges): Plan => {
  const after = dueOn === undefined ? before : dueOn;
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...plan, ...given, ...(after === undefined || after === null ? {} : { dueOn: after }) };
};

export const isSamePlan = (one: Plan, other: Plan): boolean => isSame(one, other);

/** The fields that are another, in the order of the plan. */
export const changedFields = (before: Plan, after: Plan): AmendableField[] =>
  fields.filter((field) => consequences[field].some(([, of]) => !isSame(of(before), of(after))));

/** What has to be decided again when the plan of a milestone becomes `after`: the most that any of its fields asks. */
export function askedAgainBy(milestone: Milestone, after: Plan): AsksAgain {
  const { plan: before } = milestone;
  const submitted = currentPackage(milestone);
  if (submitted && notAsPlanned(after, submitted, acceptedBefore(milestone)).length > 0) return 'package';
  const found = fields
    .flatMap((field) => consequences[field])
    .filter(([, of]) => !isSame(of(before), of(after)))
    .map(([level]) => asksAgain.indexOf(level));
  return asksAgain[Math.max(0, ...found)] ?? 'nothing';
}
