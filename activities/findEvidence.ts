// Looks up the documents named as evidence, that an exception is closed or of a decision that is entered; decides nothing.
import type { PackageFile } from '../domain/milestone.ts';
import type { Pool } from '../db/database.ts';
import { inEngagement } from '../db/inScope.ts';
import { findDocuments } from '../db/documents.ts';

export interface FindEvidenceInput {
  engagementId: string;
  documentIds: string[];
}

export function findEvidence(deps: { db: Pool }) {
  return async ({ engagementId, documentIds }: FindEvidenceInput) => {
    const wanted = [...new Set(documentIds)];
    const files: PackageFile[] = await findDocuments(inEngagement(deps.db, engagementId), engagementId, wanted);
    const known = new Set(files.map((each) => each.documentId));
    return { files, unknownDocumentIds: wanted.filter((id) => !known.has(id)) };
  };
}
