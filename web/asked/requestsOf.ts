// The requests of who is here, over all engagements: what waits for them, soonest first, and what they have decided. Decides nothing.
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { inScope, asJob } from '../../db/inScope.ts';
import { listMailedTo, type MailboxLink } from '../../db/mailboxLinks.ts';
import { linkThatOpens } from '../../db/requestLinks.ts';
import { findRequest, listAskedOf, listEndedOf } from '../../db/requests.ts';
import { personOf } from '../../domain/milestone.ts';
import { mailboxOf } from '../../domain/people/humans.ts';
import { deadlineOf } from '../../domain/requests/deadlineOf.ts';
import { linksBy, requestToken } from '../../mail/requestToken.ts';
import type { OpenSession } from '../../api/http/sessions.ts';
import { isOf, openedOf, recordOf, type OpenedRequest } from '../resolveLink.ts';
import type { Here } from './here.ts';

/** More than anybody decides on in a day, and what they decided lately. */
const lookedThrough = 200;
/** Of milestones that are over. */
const endedAtOnce = 50;

export interface AskedRequest {
  opened: OpenedRequest;
  /** Where its page is. */
  href: string;
}

export interface AskedRequests {
  waiting: AskedRequest[];
  decided: AskedRequest[];
}

type Deps = Pick<ApiDependencies, 'db' | 'linkSecret'>;

export async function requestsOf(deps: Deps, here: Here): Promise<AskedRequests> {
  const all = await (here.by === 'session' ? ofSession(deps, here.open) : ofMailbox(deps, here.visit));
  return {
    waiting: all.filter(({ opened }) => opened.state === 'open').sort(sooner),
    decided: all.filter(({ opened }) => opened.state === 'decided'),
  };
}

/** What has no deadline comes last; of the same, what was asked first. */
function sooner(one: AskedRequest, other: AskedRequest): number {
  const key = ({ opened: { milestone, request } }: AskedRequest): string =>
    `${deadlineOf(milestone, request.kind) ?? '9'} ${request.createdAt} ${request.requestId}`;
  return key(one) < key(other) ? -1 : 1;
}

async function ofSession({ db: pool }: Deps, session: OpenSession): Promise<AskedRequest[]> {
  const { db, own } = await recordOf(pool, session);
  const found = [...(await listAskedOf(db, own, lookedThrough)), ...(await listEndedOf(db, own, endedAtOnce))];
  const all: AskedRequest[] = [];
  for (const request of found) {
    const opened = await openedOf(pool, db, request, false);
    if (!opened || !isOf(opened, session)) continue;
    const href = `/asked/${encodeURIComponent(request.requestId)}`;
    all.push({ opened: { ...opened, session, isWithoutLink: true }, href });
  }
  return all;
}

async function ofMailbox({ db: pool, linkSecret }: Deps, { address, mailbox }: MailboxLink): Promise<AskedRequest[]> {
  const found = await listMailedTo(asJob(pool, 'door'), [address, mailbox], lookedThrough);
  const db = inScope(pool, [...new Set(found.map((each) => each.engagementId))]);
  const all: AskedRequest[] = [];
  for (const { requestId } of found) {
    const request = await findRequest(db, requestId);
    const opened = request && (await openedOf(pool, db, request, false));
    if (!opened || (opened.state !== 'open' && opened.state !== 'decided')) continue;
    if (mailboxOf(personOf(opened.milestone, opened.request.personId)?.email ?? '') !== mailbox) continue;
    const link = await linkThatOpens(db, requestId, linksBy(linkSecret, requestId));
    if (link) all.push({ opened, href: `/r/${requestToken(linkSecret, link)}` });
  }
  return all;
}
