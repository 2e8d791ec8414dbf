// Who looks at what is asked of them: somebody signed in, or whoever reads a mailbox, by the link that was mailed there.
import type { Request } from 'express';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { assertFormOf, assertOwnPage, openSession, type OpenSession } from '../../api/http/sessions.ts';
import type { MailboxLink } from '../../db/mailboxLinks.ts';
import { openVisit } from '../signIn/mailboxPages.ts';

export type Here =
  | { by: 'session'; open: OpenSession; openedBy: string }
  /** Each visit is a sitting of its own: another one has opened nothing yet. */
  | { by: 'visit'; visit: MailboxLink; openedBy: string };

export async function whoIsHere(deps: ApiDependencies, request: Request): Promise<Here | undefined> {
  const open = await openSession(deps, request);
  if (open) return { by: 'session', open, openedBy: open.session.holderId };
  const visit = await openVisit(deps, request);
  return visit && { by: 'visit', visit, openedBy: visit.linkId };
}

/** Throws FOREIGN_ORIGIN for what another site sent in their name. */
export function assertOwnForm(deps: ApiDependencies, request: Request, here: Here): void {
  if (here.by === 'session') assertFormOf(deps, request, here.open);
  else assertOwnPage(deps, request);
}
