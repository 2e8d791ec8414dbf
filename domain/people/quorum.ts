// Groups that decide in order, and when one of them has decided.
import { z } from 'zod';

export const quorum = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('any') }),
  z.object({ kind: z.literal('atLeast'), count: z.int().min(1) }),
]);
export type Quorum = z.infer<typeof quorum>;

/** How many distinct members must agree. */
export function needed(rule: Quorum, members: number): number {
  switch (rule.kind) {
    case 'all':
      return members;
    case 'any':
      return 1;
    case 'atLeast':
      return rule.count;
    default:
      return rule satisfies never;
  }
}

/** One person counts once, however often they appear (rule 3). A place that nobody fills counts in the size of the group. */
export function isAtQuorum(
  rule: Quorum,
  assigneeIds: readonly (string | undefined)[],
  agreedIds: readonly string[],
): boolean {
  const present = new Set(assigneeIds.filter((id) => id !== undefined));
  const agreed = new Set(agreedIds.filter((id) => present.has(id)));
  return agreed.size >= needed(rule, present.size + assigneeIds.filter((id) => id === undefined).length);
}
