// Amends the terms of an engagement as their next version, for the milestones that start later; those under way keep theirs.
import type { Database } from '../db/database.ts';
import { lookUpDocuments } from '../db/documents.ts';
import { writeTermsVersion } from '../db/termsVersions.ts';
import { lockEngagement } from '../db/retention.ts';
import type { CarriedOut } from '../domain/records/retentionActs.ts';
import {
  withAmendedTerms,
  type AmendTerms,
  type ContractPatch,
  type TermsVersion,
} from '../domain/terms/contractVersions.ts';
import type { Engagement } from '../domain/terms/engagement.ts';

/**
 * The engagement as it is now, and the version; undefined for no such engagement. `assertPresent` refuses whoever has not seen the engagement
 * as it was, and `assertOffered` terms that this service cannot keep. Throws as `withAmendedTerms` does.
 */
export async function amendEngagementTerms(
  db: Database,
  engagementId: string,
  amendment: { command: AmendTerms; patch: ContractPatch },
  carriedOut: CarriedOut & { assertPresent(was: Engagement): void; assertOffered(after: Engagement): void },
): Promise<{ engagement: Engagement; version: TermsVersion } | undefined> {
  return db.transaction(async (transaction) => {
    const before = await lockEngagement(transaction, engagementId);
    if (!before) return undefined;
    carriedOut.assertPresent(before);
    const found = await lookUpDocuments(transaction, engagementId, amendment.command.consent?.documentIds ?? []);
    const amended = withAmendedTerms(before, amendment, found, carriedOut.now);
    carriedOut.assertOffered(amended.engagement);
    await writeTermsVersion(transaction, amended, carriedOut);
    return amended;
  });
}
