// The contract terms of an engagement as they are read, and what tells them from those of another day.
import { z } from 'zod';
import { termsVersion } from '../../domain/terms/contractVersions.ts';
import { contractTerms, type Engagement } from '../../domain/terms/engagement.ts';
import { tagOf } from './preconditions.ts';

export const termsView = z
  .object({ contractVersion: z.int(), contract: contractTerms })
  .meta({ id: 'ContractTermsVersion' });

export const termsOf = (of: Engagement): z.infer<typeof termsView> => ({
  contractVersion: termsVersion(of),
  contract: of.contract,
});

/** Of the terms alone: a person who was corrected meanwhile stands in nobody's way. */
export const tagOfTerms = (of: Engagement): string => tagOf(termsOf(of));
