// Who asks, and the one answer to what they may see and do: roles everywhere in a scope, roles in single engagements, and
// barriers that win over both. Pure.
import { hasRight, rightNames, type EngagementRole, type Right, type Role } from './rights.ts';
import { isWithin, union, without, type EngagementScope } from './scope.ts';

/** What a person of the firm is to one engagement, and who they are in it. */
export interface Membership {
  engagementId: string;
  personId: string;
  roles: readonly EngagementRole[];
}

/** The holder of a key, or a signed-in person. */
export interface Holder {
  /** Held in every engagement of `scope`, and for the service. */
  roles: readonly Role[];
  scope: EngagementScope;
  isReadOnly: boolean;
  /** Of a person: the engagements that name them. */
  memberships?: readonly Membership[];
  /** Engagements that list them without a duty, and as whom: what they do there by another role, they do as that person. */
  listed?: readonly Omit<Membership, 'roles'>[];
  /** Engagements behind an information barrier for this holder: nothing of them is there, whatever else is granted. */
  barred?: readonly string[];
  /** Engagements that the holder opened in an emergency: read as an auditor reads them. */
  opened?: readonly string[];
}

/** And no system with a key. */
export const isPerson = ({ memberships }: Holder): boolean => memberships !== undefined;

const membershipIn = ({ memberships = [] }: Holder, engagementId: string): Membership | undefined =>
  memberships.find((each) => each.engagementId === engagementId);

/** Empty where nothing of the engagement is the holder's to see. */
export function rolesIn(holder: Holder, engagementId: string): readonly Role[] {
  if (holder.barred?.includes(engagementId)) return [];
  const own = membershipIn(holder, engagementId)?.roles ?? [];
  const opened: Role[] = holder.opened?.includes(engagementId) ? ['auditor'] : [];
  return isWithin(holder.scope, engagementId) ? [...holder.roles, ...own, ...opened] : [...own, ...opened];
}

export const sees = (holder: Holder, engagementId: string): boolean => rolesIn(holder, engagementId).length > 0;

export const mayIn = (holder: Holder, right: Right, engagementId: string): boolean =>
  hasRight({ roles: rolesIn(holder, engagementId), isReadOnly: holder.isReadOnly }, right);

/** The engagements in which a holder has a right; what lists, registers and counts are narrowed to. */
export function scopeWith(holder: Holder, right: Right): EngagementScope {
  const { scope, isReadOnly, memberships = [], barred = [], opened = [] } = holder;
  const own = [
    ...memberships.filter((each) => hasRight({ ...each, isReadOnly }, right)).map((each) => each.engagementId),
    ...(hasRight({ roles: ['auditor'], isReadOnly }, right) ? opened : []),
  ];
  return without(hasRight(holder, right) ? union(scope, own) : own, barred);
}

/** Whether a holder has a right for the service, or in some engagement that is not behind a barrier. */
export function mayAnywhere(holder: Holder, right: Right): boolean {
  if (hasRight(holder, right)) return true;
  const scope = scopeWith(holder, right);
  return scope === 'all' || !Array.isArray(scope) || scope.length > 0;
}

/** Every right there is for a holder, somewhere. */
export const rightsAnywhere = (holder: Holder): Right[] => rightNames.filter((each) => mayAnywhere(holder, each));

/** Who a person is in an engagement; undefined for who is nobody of it, and for keys. */
export function personIdIn(holder: Holder, engagementId: string): string | undefined {
  if (holder.barred?.includes(engagementId)) return undefined;
  const listed = holder.listed?.find((each) => each.engagementId === engagementId);
  return (membershipIn(holder, engagementId) ?? listed)?.personId;
}
