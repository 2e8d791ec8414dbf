// Uploads that have begun and are no documents yet: how far each has come, and its pieces, which lie in the file store as every other file does.
import type { Knex } from 'knex';
import type { Authenticated } from '../domain/people/people.ts';
import type { Database } from './database.ts';
import { queueFileRemovals } from './filesToRemove.ts';
import { instant } from './rows.ts';

/** Since the last piece arrived; then it goes by itself. */
export const uploadHours = 24;
/** Of one person in one engagement; the one that was left longest goes for one more. */
const uploadsOfOne = 100;

export interface Upload {
  uploadId: string;
  engagementId: string;
  fileName: string;
  mediaType: string;
  /** Of the whole. */
  lengthBytes: number;
  receivedBytes: number;
  /** As the sender has the whole. */
  sha256?: string;
  uploadedBy: Authenticated;
  /** When it goes, unless another piece arrives. */
  expiresAt: string;
}

export interface Piece {
  offset: number;
  sizeBytes: number;
  sha256: string;
}

type Row = Record<string, unknown>;

const toUpload = (row: Row): Upload => ({
  uploadId: row.upload_id as string,
  engagementId: row.engagement_id as string,
  fileName: row.file_name as string,
  mediaType: row.media_type as string,
  lengthBytes: Number(row.length_bytes),
  receivedBytes: Number(row.received_bytes),
  ...(row.sha256 === null ? {} : { sha256: row.sha256 as string }),
  uploadedBy: row.uploaded_by as Authenticated,
  expiresAt: new Date(Date.parse(instant(row.touched_at)) + uploadHours * 3_600_000).toISOString(),
});

export async function findUpload(db: Database, uploadId: string): Promise<Upload | undefined> {
  const row = await db('uploads').where({ upload_id: uploadId }).first<Row | undefined>();
  return row && toUpload(row);
}

/** Locked until the transaction ends, so that nobody makes a second document of it. */
export async function lockUpload(transaction: Knex.Transaction, uploadId: string): Promise<Upload | undefined> {
  const row = await transaction('uploads').where({ upload_id: uploadId }).forUpdate().first<Row | undefined>();
  return row && toUpload(row);
}

type Begun = Omit<Upload, 'uploadId' | 'receivedBytes' | 'expiresAt'>;

/** Of one person, or of one key that acts for them, and on the page of one request apart: by no other way can one go on with it. */
function begunBy(uploads: Knex.QueryBuilder, { personId, authentication }: Authenticated): void {
  void uploads
    .whereRaw(`uploaded_by ->> 'personId' = ?`, [personId])
    .whereRaw(`${behind} is not distinct from ?::text`, [requestOf(authentication) ?? null]);
  if (authentication.method === 'apiKey')
    void uploads.whereRaw(`uploaded_by #>> '{authentication,keyId}' = ?`, [authentication.keyId]);
}

const behind = `uploaded_by #>> '{authentication,requestId}'`;

/** The request on whose page something was begun, by its link or signed in; undefined elsewhere. */
export const requestOf = (authentication: Authenticated['authentication']): string | undefined =>
  'requestId' in authentication ? authentication.requestId : undefined;

/** The same file that the same person has begun to send. */
export async function findBegun(db: Database, begun: Begun): Promise<Upload | undefined> {
  const { engagementId, fileName, mediaType, lengthBytes, sha256, uploadedBy } = begun;
  if (sha256 === undefined) return undefined;
  const row = await db('uploads')
    .where({ engagement_id: engagementId, file_name: fileName, media_type: mediaType })
    .where({ length_bytes: lengthBytes, sha256 })
    .modify(begunBy, uploadedBy)
    .orderBy('touched_at', 'desc')
    .first<Row | undefined>();
  return row && toUpload(row);
}

/** Bytes that are still to be documents, as if all of each had arrived. */
export async function sizeOfUploads(db: Database | Knex.Transaction, engagementId: string): Promise<number> {
  const row = await db('uploads').where({ engagement_id: engagementId }).sum<{ bytes: string | null }[]>({
    bytes: 'length_bytes',
  });
  return Number(row[0]?.bytes ?? 0);
}

/** How many were begun on the page of one request, with bytes as if all of each had arrived. */
export async function begunBehind(db: Database, requestId: string): Promise<{ files: number; bytes: number }> {
  const row = await db('uploads')
    .whereRaw(`${behind} = ?`, [requestId])
    .first<{ files: number; bytes: string }>(
      db.raw('count(*)::integer as files, coalesce(sum(length_bytes), 0) as bytes'),
    );
  return { files: row.files, bytes: Number(row.bytes) };
}

export async function insertUpload(
  transaction: Knex.Transaction,
  { uploadId, ...begun }: Begun & { uploadId: string },
): Promise<Upload> {
  const { engagementId, fileName, mediaType, lengthBytes, sha256, uploadedBy } = begun;
  const [row] = await transaction('uploads')
    .insert({
      ...{ upload_id: uploadId, engagement_id: engagementId, file_name: fileName, media_type: mediaType },
      ...{ length_bytes: lengthBytes, sha256: sha256 ?? null, uploaded_by: JSON.stringify(uploadedBy) },
    })
    .returning('*');
  const beyond: string[] = await transaction('uploads')
    .where({ engagement_id: engagementId })
    .modify(begunBy, uploadedBy)
    .orderBy([{ column: 'touched_at', order: 'desc' }, 'upload_id'])
    .offset(uploadsOfOne)
    .pluck('upload_id');
  for (const each of beyond) await endUpload(transaction, each);
  return toUpload(row as Row);
}

/** Whether it begins where the upload ended, which no two pieces do. */
export async function addPiece(
  transaction: Knex.Transaction,
  uploadId: string,
  { offset, sizeBytes, sha256 }: Piece,
): Promise<Upload | undefined> {
  const [row] = await transaction('uploads')
    .where({ upload_id: uploadId, received_bytes: offset })
    .update({
      received_bytes: transaction.raw('received_bytes + ?', [sizeBytes]),
      touched_at: transaction.fn.now(),
    })
    .returning('*');
  if (!row) return undefined;
  await transaction('upload_pieces').insert({
    ...{ upload_id: uploadId, offset_bytes: offset, size_bytes: sizeBytes, sha256 },
  });
  return toUpload(row as Row);
}

/** In their order. */
export const listPieces = (db: Database, uploadId: string): Promise<string[]> =>
  db('upload_pieces').where({ upload_id: uploadId }).orderBy('offset_bytes').pluck('sha256');

/** It is over, for good or ill: its pieces leave the store, but for one that something else on record is. */
export async function endUpload(transaction: Knex.Transaction, uploadId: string): Promise<void> {
  const pieces: { sha256: string; engagement_id: string }[] = await transaction('upload_pieces')
    .where({ upload_id: uploadId })
    .delete()
    .returning(['sha256', 'engagement_id']);
  await transaction('uploads').where({ upload_id: uploadId }).delete();
  // Two pieces may be alike.
  const files = [...new Map(pieces.map((each) => [each.sha256, each])).values()];
  for (let at = 0; at < files.length; at += 1000)
    await queueFileRemovals(
      transaction,
      files.slice(at, at + 1000).map((each) => ({ sha256: each.sha256, engagementId: each.engagement_id })),
    );
}
