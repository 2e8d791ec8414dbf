// A document that nobody decided on yet may go again: by whom, and what keeps it.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { personId } from '../people/people.ts';
import type { LegalHold } from '../records/retention.ts';
import { text } from '../terms/text.ts';

export const removeDocument = z.object({
  personId: personId.describe('who removes it: whoever uploaded it, or the engagement manager'),
  reason: text(2000).optional(),
});
export type RemoveDocument = z.infer<typeof removeDocument>;

/** What a document is to the record: whether anything there names it, and what holds its engagement. */
export interface DocumentStanding {
  documentId: string;
  fileName: string;
  uploadedById: string | undefined;
  engagementManagerId: string;
  isNamed: boolean;
  /** On the engagement, or on any of its milestones: nobody knows yet which of them it would have been for. */
  holds: readonly LegalHold[];
}

/** Throws WRONG_ACTOR, DOCUMENT_IN_USE or UNDER_LEGAL_HOLD. `field` names the document where it is not the subject itself. */
export function assertMayGo(standing: DocumentStanding, by: string, field?: string): void {
  const { fileName, uploadedById, engagementManagerId, isNamed, holds } = standing;
  if (by !== engagementManagerId && by !== uploadedById)
    throw new SignOffError(
      'WRONG_ACTOR',
      'Only whoever uploaded a document, or the engagement manager, may remove it.',
      {
        field: 'personId',
      },
    );
  const named = field === undefined ? {} : { field };
  if (isNamed)
    throw new SignOffError(
      'DOCUMENT_IN_USE',
      `${fileName} is part of a package that was submitted, or shows what was decided or agreed; upload another document and submit that one.`,
      named,
    );
  const hold = holds.find((each) => each.release === undefined);
  if (hold)
    throw new SignOffError(
      'UNDER_LEGAL_HOLD',
      `${fileName} is kept by the legal hold ${hold.holdId}, for ${hold.holder}, until it is released.`,
      named,
    );
}
