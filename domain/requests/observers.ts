// Who is named in a plan to get copies of its certificates and decides nothing: people, and shared mailboxes as distribution lists.
import type { Milestone } from '../milestone.ts';
import type { MilestonePlan } from '../terms/plan.ts';

export const observersOf = ({ observerIds = [] }: MilestonePlan): readonly string[] => observerIds;

/** Told of nothing but certificates, and by this alone: they have no page, no request, and no right over the API. */
export const isObserver = ({ plan }: Milestone, personId: string): boolean => observersOf(plan).includes(personId);
