// Answers about a dispute: who refused and why, an outcome that waits for its refuser, a revocation that was proposed; as far as who asks is shown it.
import { z } from 'zod';
import type { Role } from '../domain/access/rights.ts';
import { outcomeToConfirm } from '../domain/dispute/openOutcome.ts';
import { showsRefusals } from '../domain/dispute/refusalsSeen.ts';
import type { Milestone } from '../domain/milestone.ts';

export const disputeView = {
  refusals: z
    .array(
      z.object({
        refusalId: z.string(),
        personId: z.string(),
        reasons: z.array(z.string()),
        settledBy: z.string().optional(),
      }),
    )
    .describe('to who has the right `readRefusals`, unless the contract shares them'),
  outcomeToConfirm: z
    .object({ outcome: z.string(), personId: z.string(), confirmBy: z.string() })
    .optional()
    .describe('outcome of a facilitation its refuser may still object to; shown as refusals are'),
  proposedRevocation: z.object({ reason: z.string(), proposedAt: z.string() }).optional(),
};

/** `roles`: of who asks, in the engagement. */
export function disputeOf(milestone: Milestone, roles: readonly Role[]): z.infer<z.ZodObject<typeof disputeView>> {
  const isShown = showsRefusals(milestone, roles);
  const open = isShown ? outcomeToConfirm(milestone) : undefined;
  const proposed = milestone.proposedRevocation;
  return {
    refusals: (isShown ? milestone.refusals : []).map(({ refusalId, personId, reasons, settledBy }) => ({
      refusalId,
      personId,
      reasons,
      ...(settledBy ? { settledBy } : {}),
    })),
    ...(open
      ? {
          outcomeToConfirm: {
            outcome: open.facilitation.outcome,
            personId: open.refusal.personId,
            confirmBy: open.confirmBy,
          },
        }
      : {}),
    ...(proposed ? { proposedRevocation: { reason: proposed.reason, proposedAt: proposed.proposedAt } } : {}),
  };
}
