// The addresses behind request links, and of requests that are asked of who is signed in. Looking decides nothing; a decision is a POST
// with the person's own name typed.
import { saidIn } from '../mail/messages/words.ts';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router, type Request, type Response } from 'express';
import {
  recordDocumentRead,
  recordLinkVisit,
  recordPageRead,
  recordRefusedAttempt,
  visitorOf,
} from '../api/http/auditTrail.ts';
import { problemOf, retryHeaders } from '../api/http/problems.ts';
import { assertFormOf } from '../api/http/sessions.ts';
import { sendStored } from '../api/http/sendStored.ts';
import { inNames } from '../domain/people/inNames.ts';
import { findOutcome } from '../domain/records/messageOutcomes.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { findMisnamed } from '../db/documents.ts';
import { recordVisit } from '../db/requests.ts';
import { nextAfter, placeOf } from './asked/place.ts';
import { attachedTo, readForm, takesFiles } from './attachments.ts';
import { dead, isDead } from './deadLinks.ts';
import { askingPolicy, closedPolicy } from './contentSecurity.ts';
import { pageFieldOf } from './exceptionRows.ts';
import { findArchive, findCertificate } from '../db/outputs.ts';
import { givesCertificate } from '../domain/requests/everyone.ts';
import type { Files } from '../storage/fileStore.ts';
import { filesShown } from '../domain/requests/ownDecision.ts';
import { ownProofs, sendProof } from './ownProofs.ts';
import { passkeyNotes } from './passkeyStepUp.ts';
import { passkeyPages } from './passkeyPages.ts';
import { asSent, nothing, openedBy, pathOf, places } from './openedBy.ts';
import type { OpenedRequest } from './resolveLink.ts';
import { askedPage } from './signIn/askedPage.ts';
import type { DecisionForm } from './postedForm.ts';
import { maxFiles } from './receiveForm.ts';
import { answerWithPage } from './failurePage.ts';
import { readerOf } from './pageWords.ts';
import { refusalIn } from './problemWords.ts';
import { renderPage } from './renderPage.ts';
import { policyFor, sizeWords } from './shownFiles.ts';
import type { PackageFile } from '../domain/milestone.ts';
import { uploadsBehind } from './uploadsBehind.ts';
import { receiptView } from './receiptView.ts';
import { requestView } from './requestView.ts';
import { withinLimits } from './withinLimits.ts';
import { isPostingId, messageIdOf, submitDecision } from './submitDecision.ts';

type Deps = ApiDependencies;

const { resolve } = createRequire(import.meta.url);
const signaturePadFolder = dirname(resolve('signature_pad'));
const tusFolder = dirname(resolve('tus-js-client/dist/tus.min.js'));
const assetFolder = fileURLToPath(new URL('assets/', import.meta.url));

export function requestPages(deps: Deps): Router {
  const router = Router();
  router.use(['/r', '/asked'], (_request, response, next) => {
    response.set({ 'Content-Security-Policy': closedPolicy, 'X-Robots-Tag': 'noindex' });
    next();
  });
  router.use('/r', withinLimits(deps));
  router.use(askedPage(deps));
  router.use('/r-assets', express.static(assetFolder, { index: false, cacheControl: false }));
  router.get('/r-assets/signature_pad.js', (_request, response) =>
    response.sendFile('signature_pad.min.js', { root: signaturePadFolder, cacheControl: false }),
  );
  router.get('/r-assets/tus.js', (_request, response) =>
    response.sendFile('tus.min.js', { root: tusFolder, cacheControl: false }),
  );
  router.use(passkeyPages(deps));
  router.use(uploadsBehind(deps));
  for (const at of places) {
    router.get(at, (request, response) => show(deps, request, response));
    router.get(`${at}/receipts/:postingId`, (request, response) => showReceipt(deps, request, response));
    for (const [name, media] of copies)
      router.get(`${at}/${name}`, (request, response) => copy(deps, request, response, media));
    router.get(`${at}/proofs/:sequence`, (request, response) => prove(deps, request, response));
    router.get(`${at}/files/:documentId`, (request, response) => download(deps, request, response));
    router.get(`${at}/files/:documentId/view`, (request, response) =>
      download(deps, request, response, { isInPlace: true }),
    );
    router.post(at, express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 3000 }), (request, response) =>
      decide(deps, request, response),
    );
  }
  router.use(['/r', '/asked'], answerWithPage(deps));
  return router;
}

