// What a JSON Merge Patch of a plan comes to as an amendment: the fields that are another, each whole. Reads the plan, decides nothing.
import { SignOffError } from '../errors.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { isObject, merged } from '../terms/mergePatch.ts';
import type { MilestonePlan } from '../terms/plan.ts';
import { planChanges } from './planChanges.ts';

/** Each without which a plan still is one, as an amendment says that it is gone. */
const withoutIt = { dueOn: null, qualityStandards: [], expectedQualityReviews: [], observerIds: [] } as const;

const elsewhere: Record<string, string> = {
  reviewMeeting: 'The review meeting has an act of its own; schedule it by that, and leave this out.',
  priority: 'The priority of a milestone is as it was planned; extend a deadline, or leave this out.',
  dependsOn: 'What a milestone depends on was answered when it started; leave this out.',
};

/** Not parsed yet, which the command does. Throws INVALID_MESSAGE naming the field under `plan`. */
export function changesOf(plan: MilestonePlan, patch: Record<string, unknown>): Record<string, unknown> {
  const after = merged(plan, patch);
  if (!isObject(after)) throw refused('plan', 'Give the fields of the plan that are to be another way.');
  const changed = Object.keys(patch).filter((field) => !isSame(plan[field as keyof MilestonePlan], after[field]));
  return Object.fromEntries(
    changed.map((field) => {
      if (!Object.hasOwn(planChanges.shape, field))
        throw refused(`plan.${field}`, elsewhere[field] ?? 'That is no field of a plan; leave it out.');
      if (after[field] !== undefined) return [field, after[field]];
      if (Object.hasOwn(withoutIt, field)) return [field, withoutIt[field as keyof typeof withoutIt]];
      throw refused(`plan.${field}`, 'Every plan has this; give what it is to be instead of taking it away.');
    }),
  );
}

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalSha256(one ?? null) === canonicalSha256(other ?? null);

const refused = (field: string, why: string): SignOffError => new SignOffError('INVALID_MESSAGE', why, { field });
