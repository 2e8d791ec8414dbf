// Which engagements somebody may see anything of. What is outside looks as if it did not exist.

/** IDs of engagements, those not registered yet included; all there are and will be; or all but some. */
export type EngagementScope = 'all' | readonly string[] | { allBut: readonly string[] };

const isList = (scope: EngagementScope): scope is readonly string[] => Array.isArray(scope);

export function isWithin(scope: EngagementScope, engagementId: string): boolean {
  if (scope === 'all') return true;
  return isList(scope) ? scope.includes(engagementId) : !scope.allBut.includes(engagementId);
}

/** Whether everything of `inner` is seen by `outer` as well. */
export function covers(outer: EngagementScope, inner: EngagementScope): boolean {
  if (outer === 'all') return true;
  if (isList(inner)) return inner.every((each) => isWithin(outer, each));
  if (isList(outer)) return false;
  const { allBut } = outer;
  return inner !== 'all' && allBut.every((each) => inner.allBut.includes(each));
}

/** What is left of a scope without `barred`: denials win over every grant. */
export function without(scope: EngagementScope, barred: readonly string[]): EngagementScope {
  if (barred.length === 0) return scope;
  if (scope === 'all') return { allBut: barred };
  if (isList(scope)) return scope.filter((each) => !barred.includes(each));
  return { allBut: [...new Set([...scope.allBut, ...barred])] };
}

/** What either has. */
export function union(scope: EngagementScope, ids: readonly string[]): EngagementScope {
  if (scope === 'all') return scope;
  if (isList(scope)) return [...new Set([...scope, ...ids])];
  return { allBut: scope.allBut.filter((each) => !ids.includes(each)) };
}
