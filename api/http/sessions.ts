// The session of a request: its cookie, who it is of, and that nobody else's page sent the request in their name.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { asJob } from '../../db/inScope.ts';
import { findSession, type Session } from '../../db/sessions.ts';
import type { ApiDependencies } from './dependencies.ts';
import { HttpProblem } from './problems.ts';

/** What came with the cookie of a session that is open. */
export interface OpenSession {
  session: Session;
  /** For the forms of its pages: only who knows the cookie knows it, and it ends with the session. */
  formToken: string;
}

type Deps = Pick<ApiDependencies, 'db' | 'signIn'> & { settings: Pick<ApiDependencies['settings'], 'publicUrl'> };

export const isSecure = ({ settings: { publicUrl } }: Pick<Deps, 'settings'>): boolean =>
  publicUrl.startsWith('https:');

/** `__Host-` keeps other hosts and plain http from setting it (RFC 6265bis); browsers take no such name over plain http. */
export const cookieName = (deps: Pick<Deps, 'settings'>, name: 'session' | 'sign-in' | 'asked'): string =>
  isSecure(deps) ? `__Host-${name}` : `signoff-${name}`;

/** Lax: it comes along when somebody follows a link to here, and with nothing else that another site sends. */
export const cookieOptions = (deps: Pick<Deps, 'settings'>): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: isSecure(deps),
  path: '/',
});

export function readCookie(request: Request, name: string): string | undefined {
  for (const each of (request.get('cookie') ?? '').split(';')) {
    const at = each.indexOf('=');
    if (at > 0 && each.slice(0, at).trim() === name) return each.slice(at + 1).trim();
  }
  return undefined;
}

/** Undefined where nobody signs in, without a cookie, and with one whose session is over. */
export async function openSession(deps: Deps, request: Request): Promise<OpenSession | undefined> {
  const secret = deps.signIn && readCookie(request, cookieName(deps, 'session'));
  if (!deps.signIn || secret === undefined || !/^[A-Za-z0-9_-]{43}$/.test(secret)) return undefined;
  const session = await findSession(asJob(deps.db, 'signIn'), secret, deps.signIn.limits);
  return session && { session, formToken: createHmac('sha256', secret).update('form').digest('base64url') };
}

export function setSessionCookie(deps: Deps, response: Response, secret: string): void {
  // No Max-Age: it goes with the browser's own session, and the server ends it in any case.
  response.cookie(cookieName(deps, 'session'), secret, cookieOptions(deps));
}

export function clearSessionCookie(deps: Deps, response: Response): void {
  response.clearCookie(cookieName(deps, 'session'), cookieOptions(deps));
}

/**
 * Whether a page of this service sent it. Browsers say where a request was made (Sec-Fetch-Site, and Origin in those before 2023), and
 * no page can make them say otherwise.
 */
export function isOwnPage({ settings: { publicUrl } }: Pick<Deps, 'settings'>, request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site === undefined ? request.get('origin') === new URL(publicUrl).origin : site === 'same-origin';
}

/** For what changes something and rests on a cookie. Throws FOREIGN_ORIGIN. */
export function assertOwnPage(deps: Pick<Deps, 'settings'>, request: Request): void {
  if (changesNothing.includes(request.method) || isOwnPage(deps, request)) return;
  const { origin } = new URL(deps.settings.publicUrl);
  throw new HttpProblem(
    'FOREIGN_ORIGIN',
    `A request with a session is taken from pages of ${origin} alone, as Sec-Fetch-Site or Origin says; send it from there, or use an API key.`,
    request.get('sec-fetch-site') === undefined ? 'Origin' : 'Sec-Fetch-Site',
  );
}

/** For forms besides: what the browser says of itself is one line of defence, the token another. Throws FOREIGN_ORIGIN. */
export function assertFormOf(
  deps: Pick<Deps, 'settings'>,
  request: Request,
  { formToken }: OpenSession,
  posted: unknown = ((request.body ?? {}) as { formToken?: unknown }).formToken,
): void {
  assertOwnPage(deps, request);
  const given = Buffer.from(typeof posted === 'string' ? posted : '');
  const wanted = Buffer.from(formToken);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new HttpProblem(
    'FOREIGN_ORIGIN',
    'This form is not of your session; open the page again, and send it from there.',
    'formToken',
  );
}

const changesNothing = ['GET', 'HEAD', 'OPTIONS'];
