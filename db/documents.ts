// Uploaded documents by reference; their bytes are in the file store under their digest.
import type { Knex } from 'knex';
import { whyNotAsNamed } from '../domain/compilation/fileContent.ts';
import type { PackageFile } from '../domain/milestone.ts';
import type { Database } from './database.ts';
import { bringBack } from './documentRemoval.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { toDocument, toPackageFile, type StoredDocument } from './rows.ts';

export type { StoredDocument } from './rows.ts';

export async function insertDocument(
  db: Database,
  document: Omit<StoredDocument, 'uploadedAt'>,
): Promise<StoredDocument> {
  const [row] = await db('documents').insert(toDocumentRow(document)).returning('*');
  return toDocument(row);
}

const toDocumentRow = (document: Omit<StoredDocument, 'uploadedAt'>) => ({
  document_id: document.documentId,
  engagement_id: document.engagementId,
  file_name: document.fileName,
  media_type: document.mediaType,
  size_bytes: document.sizeBytes,
  sha256: document.sha256,
  content_extension: document.content?.extension ?? null,
  content_type: document.content?.mediaType ?? null,
  uploaded_by: JSON.stringify(document.uploadedBy),
});

/** The same document again, from a form that was sent twice, is the one on record. */
export async function keepDocument(db: Database, document: Omit<StoredDocument, 'uploadedAt'>): Promise<void> {
  await db('documents').insert(toDocumentRow(document)).onConflict().ignore();
  await bringBack(db, document.documentId);
}

/** Those of `documentIds` that belong to the engagement; the rest are simply not in the answer. */
export async function findDocuments(db: Database, engagementId: string, documentIds: string[]): Promise<PackageFile[]> {
  if (documentIds.length === 0) return [];
  const rows = await db('documents')
    .where({ engagement_id: engagementId, removed_at: null })
    .whereIn('document_id', documentIds);
  return rows.map(toPackageFile);
}

/** Those of `documentIds` that belong to the engagement, each once, and the IDs of which it has none. */
export async function lookUpDocuments(
  db: Database,
  engagementId: string,
  documentIds: readonly string[],
): Promise<{ files: PackageFile[]; unknownDocumentIds: string[] }> {
  const wanted = [...new Set(documentIds)];
  const files = await findDocuments(db, engagementId, wanted);
  const known = new Set(files.map((each) => each.documentId));
  return { files, unknownDocumentIds: wanted.filter((id) => !known.has(id)) };
}

/** Why the name of each is not that of its content, by document ID; none for those that are what they are called. */
export async function findMisnamed(db: Database, documentIds: readonly string[]): Promise<Map<string, string>> {
  if (documentIds.length === 0) return new Map();
  const rows = await db('documents').whereIn('document_id', [...documentIds]);
  return new Map(
    rows.map(toDocument).flatMap(({ documentId, fileName, content }): [string, string][] => {
      const why = whyNotAsNamed(fileName, content);
      return why === undefined ? [] : [[documentId, why]];
    }),
  );
}

/** The newest first, those whose name has `part` in it; but for those named, and those with a content that is. */
export async function findNewest(
  db: Database,
  engagementId: string,
  {
    part,
    except,
    limit,
  }: { part: string; except: { documentIds: readonly string[]; sha256: readonly string[] }; limit: number },
): Promise<StoredDocument[]> {
  const rows = await db('documents')
    .where({ engagement_id: engagementId, removed_at: null })
    .whereNotIn('document_id', [...except.documentIds])
    .whereNotIn('sha256', [...except.sha256])
    .whereRaw('position(lower(?) in lower(file_name)) > 0', [part])
    .orderBy([{ column: 'uploaded_at', order: 'desc' }, 'document_id'])
    .limit(limit);
  return rows.map(toDocument);
}

/** Nobody else adds a document to the engagement until the transaction ends. */
export const lockDocuments = (transaction: Knex.Transaction, engagementId: string): Promise<unknown> =>
  transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 8))', [engagementId]);

/** Bytes of all documents of an engagement, and of what is kept aside of it until somebody settles that. */
export async function sizeOfDocuments(db: Database | Knex.Transaction, engagementId: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { bytes: string }[] }>(
    `select coalesce(sum(size_bytes), 0) as bytes from (
       select size_bytes from documents where engagement_id = :engagementId
       union all select size_bytes from quarantined_files where engagement_id = :engagementId and outcome is null) kept`,
    { engagementId },
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** Those of `documentIds` that were uploaded with the page of one request. */
export async function findDocumentsUploadedBehind(
  db: Database,
  requestId: string,
  documentIds: readonly string[],
): Promise<PackageFile[]> {
  if (documentIds.length === 0) return [];
  const rows = await db('documents')
    .where({ removed_at: null })
    .whereIn('document_id', [...documentIds])
    .whereRaw(`uploaded_by->'authentication'->>'requestId' = ?`, [requestId])
    .orderBy(['uploaded_at', 'document_id']);
  return rows.map(toPackageFile);
}

/** How much was uploaded with the page of one request so far. */
export async function uploadedBehind(db: Database, requestId: string): Promise<{ files: number; bytes: number }> {
  const row = await db('documents')
    .whereRaw(`uploaded_by->'authentication'->>'requestId' = ?`, [requestId])
    .first<{ files: number; bytes: string }>(
      db.raw('count(*)::integer as files, coalesce(sum(size_bytes), 0) as bytes'),
    );
  return { files: row.files, bytes: Number(row.bytes) };
}

export async function findDocument(db: Database, documentId: string): Promise<StoredDocument | undefined> {
  const row = await db('documents').where({ document_id: documentId, removed_at: null }).first();
  return row && toDocument(row);
}

/** Also one that was removed since and is not gone yet. */
export async function findUploaded(db: Database, documentId: string): Promise<StoredDocument | undefined> {
  const row = await db('documents').where({ document_id: documentId }).first();
  return row && toDocument(row);
}

export function listDocuments(
  db: Database,
  { engagementId, page }: { engagementId: string; page: Page },
): Promise<Paged<StoredDocument>> {
  return readPage(
    db('documents').where({ engagement_id: engagementId, removed_at: null }),
    ['uploaded_at', 'document_id'],
    page,
    toDocument,
  );
}
