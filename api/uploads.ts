// Routes of uploads that go on where they broke off, in the tus protocol 1.0 (docs/decisions/0027).
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Upload } from '../db/uploads.ts';
import { SignOffError } from '../domain/errors.ts';
import { personId } from '../domain/people/people.ts';
import { fileName } from '../domain/terms/text.ts';
import { actorOf } from './authentication.ts';
import { misnamed, printingWarnings, viewOf } from './documents.ts';
import { pieceType } from './http/limits.ts';
import { HttpProblem } from './http/problems.ts';
import { beginUpload, completeUpload, getUpload, takePiece } from './http/resumable.ts';
import { actOn, onRecord, readOf, route } from './route.ts';
import { documentView } from './schemas.ts';
import { warnings } from './warnings.ts';

const uploadQuery = z.object({
  fileName,
  personId: personId.describe('who uploads it'),
  mediaType: z
    .string()
    .max(200)
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'give a media type, e.g. application/pdf')
    .default('application/octet-stream'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'give a SHA-256 in lower-case hexadecimal')
    .optional()
    .describe('of the whole, as the sender has it; compared, and what an upload that was begun is found again by'),
});

const uploadView = z
  .object({
    uploadId: z.string(),
    fileName: z.string(),
    lengthBytes: z.int(),
    receivedBytes: z.int(),
    expiresAt: z.string(),
  })
  .meta({ id: 'Upload' });

const path = '/engagements/{engagementId}/uploads/{uploadId}';

const bytes = z.string().regex(/^\d{1,15}$/);
const length = { 'Upload-Length': bytes.describe('bytes of the whole') };
const offset = { 'Upload-Offset': bytes.describe('bytes that have arrived, where this piece begins') };

export const uploadRoutes = [
  route({
    method: 'post',
    path: '/engagements/{engagementId}/uploads',
    operationId: 'beginUpload',
    right: 'uploadDocuments',
    tag: 'Documents',
    summary: 'Begin an upload that can go on where it breaks off',
    query: uploadQuery,
    headers: length,
    status: 201,
    answer: uploadView,
    problems: [...onRecord, 'UPLOAD_TOO_LARGE', 'QUOTA_EXCEEDED'],
    audited: actOn('engagement'),
    async handle(deps, { params, query, request, response }) {
      const { personId: by, ...file } = query;
      const lengthBytes = bytesIn(request, 'Upload-Length');
      if (lengthBytes === 0)
        throw new SignOffError('INVALID_MESSAGE', `${file.fileName} is empty; choose the file that was meant.`, {
          field: 'Upload-Length',
        });
      const uploadedBy = actorOf(request, by, 'engagementManager');
      const asked = { ...file, engagementId: params.engagementId, lengthBytes, uploadedBy };
      const { upload, isNew } = await beginUpload(deps, asked);
      if (!isNew) response.status(200);
      response.location(`/engagements/${upload.engagementId}/uploads/${upload.uploadId}`);
      return tell(response, upload);
    },
  }),
  route({
    method: 'get',
    path,
    operationId: 'getUpload',
    right: 'uploadDocuments',
    tag: 'Documents',
    summary: 'How far an upload has come',
    answer: uploadView,
    audited: readOf('engagement'),
    handle: async (deps, { params, key, response }) => tell(response, await getUpload(deps, key, params)),
  }),
  route({
    method: 'patch',
    path,
    operationId: 'sendPiece',
    right: 'uploadDocuments',
    tag: 'Documents',
    summary: 'Send the next piece of an upload',
    headers: offset,
    takesFile: true,
    status: 204,
    problems: [...onRecord, 'UPLOAD_ELSEWHERE'],
    // An archive that every party gets need not tell in how many pieces its files came.
    audited: actOn('service'),
    async handle(deps, { params, key, request, response }) {
      const upload = await getUpload(deps, key, params);
      if (!request.is(pieceType))
        throw new HttpProblem('MEDIA_TYPE_UNSUPPORTED', `Send a piece as ${pieceType}.`, 'Content-Type');
      tell(response, await takePiece(deps, request, upload, bytesIn(request, 'Upload-Offset')));
      response.end();
      return undefined;
    },
  }),
  route({
    method: 'post',
    path: `${path}/document`,
    operationId: 'completeUpload',
    right: 'uploadDocuments',
    tag: 'Documents',
    summary: 'Make a document of an upload of which everything has arrived',
    status: 201,
    answer: documentView.extend({ warnings }),
    problems: [...onRecord, 'UPLOAD_UNFINISHED', 'QUOTA_EXCEEDED', 'FILE_HARMFUL'],
    audited: actOn('engagement'),
    async handle(deps, { params, key, response }) {
      const { document, isNew } = await completeUpload(deps, key, params);
      if (!isNew) response.status(200);
      response.location(`/documents/${document.documentId}`);
      const view = viewOf(document);
      return { ...view, warnings: [...misnamed(view), ...printingWarnings(view)] };
    },
  }),
];

function bytesIn(request: Request, field: string): number {
  const given = request.get(field) ?? '';
  if (bytes.safeParse(given).success) return Number(given);
  throw new SignOffError('INVALID_MESSAGE', `Give ${field}, in bytes, as a whole number.`, { field });
}

/** In header fields as tus has them, and the same in words. */
function tell(response: Response, upload: Upload): z.infer<typeof uploadView> {
  const { uploadId, fileName: name, lengthBytes, receivedBytes, expiresAt } = upload;
  response.set({
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': `${receivedBytes}`,
    'Upload-Length': `${lengthBytes}`,
    'Upload-Expires': new Date(expiresAt).toUTCString(),
  });
  return { uploadId, fileName: name, lengthBytes, receivedBytes, expiresAt };
}
