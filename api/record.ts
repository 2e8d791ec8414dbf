// Routes of the record and of what an acceptance brings.
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { listInboundMessages } from '../db/inboundMessages.ts';
import { listMails } from '../db/mails.ts';
import { findArchive, findCertificate, findNextPhaseAuthorisation } from '../db/outputs.ts';
import { listRequestDeliveries } from '../db/requestDeliveries.ts';
import { listEvents, listRefusedMessages } from '../db/timeline.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { getMilestone } from './http/lookUps.ts';
import { parse } from './http/parse.ts';
import { HttpProblem } from './http/problems.ts';
import { requestViewOf } from './requestView.ts';
import { listQuery, mailListQuery } from './schemas.ts';

export function recordRoutes({ db }: ApiDependencies): Router {
  const router = Router();
  router.get('/milestones/:milestoneId/timeline', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    const { items, next } = await listEvents(db, milestoneId, parse(listQuery, request.query));
    response.json({
      items: items.map(({ event, previousHash, hash, redacted }) => ({
        sequence: event.sequence,
        type: event.type,
        at: event.at,
        actor: event.actor,
        event,
        previousHash,
        hash,
        ...(redacted ? { redacted } : {}),
      })),
      next,
    });
  });
  router.get('/milestones/:milestoneId/refused-messages', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    response.json(await listRefusedMessages(db, milestoneId, parse(listQuery, request.query)));
  });
  router.get('/milestones/:milestoneId/mails', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    const { status, ...page } = parse(mailListQuery, request.query);
    const { items, next } = await listMails(db, { milestoneId, page, ...(status ? { status } : {}) });
    response.json({ items: items.map(({ model: _model, ...mail }) => mail), next });
  });
  router.get('/milestones/:milestoneId/replies', async (request, response) => {
    const { milestoneId } = await getMilestone(db, request.params.milestoneId);
    response.json(await listInboundMessages(db, { milestoneId, page: parse(listQuery, request.query) }));
  });
  router.get('/milestones/:milestoneId/requests', async (request, response) => {
    const { milestoneId, snapshot } = await getMilestone(db, request.params.milestoneId);
    const deliveries = await listRequestDeliveries(db, milestoneId);
    response.json({ items: deliveries.map((each) => requestViewOf(each, snapshot)) });
  });
  return router;
}

export function outputRoutes({ db, files }: ApiDependencies): Router {
  const router = Router();
  router.param('milestoneId', async (_request, _response, next, milestoneId: string) => {
    await getMilestone(db, milestoneId);
    next();
  });
  router.get('/milestones/:milestoneId/certificate', async (request, response) => {
    const certificate = await issued(
      findCertificate(db, request.params.milestoneId),
      db,
      request.params.milestoneId,
      'certificate',
    );
    response.json(certificate);
  });
  router.get('/milestones/:milestoneId/certificate.pdf', async (request, response) => {
    const { pdfSha256, certificateNumber } = await issued(
      findCertificate(db, request.params.milestoneId),
      db,
      request.params.milestoneId,
      'certificate',
    );
    await sendFile(files, response, pdfSha256, `${certificateNumber}.pdf`, 'application/pdf');
  });
  router.get('/milestones/:milestoneId/archive', async (request, response) => {
    const { sha256, certificateNumber } = await issued(
      findArchive(db, request.params.milestoneId),
      db,
      request.params.milestoneId,
      'archived record',
    );
    await sendFile(files, response, sha256, `${certificateNumber}.zip`, 'application/zip');
  });
  router.get('/milestones/:milestoneId/next-phase-authorisation', async (request, response) => {
    response.json(
      await issued(
        findNextPhaseAuthorisation(db, request.params.milestoneId),
        db,
        request.params.milestoneId,
        'authorisation',
      ),
    );
  });
  return router;
}

async function issued<T>(
  found: Promise<T | undefined>,
  db: ApiDependencies['db'],
  milestoneId: string,
  what: string,
): Promise<T> {
  const output = await found;
  if (output) return output;
  const { phase } = await getMilestone(db, milestoneId);
  throw new HttpProblem(
    409,
    'NOT_YET_AVAILABLE',
    `Milestone ${milestoneId} is in phase ${phase}; it has no ${what} yet.`,
  );
}

async function sendFile(
  files: ApiDependencies['files'],
  response: Response,
  sha256: string,
  name: string,
  type: string,
): Promise<void> {
  const file = await files.open(sha256);
  response.attachment(name).type(type).set('ETag', `"${sha256}"`);
  await pipeline(file, response);
}
