// The page on which somebody sets up and removes their passkeys: behind their personal link, with a code by e-mail, and with one they have.
import { randomUUID } from 'node:crypto';
import express, { Router, type Request, type Response } from 'express';
import { recordRefusedAttempt, visitorOf } from '../api/http/auditTrail.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { problemOf, retryHeaders } from '../api/http/problems.ts';
import { markCodeUsed } from '../db/confirmationCodes.ts';
import { enrolPasskey, removeOwnPasskey, useChallenge } from '../db/passkeys.ts';
import { recordVisit } from '../db/requests.ts';
import { PageRefusal, refusalIn } from './problemWords.ts';
import { whyIn } from './typedName.ts';
import { personOf } from '../domain/milestone.ts';
import { whyAnotherName } from '../domain/people/names.ts';
import { ownKeysChallenge } from '../domain/people/passkeys.ts';
import { passkeyMails } from '../mail/passkeyMail.ts';
import {
  askForAssertion,
  askForRegistration,
  noPasskey,
  passkeysOf,
  takeAssertion,
  takeRegistration,
} from './ceremonies.ts';
import { passkeyView, type PasskeyStep } from './passkeyView.ts';
import { dead, isDead, unknownLink } from './deadLinks.ts';
import { formOf, type DecisionForm } from './postedForm.ts';
import { readerOf } from './pageWords.ts';
import { renderPage } from './renderPage.ts';
import { resolveLink, type OpenedRequest } from './resolveLink.ts';
import { confirmCode, sendCode } from './stepUp.ts';

type Deps = ApiDependencies;

/** More than anybody carries; a list that grows is somebody else's doing. */
const passkeysAtMost = 10;

export function passkeyPages(deps: Deps): Router {
  const router = Router();
  router.get('/r/:token/passkeys', async (request, response) => {
    const opened = await living(deps, request, response);
    if (opened) await show(deps, request, response, opened);
  });
  router.post(
    '/r/:token/passkeys',
    express.urlencoded({ extended: false, limit: '50kb', parameterLimit: 20 }),
    async (request, response) => {
      const opened = await living(deps, request, response);
      if (opened) await take(deps, request, response, opened);
    },
  );
  return router;
}

/** Undefined where the answer has gone out: the link opens nothing, or no more to who was asked first. */
async function living(
  { db }: Deps,
  request: Request<{ token: string }>,
  response: Response,
): Promise<OpenedRequest | undefined> {
  const opened = await resolveLink(db, request.params.token);
  if (!opened) unknownLink(response);
  else if (isDead(opened)) dead(response, opened);
  else if (opened.state === 'passedOn') response.redirect(303, baseOf(request));
  else return opened;
  return undefined;
}

const baseOf = ({ params }: Request<{ token: string }>): string => `/r/${encodeURIComponent(params.token)}`;

async function show(
  deps: Deps,
  request: Request<{ token: string }>,
  response: Response,
  opened: OpenedRequest,
  step: PasskeyStep = { at: 'list' },
): Promise<void> {
  const view = await passkeyView(deps, opened, step);
  response.type('html').send(
    renderPage(readerOf(opened.milestone, opened.request.personId).words, 'passkeys', {
      ...view,
      base: baseOf(request),
    }),
  );
}

async function take(
  deps: Deps,
  request: Request<{ token: string }>,
  response: Response,
  opened: OpenedRequest,
): Promise<void> {
  const form = formOf(request.body);
  try {
    await show(deps, request, response, opened, await stepOf(deps, opened, form, visitorOf(request)));
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) deps.log.error({ err: error }, 'a passkey could not be set up');
    else if (problem.status !== 429) await recordRefusedAttempt(deps.db, request, problem, opened.request);
    response.status(problem.status).set(retryHeaders(error));
    const { words } = readerOf(opened.milestone, opened.request.personId);
    const step = await stepAfter(deps, opened, problem.code);
    const told = { detail: refusalIn(words, error, problem), field: problem.field };
    await show(deps, request, response, opened, { ...step, entered: form, error: told });
  }
}

/** A mistyped code is typed again; everything else begins anew. */
const stepAfter = async (deps: Deps, opened: OpenedRequest, code: string): Promise<PasskeyStep> =>
  code === 'CODE_REQUIRED' ? { at: 'code', ...(await askedToAdd(deps, opened)) } : { at: 'list' };

async function stepOf(
  deps: Deps,
  opened: OpenedRequest,
  form: DecisionForm,
  visitor: ReturnType<typeof visitorOf>,
): Promise<PasskeyStep> {
  switch (form.act) {
    case 'code':
      return askForCode(deps, opened, form, visitor);
    case 'confirm':
      return confirm(deps, opened, form, visitor);
    case 'enrol':
      return enrol(deps, opened, form);
    case 'remove':
      return remove(deps, opened, form);
    default:
      throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.act'), { field: 'act' });
  }
}

