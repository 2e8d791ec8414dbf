// Uploaded documents by reference; their bytes are in the file store under their digest.
import type { PackageFile } from '../domain/milestone.ts';
import type { Database } from './database.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { toDocument, toPackageFile, type StoredDocument } from './rows.ts';

export type { StoredDocument } from './rows.ts';

export async function insertDocument(
  db: Database,
  document: Omit<StoredDocument, 'uploadedAt'>,
): Promise<StoredDocument> {
  const [row] = await db('documents')
    .insert({
      document_id: document.documentId,
      engagement_id: document.engagementId,
      file_name: document.fileName,
      media_type: document.mediaType,
      size_bytes: document.sizeBytes,
      sha256: document.sha256,
      uploaded_by: JSON.stringify(document.uploadedBy),
    })
    .returning('*');
  return toDocument(row);
}

/** Those of `documentIds` that belong to the engagement; the rest are simply not in the answer. */
export async function findDocuments(db: Database, engagementId: string, documentIds: string[]): Promise<PackageFile[]> {
  if (documentIds.length === 0) return [];
  const rows = await db('documents').where({ engagement_id: engagementId }).whereIn('document_id', documentIds);
  return rows.map(toPackageFile);
}

export async function findDocument(db: Database, documentId: string): Promise<StoredDocument | undefined> {
  const row = await db('documents').where({ document_id: documentId }).first();
  return row && toDocument(row);
}

export function listDocuments(
  db: Database,
  { engagementId, page }: { engagementId: string; page: Page },
): Promise<Paged<StoredDocument>> {
  return readPage(
    db('documents').where({ engagement_id: engagementId }),
    ['uploaded_at', 'document_id'],
    page,
    toDocument,
  );
}
