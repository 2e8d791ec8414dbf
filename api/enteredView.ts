// What callers of the API see of what the firm entered as somebody's decision. Decides nothing.
import { z } from 'zod';
import type { Milestone } from '../domain/milestone.ts';

export const enteredView = z
  .array(
    z.object({
      entryId: z.string(),
      forPersonId: z.string().describe('whose decision it is said to be'),
      duty: z.enum(['review', 'signature']),
      enteredBy: z.string(),
      decidedOn: z.string().describe('date on the document'),
      at: z.string(),
      objectBy: z.string().describe('until when they may object; nothing rests on it before'),
      outcome: z.enum(['upheld', 'opposed', 'dropped']).optional().describe('absent while they may object'),
      isVoid: z.boolean(),
    }),
  )
  .describe('what the firm entered on the evidence of a document, which nobody signed');

export const enteredOf = ({ entered }: Milestone): z.infer<typeof enteredView> =>
  entered.map(({ personId: forPersonId, outcome, ...each }) => ({
    ...{ entryId: each.entryId, forPersonId, duty: each.duty, enteredBy: each.enteredBy, decidedOn: each.decidedOn },
    ...{ at: each.at, objectBy: each.objectBy, isVoid: each.isVoid, ...(outcome ? { outcome: outcome.kind } : {}) },
  }));
