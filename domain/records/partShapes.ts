// Shapes that parts of a milestone's state share; see `stateShape.ts`.
import { z } from 'zod';

export const words = z.string();
export const count = z.int().min(0);
export const list = z.array(words);

export const wait = z.strictObject({
  openedAt: words,
  deadline: words,
  schedule: z.array(
    z.strictObject({
      at: words,
      kind: z.enum(['reminder', 'overdue', 'escalation', 'finalNotice', 'silence', 'failure']),
      exceptionId: words.optional(),
    }),
  ),
  next: count,
  agreedDeadline: words.optional(),
  finalNoticeAt: words.optional(),
});

export const file = z.strictObject({
  documentId: words,
  fileName: words,
  mediaType: words,
  sizeBytes: count,
  sha256: words,
});
