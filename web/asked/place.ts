// Where a request stands among those that wait for who is here, so that they decide on one after the other.
import type { Request } from 'express';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { findOpening, noteOpening } from '../../db/requestOpenings.ts';
import { planVersion } from '../../domain/amendments/planSeen.ts';
import { languageOf } from '../../domain/people/languages.ts';
import { canonicalSha256 } from '../../domain/records/canonical.ts';
import { statementFor } from '../../domain/terms/signOffStatement.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { OpenedRequest } from '../resolveLink.ts';
import { whoIsHere, type Here } from './here.ts';
import { requestsOf, type AskedRequest } from './requestsOf.ts';

/** Of everything on its page that a decision rests on: package, plan, exceptions, statement. */
export function shownOf({ milestone, request }: OpenedRequest): string {
  const { signOffStatement } = milestone.engagement.contract;
  return canonicalSha256({
    package: request.packageDigest ?? '',
    plan: planVersion(milestone),
    exceptions: milestone.exceptions,
    statement: statementFor(signOffStatement, languageOf(milestone, request.personId)),
  });
}

export const hasOpened = async ({ openedBy }: Here, opened: OpenedRequest): Promise<boolean> =>
  (await findOpening(opened.db, opened.request.requestId, openedBy)) === shownOf(opened);

/** To whoever is here, of a request of theirs; whose link was opened by anybody else has no place. */
export async function placeOf(deps: ApiDependencies, request: Request, opened: OpenedRequest, words: Words) {
  const found = await amongOwn(deps, request, opened);
  if (!found) return undefined;
  const { waiting, index, here } = found;
  if (opened.state === 'open' && request.method === 'GET')
    await noteOpening(opened.db, {
      requestId: opened.request.requestId,
      openedBy: here.openedBy,
      shown: shownOf(opened),
    });
  if (waiting.length < 2) return undefined;
  const next = waiting[(index + 1) % waiting.length];
  return { says: words.say('asked.place', { nth: String(index + 1), of: String(waiting.length) }), next: next?.href };
}

/** After a decision: what waits next, and how many there are. */
export async function nextAfter(deps: ApiDependencies, request: Request, { request: { requestId } }: OpenedRequest) {
  const here = await whoIsHere(deps, request);
  if (!here) return undefined;
  const { waiting, decided } = await requestsOf(deps, here);
  const isOwn = [...waiting, ...decided].some((each) => each.opened.request.requestId === requestId);
  const left = waiting.filter((each) => each.opened.request.requestId !== requestId);
  const [next] = left;
  return isOwn && next ? { href: next.href, title: next.opened.milestone.plan.title, left: left.length } : undefined;
}

async function amongOwn(
  deps: ApiDependencies,
  request: Request,
  opened: OpenedRequest,
): Promise<{ here: Here; waiting: AskedRequest[]; index: number } | undefined> {
  const here = await whoIsHere(deps, request);
  if (!here) return undefined;
  const { waiting } = await requestsOf(deps, here);
  const index = waiting.findIndex((each) => each.opened.request.requestId === opened.request.requestId);
  return index < 0 ? undefined : { here, waiting, index };
}
