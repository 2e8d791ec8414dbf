// Who decides instead of who is here, and on which days: named and ended on one page, for every milestone on which they are asked.
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { recordPageRead } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { isOver, personOf } from '../../domain/milestone.ts';
import { mailboxOf } from '../../domain/people/humans.ts';
import { eligibleDeputies, standingDeputies } from '../../domain/people/deputies.ts';
import type { Deputyship } from '../../domain/people/deputyship.ts';
import { canonicalSha256 } from '../../domain/records/canonical.ts';
import { dutyOf } from '../../domain/requests/requestKinds.ts';
import { deputyDays } from '../../mail/deputyContent.ts';
import type { Words } from '../../mail/messages/words.ts';
import { wordsAsked } from '../pageWords.ts';
import { formOf, type DecisionForm } from '../postedForm.ts';
import { renderPage } from '../renderPage.ts';
import type { OpenedRequest } from '../resolveLink.ts';
import { actOnSeveral, type Answer } from './actOnSeveral.ts';
import { assertOwnForm, type Here } from './here.ts';
import { requestsOf, type AskedRequest } from './requestsOf.ts';

/** One for each milestone on which they validate, review or sign, as long as it goes on. */
async function dutiesOf(deps: ApiDependencies, here: Here): Promise<AskedRequest[]> {
  const { waiting, decided } = await requestsOf(deps, here);
  const found = new Map<string, AskedRequest>();
  for (const asked of [...waiting, ...decided]) {
    const { milestone, request } = asked.opened;
    if (dutyOf(request.kind) === undefined || isOver(milestone)) continue;
    if (!found.has(milestone.milestoneId)) found.set(milestone.milestoneId, asked);
  }
  return [...found.values()];
}

/** The same human in whatever engagement, without their address. */
const keyOf = ({ milestone }: OpenedRequest, personId: string): string => {
  const { email = '', name = '' } = personOf(milestone, personId) ?? {};
  return canonicalSha256(mailboxOf(email) ?? name).slice(0, 16);
};

/** Named for the same days on several milestones, it is one to who is away. */
const groupOf = (opened: OpenedRequest, { deputyId, from = '', until = '' }: Deputyship): string =>
  `${keyOf(opened, deputyId)}.${from}.${until}`;

const ownDeputies = ({ milestone, request }: OpenedRequest): Deputyship[] =>
  standingDeputies(milestone, new Date().toISOString()).filter((each) => each.personId === request.personId);

export async function showAway(
  deps: ApiDependencies,
  request: Request,
  response: Response,
  here: Here,
  answered: { entered?: DecisionForm; answers?: Map<string, Answer>; error?: string } = {},
): Promise<void> {
  const words = wordsAsked(request);
  if (here.by === 'session' && request.method === 'GET') recordPageRead(deps.auditWriter, request, here.openedBy);
  const duties = await dutiesOf(deps, here);
  const { entered = {}, answers = new Map<string, Answer>(), error } = answered;
  const told = duties.map((asked) => toldOf(asked, answers.get(asked.opened.request.requestId)));
  const page = {
    title: words.say('asked.away.title'),
    ...{ entered, error, milestones: duties.map(({ opened }) => opened.milestone.plan.title) },
    formId: answers.size > 0 ? (entered.formId ?? randomUUID()) : randomUUID(),
    formToken: here.by === 'session' ? here.open.formToken : undefined,
    deputies: deputiesOf(duties),
    standing: standingOf(duties, words),
    taken: told.filter((each) => each.receipt),
    refused: told.filter((each) => each.refusal),
    codes: told.filter((each) => each.isCodeSent),
    name: duties.map(({ opened }) => personOf(opened.milestone, opened.request.personId)?.name)[0],
    ...(here.by === 'session' ? { isAccount: true } : { visitor: here.visit.address }),
  };
  response.type('html').send(renderPage(words, 'askedAway', page));
}

const toldOf = ({ opened: { milestone, request } }: AskedRequest, answer: Answer | undefined) => ({
  ...{ requestId: request.requestId, milestone: milestone.plan.title },
  receipt: answer?.status === 'taken' ? answer.receipt : undefined,
  refusal: answer?.status === 'refused' ? answer.detail : undefined,
  isCodeSent: answer?.status === 'codeSent',
});

/** Whom they could name on one milestone at least. */
function deputiesOf(duties: readonly AskedRequest[]) {
  const found = new Map<string, { key: string; name: string; capacity: string; count: number }>();
  for (const { opened } of duties)
    for (const personId of eligibleDeputies(opened.milestone, opened.request.personId)) {
      const { name = '', capacity = '' } = personOf(opened.milestone, personId) ?? {};
      const key = keyOf(opened, personId);
      found.set(key, { key, name, capacity, count: (found.get(key)?.count ?? 0) + 1 });
    }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function standingOf(duties: readonly AskedRequest[], words: Words) {
  const found = new Map<string, { group: string; deputy: string; days: string; milestones: string[] }>();
  for (const { opened } of duties)
    for (const each of ownDeputies(opened)) {
      const group = groupOf(opened, each);
      const deputy = personOf(opened.milestone, each.deputyId)?.name ?? each.deputyId;
      const { milestones } = found.get(group) ?? { milestones: [] };
      const all = [...milestones, opened.milestone.plan.title];
      found.set(group, { group, deputy, days: deputyDays(each, words), milestones: all });
    }
  return [...found.values()].map((each) => ({ ...each, on: words.list(each.milestones) }));
}

export async function setAway(deps: ApiDependencies, request: Request, response: Response, here: Here): Promise<void> {
  assertOwnForm(deps, request, here);
  const entered = formOf(request.body);
  const words = wordsAsked(request);
  const acts = (await dutiesOf(deps, here)).flatMap((asked) => actsOn(asked, entered));
  if (acts.length === 0) {
    response.status(422);
    const error = words.say(entered.decision === 'endDeputy' ? 'asked.away.chooseOne' : 'asked.away.chooseDeputy');
    return showAway(deps, request, response, here, { entered, error });
  }
  const answers = await actOnSeveral(deps, request, acts);
  response.status([...answers.values()].some((each) => each.status === 'refused') ? 422 : 200);
  return showAway(deps, request, response, here, { entered, answers });
}

/** The form that the page of the request takes for the same. */
function actsOn(asked: AskedRequest, entered: DecisionForm): { asked: AskedRequest; form: () => DecisionForm }[] {
  const { opened } = asked;
  const { decision, formId, typedName, insteadReason, from, until, deputy, group } = entered;
  const common = { formId, typedName, insteadReason, code: entered[`code-${opened.request.requestId}`] };
  if (decision === 'endDeputy')
    return ownDeputies(opened)
      .filter((each) => groupOf(opened, each) === group)
      .map(({ deputyshipId }) => ({ asked, form: () => ({ ...common, decision, deputyshipId }) }));
  const { milestone, request } = opened;
  const deputyId = eligibleDeputies(milestone, request.personId).find((each) => keyOf(opened, each) === deputy);
  if (deputyId === undefined) return [];
  return [{ asked, form: () => ({ ...common, decision: 'nameDeputy', deputyId, from, until }) }];
}
