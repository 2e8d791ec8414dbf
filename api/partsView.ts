// How the API shows parts that were put to signature by themselves: what of the milestone, for how much, and what became of it.
import { z } from 'zod';
import { valueOf } from '../domain/acceptance/parts.ts';
import type { Milestone } from '../domain/milestone.ts';

export const partsView = z.array(
  z
    .object({
      partId: z.string(),
      deliverableIds: z.array(z.string()),
      amount: z.string().describe('their part of the value, in the currency of the milestone'),
      status: z.enum(['open', 'accepted', 'withdrawn', 'lapsed']).describe('open: put to signature now'),
      certificateNumber: z.string().optional().describe('by which the part is accepted'),
      reason: z.string().describe('why these were put to signature before the rest'),
      restDueOn: z.string().optional(),
      proposedBy: z.string(),
      proposedAt: z.string(),
    })
    .meta({ id: 'Part' }),
);

export const partsOf = (milestone: Milestone | null): z.infer<typeof partsView> =>
  (milestone?.parts ?? []).map(({ partId, deliverableIds, outcome, reason, restDueOn, proposedBy, proposedAt }) => ({
    partId,
    deliverableIds,
    amount: outcome?.kind === 'accepted' ? outcome.amount : valueOf(milestone as Milestone, deliverableIds),
    status: outcome?.kind ?? 'open',
    ...(outcome?.kind === 'accepted' ? { certificateNumber: outcome.certificateNumber } : {}),
    reason,
    ...(restDueOn === undefined ? {} : { restDueOn }),
    ...{ proposedBy, proposedAt },
  }));