/** Only who is asked now sets one up, and only once their name was typed, so that no machine has a code mailed. */
async function askForCode(
  deps: Deps,
  opened: OpenedRequest,
  form: DecisionForm,
  visitor: ReturnType<typeof visitorOf>,
): Promise<PasskeyStep> {
  const { request, milestone } = opened;
  const whyNotNamed = whyAnotherName(form.typedName ?? '', personOf(milestone, request.personId)?.name ?? '');
  const isHuman = whyNotNamed === undefined;
  await recordVisit(opened.db, { requestId: request.requestId, method: 'POST', isHuman, ...visitor });
  if (opened.state !== 'open') throw new PageRefusal('ALREADY_DECIDED', ({ say }) => say('refusal.passkeyNext'));
  if (!isHuman)
    throw new PageRefusal(
      'NAME_MISMATCH',
      (words) => words.say('refusal.nameFirst', { why: whyIn(words, whyNotNamed) }),
      { field: 'typedName' },
    );
  if ((await passkeysOf(deps, opened)).length >= passkeysAtMost)
    throw noPasskey(({ say }) => say('passkeyRefusal.tooMany', { count: passkeysAtMost }));
  await sendCode(deps, opened);
  return { at: 'code', ...(await askedToAdd(deps, opened)) };
}

const actOf = ({ request: { engagementId, personId, requestId } }: OpenedRequest) => ({
  ...{ engagementId, personId, requestId },
});

/** Whoever has a passkey adds another only with that: a stolen mailbox is not enough from then on. */
async function askedToAdd(deps: Deps, opened: OpenedRequest): Promise<{ asked?: object }> {
  const keys = await passkeysOf(deps, opened);
  if (keys.length === 0) return {};
  const challengeOf = (nonce: string) => ownKeysChallenge(nonce, { act: 'add', ...actOf(opened) });
  return { asked: await askForAssertion(deps, opened, keys, 'add', challengeOf) };
}

async function confirm(
  deps: Deps,
  opened: OpenedRequest,
  form: DecisionForm,
  visitor: ReturnType<typeof visitorOf>,
): Promise<PasskeyStep> {
  const hasSome = (await passkeysOf(deps, opened)).length > 0;
  const challengeOf = (nonce: string) => ownKeysChallenge(nonce, { act: 'add', ...actOf(opened) });
  const codeId = await confirmCode(deps, opened, form.code ?? '', visitor);
  const by = hasSome ? await takeAssertion(deps, opened, form.passkey ?? '', 'add', challengeOf) : undefined;
  if (by && !(await useChallenge(opened.db, by.challenge.challenge)))
    throw noPasskey(({ say }) => say('passkeyRefusal.twice'));
  await markCodeUsed(opened.db, codeId);
  const confirmed = {
    codeConfirmedAt: new Date().toISOString(),
    ...(by ? { confirmedBy: by.passkey.enrolment.credentialId } : {}),
  };
  return { at: 'create', asked: await askForRegistration(deps, opened, confirmed) };
}

async function enrol(deps: Deps, opened: OpenedRequest, form: DecisionForm): Promise<PasskeyStep> {
  const { request, milestone } = opened;
  const { challenge, transports, signCount, ...made } = await takeRegistration(deps, opened, form.passkey ?? '');
  const { codeConfirmedAt, confirmedBy } = challenge;
  if (codeConfirmedAt === undefined) throw new Error('A challenge for an enrolment names no code');
  const at = new Date().toISOString();
  const { engagementId, personId, requestId } = request;
  const how = { requestId, codeConfirmedAt, ...(confirmedBy === undefined ? {} : { confirmedBy }) };
  const enrolment = deps.enrolments.vouchEnrolment({ engagementId, personId, ...made, enrolledAt: at, ...how });
  const entry = { at, type: 'passkeyEnrolled' as const, personId, credentialId: made.credentialId, ...how };
  const mails = passkeyMails(milestone, { personId, change: 'enrolled', at }, deps.mailDomain, randomUUID());
  const isNew = await enrolPasskey(opened.db, { enrolment, transports, signCount }, challenge.challenge, {
    ...{ milestoneId: milestone.milestoneId, entry, mails },
  });
  if (!isNew) throw noPasskey(({ say }) => say('passkeyRefusal.thereAlready'));
  return { at: 'list', done: 'enrolled' };
}

/** Confirmed with one they have, which may be the one that goes; who has lost them all asks the engagement manager. */
async function remove(deps: Deps, opened: OpenedRequest, form: DecisionForm): Promise<PasskeyStep> {
  const credentialId = form.credentialId ?? '';
  const keys = await passkeysOf(deps, opened);
  if (!keys.some(({ enrolment }) => enrolment.credentialId === credentialId))
    throw noPasskey(({ say }) => say('passkeyRefusal.gone'));
  const challengeOf = (nonce: string) => ownKeysChallenge(nonce, { act: 'remove', ...actOf(opened), credentialId });
  if ((form.passkey ?? '') === '') {
    const asked = await askForAssertion(deps, opened, keys, 'remove', challengeOf);
    return { at: 'remove', asked, credentialId };
  }
  const { passkey, challenge } = await takeAssertion(deps, opened, form.passkey ?? '', 'remove', challengeOf);
  const at = new Date().toISOString();
  const { engagementId, personId, requestId } = opened.request;
  const confirmedBy = passkey.enrolment.credentialId;
  const entry = { at, type: 'passkeyRemoved' as const, requestId, personId, credentialId, confirmedBy };
  const mails = passkeyMails(opened.milestone, { personId, change: 'removed', at }, deps.mailDomain, randomUUID());
  const { milestoneId } = opened.milestone;
  const owner = { engagementId, personId, credentialId };
  await removeOwnPasskey(opened.db, owner, challenge.challenge, { milestoneId, entry, mails });
  return { at: 'list', done: 'removed' };
}
