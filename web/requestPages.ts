// The pages behind request links. Looking decides nothing; a decision is a POST with the person's own name typed.
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import express, { Router, type Request, type Response } from 'express';
import { recordDocumentRead, recordLinkVisit, recordRefusedAttempt, visitorOf } from '../api/auditTrail.ts';
import { problemOf } from '../api/problems.ts';
import { sendMessage, type Delivery } from '../api/sendMessage.ts';
import type { ApiDependencies } from '../api/app.ts';
import { findMilestone } from '../db/milestones.ts';
import { findRequestByTokenHash, recordVisit, type DecisionRequest } from '../db/requests.ts';
import { SignOffError } from '../domain/errors.ts';
import { currentPackage, personOf, type Milestone } from '../domain/milestone.ts';
import { isSameName, type Actor } from '../domain/people.ts';
import { tokenHash } from '../mail/requestToken.ts';
import { commandFromForm, formOf, roleFor, type DecisionForm } from './decisionForm.ts';
import { renderPage } from './renderPage.ts';
import { requestView } from './requestView.ts';

type Deps = ApiDependencies;

interface Opened {
  request: DecisionRequest;
  milestone: Milestone;
}

export function requestPages(deps: Deps): Router {
  const router = Router();
  router.use('/r', (_request, response, next) => {
    response.set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'X-Robots-Tag': 'noindex',
    });
    next();
  });
  router.get('/r-assets/page.css', (_request, response) =>
    response.sendFile('page.css', { root: new URL('templates/', import.meta.url).pathname }),
  );
  router.get('/r/:token', (request, response) => show(deps, request, response));
  router.get('/r/:token/files/:documentId', (request, response) => download(deps, request, response));
  router.post(
    '/r/:token',
    express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 3000 }),
    (request, response) => decide(deps, request, response),
  );
  return router;
}

async function open({ db }: Deps, request: Request): Promise<Opened | undefined> {
  const found = await findRequestByTokenHash(db, tokenHash(String(request.params.token)));
  const milestone = found && (await findMilestone(db, found.milestoneId))?.snapshot;
  return found && milestone ? { request: found, milestone } : undefined;
}

async function show(deps: Deps, request: Request, response: Response): Promise<void> {
  const opened = await open(deps, request);
  if (!opened) return unknownLink(response);
  await recordVisit(deps.db, { requestId: opened.request.requestId, method: request.method, ...visitorOf(request) });
  await recordLinkVisit(deps.db, request, opened.request);
  response.type('html').send(
    renderPage('request', {
      ...requestView(opened.milestone, opened.request),
      base: request.path,
      formId: randomUUID(),
    }),
  );
}

function unknownLink(response: Response): void {
  response
    .status(404)
    .type('html')
    .send(renderPage('unknownLink', { title: 'This link is not known' }));
}

/** Only files of the package the request is about, so that a link opens nothing else of the engagement. */
async function download(deps: Deps, request: Request, response: Response): Promise<void> {
  const opened = await open(deps, request);
  const files = opened ? (currentPackage(opened.milestone)?.deliverables.flatMap((each) => each.files) ?? []) : [];
  const file = files.find((each) => each.documentId === request.params.documentId);
  if (!opened || !file) return unknownLink(response);
  const content = await deps.files.open(file.sha256);
  await recordDocumentRead(deps.db, request, opened.request, file);
  response.attachment(file.fileName).type('application/octet-stream').set('Content-Length', `${file.sizeBytes}`);
  await pipeline(content, response);
}

async function decide(deps: Deps, request: Request, response: Response): Promise<void> {
  const opened = await open(deps, request);
  if (!opened) return unknownLink(response);
  const form = formOf(request.body);
  try {
    const delivery = await sendDecision(deps, opened, form, request);
    const after = (await findMilestone(deps.db, opened.milestone.milestoneId))?.snapshot ?? opened.milestone;
    response.type('html').send(renderPage('receipt', receipt(after, opened.request, delivery)));
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500)
      deps.log.error({ err: error, milestoneId: opened.milestone.milestoneId }, 'a decision could not be taken');
    else await recordRefusedAttempt(deps.db, request, problem, opened.request);
    const view = requestView(opened.milestone, opened.request);
    response
      .status(problem.status)
      .type('html')
      .send(
        renderPage('request', {
          ...view,
          base: request.path,
          formId: randomUUID(),
          entered: form,
          error: problem.detail,
        }),
      );
  }
}

function sendDecision(
  deps: Deps,
  { request: asked, milestone }: Opened,
  form: DecisionForm,
  request: Request,
): Promise<Delivery> {
  const person = personOf(milestone, asked.personId);
  if (!isSameName(form.typedName ?? '', person?.name ?? ''))
    throw new SignOffError(
      'NAME_MISMATCH',
      `Type your name as it is listed, "${person?.name ?? ''}", to confirm that it is you who decides.`,
      { field: 'typedName' },
    );
  const actor: Actor = {
    personId: asked.personId,
    role: roleFor(asked.kind),
    authentication: { method: 'requestLink', requestId: asked.requestId, ...visitorOf(request) },
  };
  const { name, fields } = commandFromForm(milestone, asked, form);
  const messageId = `link:${asked.requestId}:${(form.formId ?? '').slice(0, 40) || randomUUID()}`.slice(0, 200);
  const settings = { ...deps, answerWithinMilliseconds: deps.settings.answerWithinMilliseconds };
  return sendMessage(settings, milestone.milestoneId, name, { ...fields, messageId, actor });
}

function receipt(milestone: Milestone, request: DecisionRequest, delivery: Delivery) {
  const isDecided = delivery.status === 'decided';
  return {
    title: isDecided ? 'Your decision is on record' : 'Your decision is safe',
    isDecided,
    milestone: milestone.plan.title,
    person: personOf(milestone, request.personId)?.name,
    sequence: isDecided ? delivery.answer.sequence : undefined,
    messageId: isDecided ? delivery.answer.messageId : delivery.messageId,
    phase: requestView(milestone, request).phase,
  };
}
