// The shape of what the state keeps of the world's changes while a milestone waits; see `stateShape.ts`.
import { z } from 'zod';
import { count, words } from './partShapes.ts';

const inWait = z.strictObject({ of: count, at: words, personId: words });

export const changesShape = {
  clockStops: z.array(
    z.strictObject({
      ...{ stopId: words, of: count, from: words, by: words, reason: words },
      ...{ awaits: z.enum(['firm', 'client']), forPersonId: words.optional(), to: words.optional() },
      note: words.optional(),
    }),
  ),
  nudges: z.array(inWait),
  ownExtensions: z.array(inWait),
  declined: z.array(
    z.strictObject({
      ...{ personId: words, duty: z.enum(['validation', 'review', 'signature']), packageDigest: words },
      ...{ at: words, reason: words, proposedId: words.optional() },
    }),
  ),
  personCorrections: z.array(z.strictObject({ personId: words, at: words, isReaddressed: z.boolean() })),
};
