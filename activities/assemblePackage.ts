// Looks up the documents of a submission and computes the digest of the package; decides nothing.
import type { PackageSubmission } from '../domain/commands.ts';
import type { AssembledPackage } from '../domain/compilation/deliverableCompilation.ts';
import type { Pool } from '../db/database.ts';
import { inEngagement } from '../db/inScope.ts';
import { findDocuments } from '../db/documents.ts';
import { canonicalJson, sha256Hex } from '../evidence/ledger/canonicalJson.ts';

export interface AssemblePackageInput {
  milestoneId: string;
  engagementId: string;
  packageVersion: number;
  /** Title by deliverable ID, from the plan. */
  titles: Record<string, string>;
  submission: PackageSubmission;
}

/**
 * The digest is the SHA-256 of the canonical JSON (RFC 8785) of the contents with the milestone's ID. It covers the
 * version too, so that a package handed in again unchanged is still another package.
 */
export function assemblePackage(deps: { db: Pool }) {
  return async (input: AssemblePackageInput): Promise<AssembledPackage> => {
    const { submission, packageVersion, milestoneId } = input;
    const wanted = [...new Set(submission.deliverables.flatMap((each) => each.documentIds))];
    const found = await findDocuments(inEngagement(deps.db, input.engagementId), input.engagementId, wanted);
    const files = new Map(found.map((file) => [file.documentId, file]));
    const deliverables = submission.deliverables.map(({ documentIds, ...rest }) => ({
      ...rest,
      title: Object.hasOwn(input.titles, rest.deliverableId)
        ? (input.titles[rest.deliverableId] ?? '')
        : rest.deliverableId,
      files: documentIds.flatMap((id) => files.get(id) ?? []),
    }));
    const { completedOn, summary, waivers, completedServices, qualityReviews } = submission;
    const contents = { packageVersion, completedOn, summary, deliverables, waivers, completedServices, qualityReviews };
    const digest = sha256Hex(canonicalJson({ milestoneId, ...contents }));
    return { contents: { ...contents, digest }, unknownDocumentIds: wanted.filter((id) => !files.has(id)) };
  };
}
