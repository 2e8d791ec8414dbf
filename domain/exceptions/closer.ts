// Who shows that an exception is closed. Reads the state, decides nothing.
import type { AgreedException, Milestone } from '../milestone.ts';
import { hasLeft } from '../people/leaving.ts';

/** Its owner, and the engagement manager for one who has left. */
export const closerOf = (milestone: Milestone, { ownerId }: Pick<AgreedException, 'ownerId'>): string =>
  hasLeft(milestone, ownerId) ? milestone.engagement.engagementManagerId : ownerId;
