// What the API shows of the plan's versions: how it was amended, by which change order, with whose consent, and what that asked again.
import { z } from 'zod';
import { asksAgain } from '../domain/amendments/amendment.ts';
import { planChanges } from '../domain/amendments/planChanges.ts';
import { planVersion } from '../domain/amendments/planSeen.ts';
import type { Milestone } from '../domain/milestone.ts';

const amendment = z
  .object({
    amendmentId: z.string(),
    changeOrder: z.string().optional(),
    reason: z.string(),
    proposedBy: z.string(),
    proposedAt: z.string(),
    consentedBy: z.string().optional().describe('of the other party'),
    answerBy: z.string().optional().describe('until when the other party answers, while it is open'),
    status: z.enum(['open', 'made', 'declined', 'withdrawn', 'lapsed']),
    endedAt: z.string().optional().describe('when it was made, declined or withdrawn, or lapsed'),
    planVersion: z.int().optional().describe('that it made'),
    asksAgain: z
      .enum(asksAgain)
      .optional()
      .describe('what had to be decided again, with everything after it on the way to acceptance'),
    changed: z
      .array(
        z.object({
          field: planChanges.keyof(),
          about: z.string().optional().describe('which of a list'),
          was: z.string().optional().describe('absent of what is new'),
          is: z.string().optional().describe('absent of what is gone'),
        }),
      )
      .describe('term by term, as shown to who is asked or told'),
  })
  .meta({ id: 'Amendment' });

export const amendmentsView = {
  planVersion: z.int().describe('of the plan; decisions name it once the plan was amended in what is decided on'),
  amendments: z.array(amendment),
};

interface Shown {
  planVersion: number;
  amendments: z.infer<typeof amendment>[];
}

export const amendmentsOf = (milestone: Milestone | null): Shown => ({
  planVersion: milestone ? planVersion(milestone) : 1,
  amendments: (milestone?.amendments ?? []).map(({ amendmentId, changeOrder, consent, outcome, ...each }) => ({
    ...{ amendmentId, reason: each.reason, proposedBy: each.proposedBy, proposedAt: each.proposedAt },
    ...(changeOrder === undefined ? {} : { changeOrder }),
    ...(consent ? { consentedBy: consent.by } : {}),
    ...(!outcome && milestone?.consentWait ? { answerBy: milestone.consentWait.deadline } : {}),
    ...(outcome ? { status: outcome.kind, endedAt: outcome.at } : { status: 'open' as const }),
    ...(outcome?.kind === 'made' ? { planVersion: outcome.version, asksAgain: outcome.asksAgain } : {}),
    changed: each.changed,
  })),
});
