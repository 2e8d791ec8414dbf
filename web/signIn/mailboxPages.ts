// What is asked of a mailbox, for who reads it and has no account here: a link is mailed that opens the list once, and each request by a link of its own.
import { randomBytes } from 'node:crypto';
import express, { Router, type Request, type Response } from 'express';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { HttpProblem } from '../../api/http/problems.ts';
import { cookieName, cookieOptions, isOwnPage, readCookie } from '../../api/http/sessions.ts';
import { asJob } from '../../db/inScope.ts';
import {
  addMailboxLink,
  endVisit,
  findVisit,
  isMailboxLinkOpen,
  openMailboxLink,
  type MailboxLink,
} from '../../db/mailboxLinks.ts';
import { mailboxLinkMinutes, minutesAfter, visitMinutes } from '../../domain/access/mailboxLinks.ts';
import { mailboxOf } from '../../domain/people/humans.ts';
import { mailboxLinkIn } from '../../mail/mailboxToken.ts';
import { closedPolicy } from '../contentSecurity.ts';
import { answerWithPage } from '../failurePage.ts';
import { wordsAsked } from '../pageWords.ts';
import { renderPage } from '../renderPage.ts';

const at = '/asked-by-mail';

export function mailboxPages(deps: ApiDependencies): Router {
  const router = Router();
  router.use(at, async (request, response, next) => {
    response.set({ 'Content-Security-Policy': closedPolicy, 'X-Robots-Tag': 'noindex' });
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  const form = express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 5 });
  router.get(at, (request, response) => send(request, response, 200, { isForm: true }));
  router.post(at, form, (request, response) => askForLink(deps, request, response));
  router.post(`${at}/end`, form, (request, response) => end(deps, request, response));
  // Mail scanners follow links; what opens it is a press.
  router.get(`${at}/:token`, async (request, response) => {
    const linkId = mailboxLinkIn(deps.linkSecret, String(request.params.token));
    const isOpen = linkId !== undefined && (await isMailboxLinkOpen(asJob(deps.db, 'signIn'), linkId));
    send(request, response, isOpen ? 200 : 410, isOpen ? { isToOpen: true } : { isForm: true, isOver: true });
  });
  router.post(`${at}/:token`, form, (request, response) => open(deps, request, response));
  router.use(at, answerWithPage(deps));
  return router;
}

function send(request: Request, response: Response, status: number, values: Record<string, unknown>): void {
  const words = wordsAsked(request);
  const page = { title: words.say('mailbox.title'), path: request.path, minutes: mailboxLinkMinutes, ...values };
  response
    .status(status)
    .type('html')
    .send(renderPage(words, 'askedByMail', page));
}

/** The answer is the same whatever is known of the address, and however often it was asked for. */
async function askForLink(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  await deps.limits.count('mailboxAsker', request.ip ?? '');
  const { address: given } = (request.body ?? {}) as { address?: unknown };
  const address = typeof given === 'string' ? given.trim() : '';
  const mailbox = /^[^\s<>,;]+@[^\s<>,;]+$/.test(address) ? mailboxOf(address) : undefined;
  if (mailbox === undefined || !isOwnPage(deps, request))
    return send(request, response, 400, { isForm: true, isNoAddress: true, address });
  if (await mayBeMailed(deps, mailbox)) {
    const createdAt = new Date().toISOString();
    const link = { linkId: `mbx-${randomBytes(12).toString('hex')}`, address, mailbox };
    await addMailboxLink(
      asJob(deps.db, 'signIn'),
      { ...link, language: wordsAsked(request).language },
      { createdAt, expiresAt: minutesAfter(createdAt, mailboxLinkMinutes) },
    );
  }
  send(request, response, 200, { isSent: true, address });
}

async function mayBeMailed({ limits }: ApiDependencies, mailbox: string): Promise<boolean> {
  try {
    await limits.count('mailbox', mailbox);
    return true;
  } catch (error) {
    if (error instanceof HttpProblem) return false;
    throw error;
  }
}

async function open(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const linkId = mailboxLinkIn(deps.linkSecret, String(request.params.token));
  const secret = randomBytes(32).toString('base64url');
  const now = new Date().toISOString();
  const visit = { secret, now, until: minutesAfter(now, visitMinutes) };
  const isOpened =
    linkId !== undefined &&
    isOwnPage(deps, request) &&
    (await openMailboxLink(asJob(deps.db, 'signIn'), linkId, visit));
  if (!isOpened) return send(request, response, 410, { isForm: true, isOver: true });
  response.cookie(cookieName(deps, 'asked'), secret, cookieOptions(deps));
  response.redirect(303, '/asked');
}

const secretOf = (deps: ApiDependencies, request: Request): string | undefined => {
  const secret = readCookie(request, cookieName(deps, 'asked'));
  return secret !== undefined && /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : undefined;
};

async function end(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const secret = secretOf(deps, request);
  if (secret !== undefined && isOwnPage(deps, request)) await endVisit(asJob(deps.db, 'signIn'), secret);
  response.clearCookie(cookieName(deps, 'asked'), cookieOptions(deps));
  response.redirect(303, at);
}

export async function openVisit(deps: ApiDependencies, request: Request): Promise<MailboxLink | undefined> {
  const secret = secretOf(deps, request);
  return secret === undefined ? undefined : findVisit(asJob(deps.db, 'signIn'), secret);
}
