// Routes of documents: uploaded as a stream, looked up by reference.
import { createHash, randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import type { Knex } from 'knex';
import { z } from 'zod';
import { letDocumentGo, letGoWithin } from '../administration/documents.ts';
import { bringBack } from '../db/documentRemoval.ts';
import { findUploaded, insertDocument, listDocuments, type StoredDocument } from '../db/documents.ts';
import { asJob } from '../db/inScope.ts';
import { removeDocument } from '../domain/compilation/documentRemoval.ts';
import { whyNotAsNamed } from '../domain/compilation/fileContent.ts';
import { SignOffError } from '../domain/errors.ts';
import { StorageError } from '../storage/fileStore.ts';
import { assertThemself, authenticated } from './authentication.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { getDocument, getEngagement, getKeptEngagement, noSuch } from './http/lookUps.ts';
import { assertKept, orLetGo, takeFile, type Arriving, type TakenFile } from './http/intake.ts';
import { HttpProblem } from './http/problems.ts';
import { sendStored } from './http/sendStored.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { actOn, onRecord, pageOf, readOf, route } from './route.ts';
import { documentQuery, documentView, listQuery } from './schemas.ts';
import { printWarnings, warnings } from './warnings.ts';

const toBePrinted =
  'To have it on paper, upload the file again under a name in letters that can be printed, and submit that one.';

export const documentRoutes = [
  route({
    method: 'post',
    path: '/engagements/{engagementId}/documents',
    operationId: 'uploadDocument',
    right: 'uploadDocuments',
    tag: 'Documents',
    summary: 'Upload a document; the request body is the file itself',
    query: documentQuery,
    takesFile: true,
    status: 201,
    answer: documentView.extend({ warnings }),
    problems: [...onRecord, 'WRONG_ACTOR', 'DOCUMENT_UNKNOWN', 'DOCUMENT_IN_USE', 'UNDER_LEGAL_HOLD'],
    audited: actOn('engagement'),
    async handle(deps, { params, query, request, response }) {
      const document = await upload(deps, request, params.engagementId, query);
      response.location(`/documents/${document.documentId}`);
      const view = viewOf(document);
      return { ...view, warnings: [...misnamed(view), ...printingWarnings(query)] };
    },
  }),
  route({
    method: 'get',
    path: '/engagements/{engagementId}/documents',
    operationId: 'listDocuments',
    right: 'readDocuments',
    tag: 'Documents',
    summary: 'List documents',
    query: listQuery,
    answer: pageOf(documentView),
    audited: readOf('engagement'),
    async handle({ db }, { params, query }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      const { items, ...page } = await listDocuments(db, { engagementId, page: query });
      return { ...page, items: items.map(viewOf) };
    },
  }),
  route({
    method: 'get',
    path: '/documents/{documentId}',
    operationId: 'getDocument',
    right: 'readDocuments',
    tag: 'Documents',
    summary: 'A document by reference',
    answer: documentView,
    audited: readOf('service'),
    handle: async ({ db }, { params }) => viewOf(await getDocument(db, params.documentId)),
  }),
  route({
    method: 'get',
    path: '/documents/{documentId}/content',
    operationId: 'readDocument',
    right: 'readDocuments',
    tag: 'Documents',
    summary: 'The file itself',
    media: ['application/octet-stream'],
    problems: ['DOCUMENT_MISSING'],
    audited: readOf('service'),
    async handle({ db, files }, { params, response }) {
      const { engagementId, ...file } = await getDocument(db, params.documentId);
      await sendStored(files.of(engagementId), response, { ...file, mediaType: 'application/octet-stream' });
      return undefined;
    },
  }),
  route({
    method: 'post',
    path: '/documents/{documentId}/removal',
    operationId: 'removeDocument',
    right: 'uploadDocuments',
    tag: 'Documents',
    summary: 'Remove a document that nothing on record names',
    body: removeDocument,
    answer: z.object({ documentId: z.string() }).meta({ id: 'RemovedDocument' }),
    problems: ['WRONG_ACTOR', 'DOCUMENT_IN_USE', 'UNDER_LEGAL_HOLD'],
    audited: actOn('service'),
    async handle({ db }, { params: { documentId }, body, request }) {
      const { engagementId } = await getDocument(db, documentId);
      assertThemself(request, body.personId, engagementId);
      const isGone = await letDocumentGo(db, documentId, body, new Date().toISOString());
      if (!isGone) throw noSuch('document', documentId);
      return { documentId };
    },
  }),
];

export const printingWarnings = ({ fileName }: { fileName: string }): z.infer<typeof warnings> =>
  printWarnings({ fileName }, toBePrinted);

/** Those who sign open what is in the package, by its name. */
export const misnamed = ({ fileName, misnamed: why }: z.infer<typeof documentView>): z.infer<typeof warnings> =>
  why === undefined
    ? []
    : [
        {
          field: 'fileName',
          message: `“${fileName}”: ${why}. Whoever is asked to decide on it is shown that.`,
          remedy:
            'If it is the right file, upload it again under a name that says what it is; if it is not, upload the right one.',
        },
      ];

/** A repeat under the same Idempotency-Key gets the document it made the first time. */
async function upload(
  deps: RouteDependencies,
  request: Request,
  engagementId: string,
  { fileName, personId, replaces }: z.infer<typeof documentQuery>,
): Promise<StoredDocument> {
  const { db } = deps;
  const key = idempotencyKeyOf(request);
  const mediaType = mediaTypeOf(request);
  await getKeptEngagement(db, asJob(deps.pool, 'keyRing'), engagementId);
  const uploadedBy = authenticated(request, personId);
  const documentId = `doc-${key === undefined ? randomUUID() : uuidOf([uploadedBy.authentication, engagementId, key])}`;
  const stored = await receive(deps, request, { engagementId, fileName, mediaType, uploadedBy });
  return orLetGo(deps, [{ ...stored, engagementId }], async () => {
    if (stored.sizeBytes === 0)
      throw new SignOffError('INVALID_MESSAGE', `${fileName} is empty; send the file itself as the body.`, {
        field: 'body',
      });
    const earlier = key === undefined ? undefined : await findUploaded(db, documentId);
    if (!earlier)
      return register(deps, { ...stored, documentId, engagementId, fileName, mediaType, uploadedBy }, replaces);
    if (earlier.sha256 !== stored.sha256 || earlier.fileName !== fileName)
      throw new HttpProblem(
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key belongs to another upload; use a new one.',
        'Idempotency-Key',
      );
    await bringBack(db, documentId);
    return earlier;
  });
}

const register = (deps: RouteDependencies, document: Parameters<typeof insertDocument>[1], replaces?: string) =>
  deps.db.transaction(async (transaction) => {
    await assertKept(transaction, deps, { ...document, field: 'body' });
    if (replaces !== undefined) await replaceBy(transaction, document, replaces);
    return insertDocument(transaction, document);
  });

async function replaceBy(
  transaction: Knex.Transaction,
  { documentId, uploadedBy: { personId } }: Parameters<typeof insertDocument>[1],
  replaces: string,
): Promise<void> {
  if (personId === undefined) return;
  const how = { now: new Date().toISOString(), field: 'replaces', replacedBy: documentId };
  if (await letGoWithin(transaction, replaces, { personId }, how)) return;
  throw new SignOffError(
    'DOCUMENT_UNKNOWN',
    `There is no document "${replaces}" of this engagement that could be replaced; leave replaces out.`,
    { field: 'replaces' },
  );
}

/** What comes too much is read no further, but the connection stays open for the answer that says so. */
async function receive(
  deps: RouteDependencies,
  request: Request,
  arriving: Pick<Arriving, 'engagementId' | 'fileName' | 'mediaType' | 'uploadedBy'>,
): Promise<TakenFile> {
  const { maxUploadBytes: maxBytes } = deps.settings;
  const { fileName } = arriving;
  const tooLarge = () =>
    new HttpProblem(
      'UPLOAD_TOO_LARGE',
      `${fileName} is larger than ${maxBytes} bytes; split it, or raise MAX_UPLOAD_MB.`,
      'body',
    );
  if (Number(request.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const content = new PassThrough();
  // The store would destroy what it reads from, and with the request the socket on which the answer is to go out.
  request.on('error', (error) => content.destroy(error));
  request.on('close', () => {
    if (!request.complete) content.destroy(new Error('the upload broke off'));
  });
  request.pipe(content);
  try {
    return await takeFile(deps, content, { ...arriving, maxBytes, field: 'body' });
  } catch (error) {
    // The rest is read and thrown away, or the connection could never carry another request.
    request.unpipe(content).resume();
    if (error instanceof StorageError && error.code === 'FILE_TOO_LARGE') throw tooLarge();
    throw error;
  }
}

function mediaTypeOf(request: Request): string {
  const given = request.get('content-type') ?? 'application/octet-stream';
  // What stands in a form is the file in an envelope, which would be frozen, hashed and signed in its place.
  if (/^\s*multipart\//i.test(given))
    throw new HttpProblem(
      'MEDIA_TYPE_UNSUPPORTED',
      'Send the file itself as the body, and no form: with curl, --data-binary @design.pdf -H "Content-Type: application/pdf" in place of -F.',
      'Content-Type',
    );
  if (given.length <= 200 && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[\x20-\x7e]*)?$/.test(given)) return given;
  throw new SignOffError('INVALID_MESSAGE', 'Give the media type of the file as Content-Type, e.g. application/pdf.', {
    field: 'Content-Type',
  });
}

const uuidOf = (parts: unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

export function viewOf({ uploadedBy: _who, content, ...document }: StoredDocument): z.infer<typeof documentView> {
  const misnamed = whyNotAsNamed(document.fileName, content);
  return {
    ...document,
    ...(content ? { contentType: content.mediaType } : {}),
    ...(misnamed === undefined ? {} : { misnamed }),
  };
}
