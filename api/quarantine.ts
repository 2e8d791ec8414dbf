// Routes of files that the scanner kept aside: which there are, and releasing or removing one, as `npm run quarantine` does it.
import type { Request } from 'express';
import { z } from 'zod';
import { settleFile } from '../administration/quarantine.ts';
import type { Database } from '../db/database.ts';
import { findQuarantined, listAside, type QuarantinedFile } from '../db/quarantine.ts';
import { keptAsideUntil, settleQuarantined, settlements, type Settlement } from '../domain/compilation/quarantine.ts';
import { carriedOutBy } from './authentication.ts';
import { noSuch } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';

const quarantinedView = z
  .object({
    quarantineId: z.string(),
    engagementId: z.string(),
    fileName: z.string(),
    mediaType: z.string(),
    contentType: z.string().optional().describe('what the content is by its first bytes; absent for text'),
    sizeBytes: z.int(),
    sha256: z.string(),
    foundAs: z.string(),
    uploadedBy: z.string(),
    quarantinedAt: z.string(),
    keptUntil: z.string(),
    settled: z
      .object({
        outcome: z.enum(settlements),
        at: z.string(),
        by: z.string(),
        reason: z.string(),
        documentId: z.string().optional().describe('of the document that it is now'),
      })
      .optional(),
  })
  .meta({ id: 'QuarantinedFile' });
type QuarantinedView = z.infer<typeof quarantinedView>;

const viewOf = ({ content, uploadedBy, ...file }: QuarantinedFile): QuarantinedView => ({
  ...{ quarantineId: file.quarantineId, engagementId: file.engagementId },
  ...{ fileName: file.fileName, mediaType: file.mediaType, ...(content ? { contentType: content.mediaType } : {}) },
  ...{ sizeBytes: file.sizeBytes, sha256: file.sha256, foundAs: file.foundAs, uploadedBy: uploadedBy.personId },
  ...{ quarantinedAt: file.quarantinedAt, keptUntil: keptAsideUntil(file.quarantinedAt) },
  ...(file.settled ? { settled: file.settled } : {}),
});

const tag = 'Documents';

export const quarantineRoutes = [
  route({
    method: 'get',
    path: '/quarantined-files',
    operationId: 'listQuarantinedFiles',
    right: 'readQuarantine',
    tag,
    summary: 'Files that the scanner kept aside, those that go first before the others',
    query: listQuery.extend({
      waiting: z
        .enum(['true', 'false'])
        .optional()
        .describe('true: only those that nobody has settled; false: only those that somebody has'),
    }),
    answer: pageOf(quarantinedView),
    audited: readOf('service'),
    async handle({ db }, { key: { scope }, query: { waiting, ...page } }) {
      const filter = waiting === undefined ? {} : { waiting: waiting === 'true' };
      const { items, ...rest } = await listAside(db, scope, { ...page, ...filter });
      return { ...rest, items: items.map(viewOf) };
    },
  }),
  route({
    method: 'get',
    path: '/quarantined-files/{quarantineId}',
    operationId: 'getQuarantinedFile',
    right: 'readQuarantine',
    tag,
    summary: 'A file that the scanner kept aside, and what became of it',
    answer: quarantinedView,
    audited: readOf('service'),
    handle: async ({ db }, { params }) => viewOf(await getAside(db, params.quarantineId)),
  }),
  route({
    method: 'post',
    path: '/quarantined-files/{quarantineId}/release',
    operationId: 'releaseQuarantinedFile',
    right: 'settleQuarantine',
    tag,
    summary: 'Release a file that was kept aside as a document',
    body: settleQuarantined,
    answer: quarantinedView,
    problems: ['FILE_SETTLED'],
    audited: actOn('service'),
    handle: ({ db }, { params, body, request }) => settle(db, params.quarantineId, 'released', body, request),
  }),
  route({
    method: 'post',
    path: '/quarantined-files/{quarantineId}/removal',
    operationId: 'removeQuarantinedFile',
    right: 'settleQuarantine',
    tag,
    summary: 'Remove a file that was kept aside for good',
    body: settleQuarantined,
    answer: quarantinedView,
    problems: ['FILE_SETTLED'],
    audited: actOn('service'),
    handle: ({ db }, { params, body, request }) => settle(db, params.quarantineId, 'removed', body, request),
  }),
];

async function settle(
  db: Database,
  quarantineId: string,
  outcome: Settlement,
  { reason }: z.output<typeof settleQuarantined>,
  request: Request,
): Promise<QuarantinedView> {
  const { keyId: by, now } = carriedOutBy(request);
  const done = await settleFile(db, quarantineId, outcome, { by, reason, now });
  if (!done) throw noSuch('quarantine', quarantineId);
  if ('why' in done) throw new HttpProblem('FILE_SETTLED', done.why, 'quarantineId');
  return viewOf(await getAside(db, quarantineId));
}

async function getAside(db: Database, quarantineId: string): Promise<QuarantinedFile> {
  const found = await findQuarantined(db, quarantineId);
  if (!found) throw noSuch('quarantine', quarantineId);
  return found;
}
