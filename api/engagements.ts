// Routes of engagements and their documents.
import { createHash, randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { Router, type Request } from 'express';
import { findDocument, insertDocument, listDocuments, type StoredDocument } from '../db/documents.ts';
import { lockFile } from '../db/filesToRemove.ts';
import { insertEngagement, listEngagements } from '../db/engagements.ts';
import { whyUnknownPlace } from '../calendar/publicHolidays.ts';
import { adoptEngagement } from '../domain/records/adoption.ts';
import { engagement as engagementSchema, type Engagement } from '../domain/terms/engagement.ts';
import { SignOffError } from '../domain/errors.ts';
import { StorageError, type StoredFile } from '../storage/fileStore.ts';
import { actorOf } from './authentication.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { getDocument, getEngagement } from './http/lookUps.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { parse } from './http/parse.ts';
import { HttpProblem } from './http/problems.ts';
import { documentQuery, listQuery } from './schemas.ts';

export function engagementRoutes({ db }: ApiDependencies): Router {
  const router = Router();
  router.post('/engagements', async (request, response) => {
    const engagement = parse(engagementSchema, request.body);
    assertKnownHolidays(engagement);
    const isNew = await insertEngagement(
      db,
      engagement,
      actorOf(request, engagement.engagementManagerId, 'engagementManager'),
    );
    const onRecord = isNew ? undefined : adoptEngagement(await getEngagement(db, engagement.engagementId));
    if (onRecord && !isDeepStrictEqual(onRecord, plain(engagement)))
      throw new HttpProblem(
        409,
        'ALREADY_EXISTS',
        `There is an engagement "${engagement.engagementId}" already; choose another ID.`,
        'engagementId',
      );
    response
      .status(isNew ? 201 : 200)
      .location(`/engagements/${engagement.engagementId}`)
      .json(engagement);
  });
  router.get('/engagements', async (request, response) => {
    response.json(await listEngagements(db, parse(listQuery, request.query)));
  });
  router.get('/engagements/:engagementId', async (request, response) => {
    response.json(await getEngagement(db, request.params.engagementId));
  });
  return router;
}

/** Said now rather than when the first milestone starts: the tables behind it are not the domain's to know. */
function assertKnownHolidays({ contract }: Engagement): void {
  contract.calendar.publicHolidaysOf.forEach((place, index) => {
    const why = whyUnknownPlace(place);
    if (why)
      throw new SignOffError(
        'INVALID_MESSAGE',
        `The contract's calendar cannot be used: ${why}. Correct it, or list the dates under holidays.`,
        { field: `contract.calendar.publicHolidaysOf.${index}` },
      );
  });
}

/** As it comes back from the record. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export function documentRoutes(deps: ApiDependencies): Router {
  const { db, files } = deps;
  const router = Router();
  router.post('/engagements/:engagementId/documents', async (request, response) => {
    const document = await upload(deps, request, String(request.params.engagementId));
    response.status(201).location(`/documents/${document.documentId}`).json(viewOf(document));
  });
  router.get('/engagements/:engagementId/documents', async (request, response) => {
    const page = parse(listQuery, request.query);
    const { engagementId } = await getEngagement(db, request.params.engagementId);
    const { items, next } = await listDocuments(db, { engagementId, page });
    response.json({ items: items.map(viewOf), next });
  });
  router.get('/documents/:documentId', async (request, response) => {
    response.json(viewOf(await getDocument(db, request.params.documentId)));
  });
  router.get('/documents/:documentId/content', async (request, response) => {
    const { sha256, fileName, sizeBytes } = await getDocument(db, request.params.documentId);
    const file = await files.open(sha256);
    response.attachment(fileName).type('application/octet-stream').set('Content-Length', `${sizeBytes}`);
    await pipeline(file, response);
  });
  return router;
}

/** A repeat under the same Idempotency-Key gets the document it made the first time. */
async function upload(deps: ApiDependencies, request: Request, engagementId: string): Promise<StoredDocument> {
  const { db } = deps;
  const { fileName, personId } = parse(documentQuery, request.query);
  const key = idempotencyKeyOf(request);
  const mediaType = mediaTypeOf(request);
  await getEngagement(db, engagementId);
  const uploadedBy = actorOf(request, personId, 'engagementManager');
  const documentId = `doc-${key === undefined ? randomUUID() : uuidOf([uploadedBy.authentication, engagementId, key])}`;
  const stored = await receive(deps, request, fileName);
  if (stored.sizeBytes === 0)
    throw new SignOffError('INVALID_MESSAGE', `${fileName} is empty; send the file itself as the body.`, {
      field: 'body',
    });
  const earlier = key === undefined ? undefined : await findDocument(db, documentId);
  if (!earlier) return register(deps, { ...stored, documentId, engagementId, fileName, mediaType, uploadedBy });
  if (earlier.sha256 !== stored.sha256 || earlier.fileName !== fileName)
    throw new HttpProblem(
      422,
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key belongs to another upload; use a new one.',
      'Idempotency-Key',
    );
  return earlier;
}

/** The file may have been one that a disposal was letting go: looked for again once nobody can be removing it. */
function register({ db, files }: ApiDependencies, document: Parameters<typeof insertDocument>[1]) {
  return db.transaction(async (transaction) => {
    await lockFile(transaction, document.sha256);
    if (!(await files.has(document.sha256)))
      throw new HttpProblem(503, 'DEPENDENCY_DOWN', 'The file was removed while it arrived; send it again.', 'body');
    return insertDocument(transaction, document);
  });
}

/** What comes too much is read no further, but the connection stays open for the answer that says so. */
async function receive({ files, settings }: ApiDependencies, request: Request, fileName: string): Promise<StoredFile> {
  const { maxUploadBytes: maxBytes } = settings;
  const tooLarge = () =>
    new HttpProblem(
      413,
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
    return await files.put(content, { maxBytes });
  } catch (error) {
    // The rest is read and thrown away, or the connection could never carry another request.
    request.unpipe(content).resume();
    if (error instanceof StorageError && error.code === 'FILE_TOO_LARGE') throw tooLarge();
    throw error;
  }
}

function mediaTypeOf(request: Request): string {
  const given = request.get('content-type') ?? 'application/octet-stream';
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

const viewOf = ({ uploadedBy: _who, ...document }: StoredDocument) => document;
