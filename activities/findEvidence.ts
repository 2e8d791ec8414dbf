// Looks up the documents named as evidence, that an exception is closed or of a decision that is entered; decides nothing.
import type { Pool } from '../db/database.ts';
import { inEngagement } from '../db/inScope.ts';
import { lookUpDocuments } from '../db/documents.ts';

export interface FindEvidenceInput {
  engagementId: string;
  documentIds: string[];
}

export function findEvidence(deps: { db: Pool }) {
  return ({ engagementId, documentIds }: FindEvidenceInput) =>
    lookUpDocuments(inEngagement(deps.db, engagementId), engagementId, documentIds);
}
