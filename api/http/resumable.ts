// Uploads that go on where they broke off: begun, taken piece by piece, and made a document of once the whole has passed what every file passes.
import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import type { Request } from 'express';
import type { Knex } from 'knex';
import { asJob } from '../../db/inScope.ts';
import {
  findUploaded,
  insertDocument,
  lockDocuments,
  sizeOfDocuments,
  type StoredDocument,
} from '../../db/documents.ts';
import { lockFile } from '../../db/filesToRemove.ts';
import {
  addPiece,
  endUpload,
  findBegun,
  findUpload,
  insertUpload,
  listPieces,
  lockUpload,
  requestOf,
  sizeOfUploads,
  type Upload,
} from '../../db/uploads.ts';
import { personIdIn } from '../../domain/access/holders.ts';
import { SignOffError } from '../../domain/errors.ts';
import { isLost, StorageError, type Files } from '../../storage/fileStore.ts';
import type { RouteDependencies } from './dependencies.ts';
import type { Access } from './holders.ts';
import { assertKept, fileGone, orLetGo, quotaExceeded, takeFile } from './intake.ts';
import { getKeptEngagement, noSuch } from './lookUps.ts';
import { HttpProblem } from './problems.ts';

/** Smaller ones cost more than they carry; the last of a file may have any length. */
export const smallestPieceBytes = 64 * 1024;

type Asked = Pick<Upload, 'engagementId' | 'fileName' | 'mediaType' | 'lengthBytes' | 'sha256' | 'uploadedBy'>;

/**
 * Asked again for the same file by the same person, gives the one that was begun; a new one has to pass `assertRoom` besides. Throws
 * UPLOAD_TOO_LARGE or QUOTA_EXCEEDED.
 */
export async function beginUpload(
  deps: RouteDependencies,
  asked: Asked,
  assertRoom?: (transaction: Knex.Transaction) => Promise<void>,
): Promise<{ upload: Upload; isNew: boolean }> {
  const { maxUploadBytes, engagementQuotaBytes } = deps.settings;
  const { engagementId, fileName, lengthBytes } = asked;
  await getKeptEngagement(deps.db, asJob(deps.pool, 'keyRing'), engagementId);
  if (lengthBytes > maxUploadBytes)
    throw new HttpProblem(
      'UPLOAD_TOO_LARGE',
      `${fileName} is larger than ${maxUploadBytes} bytes; split it, or raise MAX_UPLOAD_MB.`,
      'Upload-Length',
    );
  return deps.db.transaction(async (transaction) => {
    await lockDocuments(transaction, engagementId);
    const begun = await findBegun(transaction, asked);
    if (begun) return { upload: begun, isNew: false };
    await assertRoom?.(transaction);
    const taken = (await sizeOfDocuments(transaction, engagementId)) + (await sizeOfUploads(transaction, engagementId));
    if (taken + lengthBytes > engagementQuotaBytes)
      throw quotaExceeded(fileName, engagementQuotaBytes, 'Upload-Length');
    return { upload: await insertUpload(transaction, { ...asked, uploadId: `upload-${randomUUID()}` }), isNew: true };
  });
}

/** One that whoever asks has begun. Throws NOT_FOUND, also for that of somebody else of the same engagement. */
export async function getUpload({ db }: Pick<RouteDependencies, 'db'>, isTheirs: Begun, params: Of): Promise<Upload> {
  const found = await findUpload(db, params.uploadId);
  if (!found || found.engagementId !== params.engagementId || !isTheirs(found)) throw noSuch('upload', params.uploadId);
  return found;
}

export interface Of {
  engagementId: string;
  uploadId: string;
}

/** Whether whoever asks has begun an upload, and so may see it and go on with it. */
export type Begun = (upload: Pick<StoredDocument, 'engagementId' | 'uploadedBy'>) => boolean;

/** Signed in by its person, with a key by that key; in neither case what came on the page of a request, which is open to who has its link. */
export const begunWith =
  ({ session, holder, keyId }: Access): Begun =>
  ({ engagementId, uploadedBy: { authentication: by, personId } }) => {
    if (requestOf(by) !== undefined) return false;
    return session ? personIdIn(holder, engagementId) === personId : by.method === 'apiKey' && by.keyId === keyId;
  };

/** On the page of this request, for its person, and by no other page of theirs. */
export const begunOn =
  ({ requestId, personId }: { requestId: string; personId: string }): Begun =>
  ({ uploadedBy }) =>
    requestOf(uploadedBy.authentication) === requestId && uploadedBy.personId === personId;

/**
 * What arrived of a piece before its connection broke counts as a piece: it is as far as the sender got. Of two that come at once
 * one counts. Throws UPLOAD_ELSEWHERE, UPLOAD_TOO_LARGE, or INVALID_MESSAGE for one that is too small.
 */
