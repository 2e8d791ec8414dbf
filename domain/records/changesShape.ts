// The shape of what the state keeps of the world's changes while a milestone waits; see `stateShape.ts`.
import { z } from 'zod';
import { asksAgain } from '../amendments/amendment.ts';
import { planChanges } from '../amendments/planChanges.ts';
import { actor } from '../people/people.ts';
import { count, wait, words } from './partShapes.ts';

const inWait = z.strictObject({ of: count, at: words, personId: words });

const changedTerm = z.strictObject({
  field: planChanges.keyof(),
  about: words.optional(),
  was: words.optional(),
  is: words.optional(),
});

const amendment = z.strictObject({
  ...{ amendmentId: words, changeOrder: words.optional(), reason: words, changed: z.array(changedTerm) },
  ...{ changes: planChanges.optional(), proposedBy: words, proposedAt: words },
  consent: z.strictObject({ by: words, at: words }).optional(),
  outcome: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('made'), at: words, version: count, asksAgain: z.enum(asksAgain) }),
      z.strictObject({ kind: z.literal('lapsed'), at: words }),
      z.strictObject({ kind: z.enum(['declined', 'withdrawn']), at: words, by: words, reason: words }),
    ])
    .optional(),
});

const deputyship = z.strictObject({
  ...{ deputyshipId: words, personId: words, deputyId: words, reason: words, at: words, actor, messageId: words },
  ...{ from: words.optional(), until: words.optional(), startsAt: words.optional(), endsAt: words.optional() },
  ended: z.strictObject({ by: words, at: words, reason: words }).optional(),
});

export const changesShape = {
  deputies: z.array(deputyship),
  amendments: z.array(amendment),
  consentWait: wait.optional(),
  clockStops: z.array(
    z.strictObject({
      ...{ stopId: words, of: count, from: words, by: words, reason: words },
      ...{ awaits: z.enum(['firm', 'client']), forPersonId: words.optional(), to: words.optional() },
      note: words.optional(),
    }),
  ),
  parts: z.array(
    z.strictObject({
      ...{ partId: words, deliverableIds: z.array(words), packageDigest: words, reason: words },
      ...{ restDueOn: words.optional(), proposedBy: words, proposedAt: words },
      outcome: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('accepted'), at: words, certificateNumber: words, amount: words }),
          z.strictObject({ kind: z.literal('withdrawn'), at: words, by: words, reason: words }),
          z.strictObject({ kind: z.literal('lapsed'), at: words }),
        ])
        .optional(),
    }),
  ),
  absentees: z.array(inWait),
  nudges: z.array(inWait),
  ownExtensions: z.array(inWait),
  declined: z.array(
    z.strictObject({
      ...{ personId: words, duty: z.enum(['validation', 'review', 'signature']), packageDigest: words },
      ...{ at: words, reason: words, proposedId: words.optional() },
    }),
  ),
  personCorrections: z.array(z.strictObject({ personId: words, at: words, isReaddressed: z.boolean() })),
  left: z.array(z.strictObject({ personId: words, at: words })),
};
