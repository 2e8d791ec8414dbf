// Routes of engagements and their documents.
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { findDocument, insertDocument, listDocuments, type StoredDocument } from '../db/documents.ts';
import { findEngagement, insertEngagement, listEngagements } from '../db/engagements.ts';
import { whyUnknownPlace } from '../calendar/publicHolidays.ts';
import { engagement as engagementSchema, type Engagement } from '../domain/engagement.ts';
import { SignOffError } from '../domain/errors.ts';
import { StorageError } from '../storage/fileStore.ts';
import type { ApiDependencies } from './app.ts';
import { actorOf } from './authentication.ts';
import { HttpProblem, parse } from './problems.ts';
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
    if (!isNew)
      throw new HttpProblem(
        409,
        'ALREADY_EXISTS',
        `There is an engagement "${engagement.engagementId}" already; choose another ID.`,
        'engagementId',
      );
    response.status(201).location(`/engagements/${engagement.engagementId}`).json(engagement);
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

export async function getEngagement(db: ApiDependencies['db'], engagementId: string): Promise<Engagement> {
  const found = await findEngagement(db, engagementId);
  if (!found) throw new HttpProblem(404, 'NOT_FOUND', `There is no engagement "${engagementId}".`, 'engagementId');
  return found;
}

export function documentRoutes({ db, files, settings }: ApiDependencies): Router {
  const router = Router();
  router.post('/engagements/:engagementId/documents', async (request, response) => {
    const { fileName, personId } = parse(documentQuery, request.query);
    const { engagementId } = await getEngagement(db, request.params.engagementId);
    const stored = await files.put(request, { maxBytes: settings.maxUploadBytes }).catch((error: unknown) => {
      if (error instanceof StorageError && error.code === 'FILE_TOO_LARGE')
        throw new HttpProblem(
          413,
          'UPLOAD_TOO_LARGE',
          `${fileName} is larger than ${settings.maxUploadBytes} bytes; split it, or raise MAX_UPLOAD_MB.`,
          'body',
        );
      throw error;
    });
    const document = await insertDocument(db, {
      ...stored,
      documentId: `doc-${randomUUID()}`,
      engagementId,
      fileName,
      mediaType: request.get('content-type') ?? 'application/octet-stream',
      uploadedBy: actorOf(request, personId, 'engagementManager'),
    });
    response.status(201).location(`/documents/${document.documentId}`).json(viewOf(document));
  });
  router.get('/engagements/:engagementId/documents', async (request, response) => {
    const page = parse(listQuery, request.query);
    const { items, next } = await listDocuments(db, { engagementId: request.params.engagementId, page });
    response.json({ items: items.map(viewOf), next });
  });
  router.get('/documents/:documentId', async (request, response) => {
    response.json(viewOf(await getDocument(db, request.params.documentId)));
  });
  router.get('/documents/:documentId/content', async (request, response) => {
    const { sha256, fileName, sizeBytes } = await getDocument(db, request.params.documentId);
    response.attachment(fileName).type('application/octet-stream').set('Content-Length', `${sizeBytes}`);
    await pipeline(await files.open(sha256), response);
  });
  return router;
}

const viewOf = ({ uploadedBy: _who, ...document }: StoredDocument) => document;

async function getDocument(db: ApiDependencies['db'], documentId: string): Promise<StoredDocument> {
  const found = await findDocument(db, documentId);
  if (!found) throw new HttpProblem(404, 'NOT_FOUND', `There is no document "${documentId}".`, 'documentId');
  return found;
}
