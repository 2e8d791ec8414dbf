// By what the page of a request is opened: its link, or the session of who is asked. Shows nothing of it to anybody else.
import type { Request, Response } from 'express';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { isOwnPage, openSession } from '../api/http/sessions.ts';
import { unknownLink } from './deadLinks.ts';
import { resolveAsked, resolveLink, type OpenedRequest } from './resolveLink.ts';
import { notSignedIn } from './signIn/accountPages.ts';
import { notAsked } from './signIn/askedPage.ts';

type Deps = ApiDependencies;

export const places = ['/r/:token', '/asked/:requestId'] as const;

/** By the link, or without one by the session of who is asked; both, where they are signed in as well. */
export async function openedBy(deps: Deps, request: Request): Promise<OpenedRequest | undefined> {
  const { token, requestId } = request.params;
  const session = await openSession(deps, request);
  if (token !== undefined) return resolveLink(deps.db, String(token), session);
  return session && resolveAsked(deps.db, String(requestId), session);
}

const isAsked = (request: Request): boolean => request.params.token === undefined;

export const pathOf = (request: Request): string =>
  isAsked(request)
    ? `/asked/${encodeURIComponent(String(request.params.requestId))}`
    : `/r/${encodeURIComponent(String(request.params.token))}`;

/** Nothing of a request is shown to whom it is not asked of; who may only have to sign in is told so. */
export async function nothing(deps: Deps, request: Request, response: Response): Promise<void> {
  if (isAsked(request) && !(await openSession(deps, request))) notSignedIn(response, pathOf(request));
  else if (isAsked(request)) notAsked(response);
  else unknownLink(response);
}

/** Behind a link the link is what counts, whosever page it was sent from: a session adds nothing to what another site sent. */
export function asSent(deps: Deps, request: Request, found: OpenedRequest): OpenedRequest {
  if (found.isWithoutLink || isOwnPage(deps, request)) return found;
  const { session: _session, ...opened } = found;
  return opened;
}
