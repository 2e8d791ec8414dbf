// The shape of what the state keeps of the world's changes while a milestone waits; see `stateShape.ts`.
import { z } from 'zod';
import { words } from './partShapes.ts';

export const changesShape = {
  personCorrections: z.array(z.strictObject({ personId: words, at: words, isReaddressed: z.boolean() })),
};
