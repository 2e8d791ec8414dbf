// Routes of uploads that go on where they broke off, in the tus protocol 1.0 (docs/decisions/0027).
import { z } from 'zod';
import { personId } from '../domain/people/people.ts';
import { authenticated } from './authentication.ts';
import { misnamed, printingWarnings, viewOf } from './documents.ts';
import { beginUpload, begunWith, completeUpload, getUpload, takePiece } from './http/resumable.ts';
import { announcedFile, bytes, lengthIn, offsetIn, tell } from './http/tus.ts';
import { actOn, onRecord, readOf, route } from './route.ts';
import { documentView } from './schemas.ts';
import { warnings } from './warnings.ts';

const { fileName, ...file } = announcedFile.shape;
const uploadQuery = z.object({ fileName, personId: personId.describe('who uploads it'), ...file });

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
      const { personId: by, ...announced } = query;
      const lengthBytes = lengthIn(request, announced.fileName);
      const uploadedBy = authenticated(request, by);
      const asked = { ...announced, engagementId: params.engagementId, lengthBytes, uploadedBy };
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
    handle: async (deps, { params, key, response }) => tell(response, await getUpload(deps, begunWith(key), params)),
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
      const upload = await getUpload(deps, begunWith(key), params);
      tell(response, await takePiece(deps, request, upload, offsetIn(request)));
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
      const { document, isNew } = await completeUpload(deps, begunWith(key), params);
      if (!isNew) response.status(200);
      response.location(`/documents/${document.documentId}`);
      const view = viewOf(document);
      return { ...view, warnings: [...misnamed(view), ...printingWarnings(view)] };
    },
  }),
];