/** Every look is recorded as a visit; whether a person or a machine looked cannot be told from it. */
async function show(deps: Deps, request: Request, response: Response): Promise<void> {
  const opened = await openedBy(deps, request);
  if (!opened) return nothing(deps, request, response);
  if (opened.isWithoutLink && opened.session)
    recordPageRead(deps.auditWriter, request, opened.session.session.holderId);
  else {
    await recordVisit(opened.db, {
      requestId: opened.request.requestId,
      method: request.method,
      ...visitorOf(request),
    });
    await recordLinkVisit(deps.db, request, opened.request, { isDead: isDead(opened) });
  }
  if (isDead(opened)) return dead(response, opened);
  await sendRequest(deps, request, response, opened);
}

interface Answer {
  entered?: DecisionForm;
  isCodeSent?: boolean;
  formId?: string;
  /** What the browser is to hand to an authenticator. */
  passkeyOptions?: string;
  error?: { detail: string; field?: string | undefined };
}

async function sendRequest(
  deps: Deps,
  request: Request,
  response: Response,
  opened: OpenedRequest,
  answer: Answer = {},
): Promise<void> {
  const { settings } = deps;
  const { words } = readerOf(opened.milestone, opened.request.personId);
  const view = requestView(opened);
  const page = {
    ...view,
    ...(opened.state === 'open' || view.mayWithdraw ? { passkeys: await passkeyNotes(deps, opened) } : {}),
    base: pathOf(request),
    formId: randomUUID(),
    maxFiles,
    maxFileSize: sizeWords(settings.maxUploadBytes, words),
    attached: await attachedTo(opened, answer.entered ?? {}),
    proofs: await ownProofs(opened),
    place: await placeOf(deps, request, opened, words),
    misnamed: opened.mayRead
      ? Object.fromEntries(Object.entries(await misnamedIn(opened)).map(([id, why]) => [id, saidIn(words, why)]))
      : {},
    ...answer,
  };
  if (takesFiles(opened)) response.set('Content-Security-Policy', askingPolicy);
  response.type('html').send(renderPage(words, 'request', page));
}

/** Of what is shown to be decided on: the files whose names say something else than their content. */
async function misnamedIn({ db, milestone, request }: OpenedRequest): Promise<Record<string, string>> {
  const shown = filesShown(milestone, request);
  return Object.fromEntries(
    await findMisnamed(
      db,
      shown.map((each) => each.documentId),
    ),
  );
}

async function showReceipt(deps: Deps, request: Request, response: Response): Promise<void> {
  const opened = await openedBy(deps, request);
  const { postingId } = request.params;
  if (!opened || !isPostingId(postingId)) return nothing(deps, request, response);
  if (isDead(opened)) return dead(response, opened);
  const messageId = messageIdOf(opened.request.requestId, postingId);
  const outcome = findOutcome(opened.milestone, messageId);
  const { decidedAt, ...view } = receiptView(opened, messageId, outcome);
  const proof = (await ownProofs(opened)).find((each) => each.at === decidedAt || each.sequence === outcome?.sequence);
  response.type('html').send(
    renderPage(readerOf(opened.milestone, opened.request.personId).words, 'receipt', {
      ...view,
      proof,
      base: pathOf(request),
      next: await nextAfter(deps, request, opened),
    }),
  );
}

async function prove(deps: Deps, request: Request, response: Response): Promise<void> {
  const opened = await openedBy(deps, request);
  const [, sequence] = /^([1-9]\d{0,8})\.tlog-proof$/.exec(String(request.params.sequence)) ?? [];
  if (!opened || sequence === undefined) return nothing(deps, request, response);
  if (isDead(opened)) return dead(response, opened);
  if (!(await sendProof(deps.logKey, response, opened, Number(sequence)))) return nothing(deps, request, response);
}

const filesOf = ({ files }: Deps, { milestone }: OpenedRequest): Files => files.of(milestone.engagement.engagementId);

