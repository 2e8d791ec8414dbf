// The public page of a certificate: what it is, whether it stands, and a check of files that never leave the browser. No account.
import { Router, type Request, type Response } from 'express';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { sendStored } from '../api/http/sendStored.ts';
import { findAddress, readPublicCertificate, type PublicCertificate } from '../db/certificateAddresses.ts';
import { around } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import type { Milestone } from '../domain/milestone.ts';
import { certificateView } from './certificateView.ts';
import { closedPolicy } from './contentSecurity.ts';
import { answerWithPage } from './failurePage.ts';
import { wordsAsked } from './pageWords.ts';
import { renderPage } from './renderPage.ts';
import { withinLimits } from './withinLimits.ts';

export function certificatePages(deps: ApiDependencies): Router {
  const router = Router();
  router.use('/c', withinLimits(deps), (_request, response, next) => {
    response.set({ 'Content-Security-Policy': closedPolicy, 'X-Robots-Tag': 'noindex' });
    next();
  });
  router.get('/c/:token', (request, response) => show(deps, request, response));
  router.get('/c/:token/certificate.pdf', (request, response) => download(deps, request, response));
  router.use('/c', answerWithPage(deps));
  return router;
}

interface Opened extends PublicCertificate {
  milestone: Milestone;
}

/** Undefined where the address is unknown, its certificate not published or disposed of; the same words for all of them. */
async function open({ db: pool }: ApiDependencies, request: Request): Promise<Opened | 'withdrawn' | undefined> {
  const token = String(request.params.token);
  const db = around(pool, 'certificateAddress', token);
  const address = await findAddress(db, { token });
  if (!address) return undefined;
  if (address.withdrawnAt !== undefined) return 'withdrawn';
  const [published, milestone] = await Promise.all([
    readPublicCertificate(db, address),
    findMilestone(db, address.milestoneId),
  ]);
  return published && milestone?.snapshot ? { ...published, milestone: milestone.snapshot } : undefined;
}

async function show(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const opened = await open(deps, request);
  if (!opened || opened === 'withdrawn') return closed(response, opened);
  response.type('html').send(
    renderPage(wordsAsked(response.req), 'certificate', {
      ...certificateView(opened, opened.milestone, wordsAsked(request)),
      base: `/c/${encodeURIComponent(String(request.params.token))}`,
    }),
  );
}

/** The PDF at the highest level of its seal, where the contract lets people fetch it. */
async function download(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const opened = await open(deps, request);
  if (!opened || opened === 'withdrawn') return closed(response, opened);
  if (opened.milestone.engagement.contract.certificateCopies === 'announced') return closed(response, undefined);
  const { certificateNumber, pdfSha256 } = opened.certificate;
  const file = { sha256: pdfSha256, fileName: `${certificateNumber}.pdf`, mediaType: 'application/pdf' };
  await sendStored(deps.files.of(opened.milestone.engagement.engagementId), response, file);
}

function closed(response: Response, found: 'withdrawn' | undefined): void {
  const { say } = wordsAsked(response.req);
  const page = found
    ? { title: say('page.addressWithdrawn'), isWithdrawn: true }
    : { title: say('page.noCertificate'), isNoCertificate: true };
  response
    .status(found ? 410 : 404)
    .type('html')
    .send(renderPage(wordsAsked(response.req), 'message', page));
}