export async function takePiece(
  deps: RouteDependencies,
  request: Request,
  { uploadId, engagementId, fileName, lengthBytes, receivedBytes }: Upload,
  offset: number,
): Promise<Upload> {
  await getKeptEngagement(deps.db, asJob(deps.pool, 'keyRing'), engagementId);
  if (offset !== receivedBytes) throw elsewhere(fileName, receivedBytes);
  const files = deps.files.of(engagementId);
  const left = lengthBytes - offset;
  const stored = await arriving(request, files, left).catch((error: unknown) => {
    if (error instanceof StorageError && error.code === 'FILE_TOO_LARGE')
      throw new HttpProblem(
        'UPLOAD_TOO_LARGE',
        `${fileName} was announced with ${lengthBytes} bytes, of which ${left} were missing, and more than these came; begin anew with the right Upload-Length.`,
        'body',
      );
    throw error;
  });
  const { sha256, sizeBytes } = stored;
  return orLetGo(deps, [{ engagementId, sha256 }], async () => {
    if (sizeBytes < Math.min(smallestPieceBytes, left))
      throw new SignOffError(
        'INVALID_MESSAGE',
        `A piece has at least ${smallestPieceBytes} bytes, unless it is the last; send larger ones.`,
        { field: 'body' },
      );
    return deps.db.transaction(async (transaction) => {
      await lockFile(transaction, { engagementId, sha256 });
      if (!(await files.has(sha256))) throw fileGone('body');
      const taken = await addPiece(transaction, uploadId, { offset, sizeBytes, sha256 });
      if (taken) return taken;
      const now = await findUpload(transaction, uploadId);
      throw now ? elsewhere(fileName, now.receivedBytes) : noSuch('upload', uploadId);
    });
  });
}

const elsewhere = (fileName: string, receivedBytes: number): HttpProblem =>
  new HttpProblem(
    'UPLOAD_ELSEWHERE',
    `${fileName} has arrived up to byte ${receivedBytes}; go on from there.`,
    'Upload-Offset',
  );

async function arriving(request: Request, files: Files, maxBytes: number) {
  const content = new PassThrough();
  // Cut off, it ends there, and in no error.
  const end = (): void => void (request.complete || content.end());
  request.on('error', end).on('close', end);
  request.pipe(content);
  try {
    return await files.put(content, { maxBytes });
  } catch (error) {
    // The rest is read and thrown away, or the connection could never carry another request.
    request.unpipe(content).resume();
    throw error;
  }
}

/**
 * Asked again, gives the document that it became. Throws UPLOAD_UNFINISHED; INVALID_MESSAGE where the whole is not what was sent;
 * and what `takeFile` throws. What can come to nothing ends with it; else it can be asked for again.
 */
export async function completeUpload(
  deps: RouteDependencies,
  isTheirs: Begun,
  params: Of,
): Promise<{ document: StoredDocument; isNew: boolean }> {
  const { db } = deps;
  const documentId = params.uploadId.replace(/^upload-/, 'doc-');
  const made = async (): Promise<StoredDocument | undefined> => {
    const found = await findUploaded(db, documentId);
    return found?.engagementId === params.engagementId && isTheirs(found) ? found : undefined;
  };
  const earlier = await made();
  if (earlier) return { document: earlier, isNew: false };
  const upload = await getUpload(deps, isTheirs, params);
  const { uploadId, engagementId, fileName, mediaType, lengthBytes, receivedBytes, uploadedBy } = upload;
  await getKeptEngagement(db, asJob(deps.pool, 'keyRing'), engagementId);
  if (receivedBytes < lengthBytes)
    throw new HttpProblem(
      'UPLOAD_UNFINISHED',
      `Of ${fileName} ${receivedBytes} of ${lengthBytes} bytes have arrived; send the rest first.`,
      'uploadId',
    );
  const end = (): Promise<void> => db.transaction((transaction) => endUpload(transaction, uploadId));
  const whole = Readable.from(inTheirOrder(deps.files.of(engagementId), await listPieces(db, uploadId)));
  const arrived = { engagementId, fileName, mediaType, uploadedBy, field: 'uploadId' };
  const stored = await takeFile(deps, whole, { ...arrived, maxBytes: lengthBytes }).catch(async (error: unknown) => {
    if (isLost(error)) {
      await end();
      throw fileGone('uploadId');
    }
    if (error instanceof HttpProblem && error.code === 'FILE_HARMFUL') await end();
    throw error;
  });
  return orLetGo(deps, [{ ...stored, engagementId }], async () => {
    if (upload.sha256 !== undefined && upload.sha256 !== stored.sha256) {
      await end();
      throw new SignOffError(
        'INVALID_MESSAGE',
        `${fileName} did not arrive as it was sent: its SHA-256 is ${stored.sha256}, and ${upload.sha256} was announced; upload it anew.`,
        { field: 'sha256' },
      );
    }
    return db.transaction(async (transaction) => {
      if (!(await lockUpload(transaction, uploadId))) {
        const other = await made();
        if (!other) throw noSuch('upload', uploadId);
        return { document: other, isNew: false };
      }
      await assertKept(transaction, deps, { ...arrived, ...stored });
      const document = await insertDocument(transaction, { ...stored, ...arrived, documentId });
      await endUpload(transaction, uploadId);
      return { document, isNew: true };
    });
  });
}

async function* inTheirOrder(files: Files, pieces: readonly string[]): AsyncGenerator<Buffer> {
  for (const sha256 of pieces) for await (const chunk of await files.open(sha256)) yield chunk as Buffer;
}