/** Only files that the page shows, so that a link opens nothing else of the engagement. */
async function download(deps: Deps, request: Request, response: Response, { isInPlace = false } = {}): Promise<void> {
  const opened = await openedBy(deps, request);
  if (opened && isDead(opened)) return dead(response, opened);
  const files = opened?.mayRead ? filesShown(opened.milestone, opened.request) : [];
  const file = files.find((each) => each.documentId === request.params.documentId);
  if (!opened || !file) return nothing(deps, request, response);
  const policy = isInPlace ? await policyInPlace(opened, file) : undefined;
  if (isInPlace && policy === undefined) return nothing(deps, request, response);
  const sent = policy === undefined ? { ...file, mediaType: 'application/octet-stream' } : { ...file, isInPlace };
  if (policy !== undefined) response.set('Content-Security-Policy', policy);
  await sendStored(filesOf(deps, opened), response, sent, () => recordDocumentRead(deps.db, request, opened, file));
}

/** Of a file whose content is what its name says; undefined for what is downloaded alone. */
async function policyInPlace(
  opened: OpenedRequest,
  { documentId, mediaType }: PackageFile,
): Promise<string | undefined> {
  return documentId in (await misnamedIn(opened)) ? undefined : policyFor(mediaType);
}

const copies = [
  ['certificate.pdf', 'application/pdf'],
  ['record.zip', 'application/zip'],
] as const;

/** The certificate in force, or the record it comes with; on record like any file that is read. */
async function copy(
  deps: Deps,
  request: Request,
  response: Response,
  media: (typeof copies)[number][1],
): Promise<void> {
  const opened = await openedBy(deps, request);
  if (opened && isDead(opened)) return dead(response, opened);
  const { milestoneId } = opened?.milestone ?? {};
  const isGiven = opened && givesCertificate(opened.milestone, opened.request.personId, opened.state);
  if (!opened || !isGiven || milestoneId === undefined) return nothing(deps, request, response);
  const certificate = await findCertificate(opened.db, milestoneId);
  const archive = await findArchive(opened.db, milestoneId);
  if (!certificate || !archive) return nothing(deps, request, response);
  const number = certificate.certificateNumber;
  const [sha256, fileName] =
    media === 'application/pdf' ? [certificate.pdfSha256, `${number}.pdf`] : [archive.sha256, `${number}.zip`];
  await sendStored(filesOf(deps, opened), response, { sha256, fileName, mediaType: media }, () =>
    recordDocumentRead(deps.db, request, opened, { documentId: fileName, sha256 }),
  );
}

async function decide(deps: Deps, request: Request, response: Response): Promise<void> {
  const found = await openedBy(deps, request);
  if (!found) return nothing(deps, request, response);
  if (isDead(found)) return dead(response, found);
  const opened = asSent(deps, request, found);
  let entered: DecisionForm = {};
  try {
    const { form, problem } = await readForm(deps, opened, request);
    entered = form;
    if (problem) throw problem;
    if (opened.session) assertFormOf(deps, request, opened.session, form.formToken);
    const submission = await submitDecision(deps, opened, form, visitorOf(request));
    if (submission.status === 'taken')
      return response.redirect(303, `${pathOf(request)}/receipts/${submission.postingId}`);
    await sendRequest(deps, request, response, opened, {
      entered,
      ...(submission.status === 'codeSent'
        ? { isCodeSent: true }
        : { formId: submission.formId, passkeyOptions: JSON.stringify(submission.asked) }),
    });
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500)
      deps.log.error({ err: error, milestoneId: opened.milestone.milestoneId }, 'a decision could not be taken');
    else if (problem.status !== 429) await recordRefusedAttempt(deps.db, request, problem, opened.request);
    // The state may be another one by now: somebody else's decision, or this person's own from another tab.
    const now = (await openedBy(deps, request)) ?? opened;
    response.status(problem.status).set(retryHeaders(error));
    const { words } = readerOf(now.milestone, now.request.personId);
    await sendRequest(deps, request, response, now, {
      entered,
      error: {
        detail: refusalIn(words, error, problem, (text) => inNames(now.milestone, text)),
        field: pageFieldOf(entered, problem.field),
      },
    });
  }
}
