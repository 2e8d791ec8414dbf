// Which engagements somebody may see anything of. What is outside looks as if it did not exist.

/** IDs of engagements, those not registered yet included, or all there are and will be. */
export type EngagementScope = 'all' | readonly string[];

export const isWithin = (scope: EngagementScope, engagementId: string): boolean =>
  scope === 'all' || scope.includes(engagementId);

/** Whether everything of `inner` is seen by `outer` as well. */
export const covers = (outer: EngagementScope, inner: EngagementScope): boolean =>
  outer === 'all' || (inner !== 'all' && inner.every((each) => outer.includes(each)));
