// What of a plan an amendment changes; shapes only, no rules. A list is given whole.
import { z } from 'zod';
import { milestonePlan } from '../terms/plan.ts';

const { shape } = milestonePlan;

/** The review meeting has an act of its own; what a milestone depends on was answered when it started. */
export const planChanges = z
  .strictObject({
    title: shape.title.optional(),
    deliverables: shape.deliverables.optional(),
    requirements: shape.requirements.optional(),
    qualityStandards: shape.qualityStandards.unwrap().optional(),
    expectedQualityReviews: shape.expectedQualityReviews.unwrap().optional(),
    validators: shape.validators.optional(),
    reviewGroups: shape.reviewGroups.optional(),
    approvalAuthorityList: shape.approvalAuthorityList.optional(),
    observerIds: shape.observerIds,
    value: shape.value.optional(),
    dueOn: shape.dueOn.unwrap().nullable().optional().describe('null: there is no such date any more'),
    nextPhase: shape.nextPhase.optional(),
  })
  .describe('fields of the plan as they are to be; what is left out stays, and a list is given whole');
export type PlanChanges = z.infer<typeof planChanges>;
export type AmendableField = keyof PlanChanges;
