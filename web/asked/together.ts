// Several of one kind decided in one act: signatures or approvals, of requests that were each opened in this sitting and show the same still.
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { recordPageRead } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { planVersion } from '../../domain/amendments/planSeen.ts';
import { personOf } from '../../domain/milestone.ts';
import { languageOf } from '../../domain/people/languages.ts';
import { wantsCode, wantsPasskey } from '../../domain/terms/channels.ts';
import { statementFor } from '../../domain/terms/signOffStatement.ts';
import type { Words } from '../../mail/messages/words.ts';
import { isBySession, isTakenBySession } from '../linkActor.ts';
import { wordsAsked } from '../pageWords.ts';
import { formOf, type DecisionForm } from '../postedForm.ts';
import { PageRefusal } from '../problemWords.ts';
import { renderPage } from '../renderPage.ts';
import { requestView } from '../requestView.ts';
import type { OpenedRequest } from '../resolveLink.ts';
import { actOnSeveral, type Answer } from './actOnSeveral.ts';
import { assertOwnForm, type Here } from './here.ts';
import { hasOpened, shownOf } from './place.ts';
import { requestsOf, type AskedRequest } from './requestsOf.ts';

export const kindsTogether = ['signature', 'review'] as const;
export type KindTogether = (typeof kindsTogether)[number];

export const isTogether = (kind: string): kind is KindTogether => kindsTogether.some((each) => each === kind);

const ofKind = (all: readonly AskedRequest[], kind: KindTogether): AskedRequest[] =>
  all.filter(({ opened }) => opened.request.kind === kind);

/** Links to the pages of kinds of which several wait. */
export const severalOf = (waiting: readonly AskedRequest[], { say }: Words) =>
  kindsTogether
    .map((kind) => ({ kind, count: ofKind(waiting, kind).length }))
    .filter(({ count }) => count > 1)
    .map(({ kind, count }) => ({
      href: `/asked/together/${kind}`,
      label: say(`asked.together.${kind}`, { count: String(count) }),
    }));

export async function showTogether(
  deps: ApiDependencies,
  request: Request,
  response: Response,
  { here, kind }: { here: Here; kind: KindTogether },
  answered: { entered?: DecisionForm; answers?: Map<string, Answer>; error?: string } = {},
): Promise<void> {
  const words = wordsAsked(request);
  if (here.by === 'session' && request.method === 'GET') recordPageRead(deps.auditWriter, request, here.openedBy);
  const { waiting } = await requestsOf(deps, here);
  const { entered = {}, answers = new Map<string, Answer>(), error } = answered;
  const chosen = (entered.requestIds ?? '').split(' ');
  const rows = [];
  for (const asked of ofKind(waiting, kind)) {
    const { requestId } = asked.opened.request;
    if (answers.get(requestId)?.status === 'taken') continue;
    rows.push(
      await rowOf(here, kind, asked, words, { answer: answers.get(requestId), isChosen: chosen.includes(requestId) }),
    );
  }
  const page = {
    ...{ title: words.say(`asked.together.title.${kind}`), is: { [kind]: true }, kind, rows, entered, error },
    formId: entered.formId ?? randomUUID(),
    formToken: here.by === 'session' ? here.open.formToken : undefined,
    isAny: rows.some((each) => each.whyNot === undefined),
    taken: takenOf(await decidedTitles(deps, here, answers), answers),
    isCodeSent: [...answers.values()].some((each) => each.status === 'codeSent'),
    ...(here.by === 'session' ? { isAccount: true } : { visitor: here.visit.address }),
  };
  response.type('html').send(renderPage(words, 'askedTogether', page));
}

/** What was just decided is no longer among what waits. */
async function decidedTitles(deps: ApiDependencies, here: Here, answers: Map<string, Answer>) {
  if (answers.size === 0) return new Map<string, string>();
  const { waiting, decided } = await requestsOf(deps, here);
  return new Map([...waiting, ...decided].map(({ opened }) => [opened.request.requestId, opened.milestone.plan.title]));
}

const takenOf = (titles: Map<string, string>, answers: Map<string, Answer>) =>
  [...answers].flatMap(([requestId, answer]) =>
    answer.status === 'taken' ? [{ href: answer.receipt, milestone: titles.get(requestId) ?? requestId }] : [],
  );

async function rowOf(
  here: Here,
  kind: KindTogether,
  { opened, href }: AskedRequest,
  words: Words,
  { answer, isChosen }: { answer?: Answer | undefined; isChosen: boolean },
) {
  const { milestone, request } = opened;
  const { by, value, exceptions, person, engagement, statement } = requestView(opened);
  const whyNot = await whyNotTogether(here, kind, opened);
  return {
    ...{ requestId: request.requestId, href, milestone: milestone.plan.title, engagement },
    ...{ by, value, exceptions, person, statement, shown: shownOf(opened) },
    whyNot: whyNot && words.say(`asked.${whyNot}`),
    wantsCode: whyNot === undefined && isCodeWanted(kind, opened),
    isChosen: isChosen && whyNot === undefined,
    refusal: answer?.status === 'refused' ? answer.detail : undefined,
  };
}

const partyOf = ({ milestone, request }: OpenedRequest) => personOf(milestone, request.personId)?.party ?? 'client';

const isCodeWanted = (kind: KindTogether, opened: OpenedRequest): boolean =>
  !isBySession(opened, kind) && wantsCode(opened.milestone.engagement.contract, partyOf(opened), kind);

/** Why a request is decided on alone, if at all. */
async function whyNotTogether(here: Here, kind: KindTogether, opened: OpenedRequest) {
  const { contract } = opened.milestone.engagement;
  const isTaken = opened.session !== undefined && isTakenBySession(opened, kind);
  if (opened.isWithoutLink && !isTaken) return 'linkAlone' as const;
  if (!isTaken && wantsPasskey(contract, partyOf(opened), kind)) return 'passkeyAlone' as const;
  return (await hasOpened(here, opened)) ? undefined : ('notOpened' as const);
}

export async function decideTogether(
  deps: ApiDependencies,
  request: Request,
  response: Response,
  { here, kind }: { here: Here; kind: KindTogether },
): Promise<void> {
  assertOwnForm(deps, request, here);
  const entered = formOf(request.body);
  const chosen = (entered.requestIds ?? '').split(' ').filter(Boolean);
  const words = wordsAsked(request);
  if (chosen.length === 0) {
    response.status(422);
    return showTogether(deps, request, response, { here, kind }, { entered, error: words.say('asked.chooseSome') });
  }
  const { waiting, decided } = await requestsOf(deps, here);
  const own = ofKind([...waiting, ...decided], kind).filter(({ opened }) => chosen.includes(opened.request.requestId));
  const acts = own.map((asked) => ({ asked, form: () => formFor(here, kind, asked.opened, entered) }));
  const answers = await actOnSeveral(deps, request, acts);
  const isAllTaken = [...answers.values()].every((each) => each.status !== 'refused');
  response.status(isAllTaken ? 200 : 422);
  return showTogether(deps, request, response, { here, kind }, { entered, answers });
}

/** As the page of the one request would have sent it. Throws INVALID_MESSAGE where that page was not opened, or shows something else by now. */
async function formFor(here: Here, kind: KindTogether, opened: OpenedRequest, entered: DecisionForm) {
  const { milestone, request } = opened;
  const { requestId, personId } = request;
  const isSame = entered[`shown-${requestId}`] === shownOf(opened);
  const whyNot = opened.state === 'decided' ? undefined : await whyNotTogether(here, kind, opened);
  if (whyNot ?? (isSame ? undefined : 'notOpened'))
    throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say(`asked.${whyNot ?? 'notOpened'}`), {
      field: 'requestIds',
    });
  const { formId, typedName, agreesToStatement } = entered;
  const version = planVersion(milestone);
  const statement = statementFor(milestone.engagement.contract.signOffStatement, languageOf(milestone, personId));
  return {
    ...{ formId, typedName, code: entered[`code-${requestId}`] },
    ...(version > 1 ? { planVersion: String(version) } : {}),
    ...(kind === 'review'
      ? { decision: 'approve' }
      : {
          ...{ decision: 'sign', agreesToStatement },
          ...{ statementVersion: statement.version, statementLanguage: statement.language },
          exceptionIds: milestone.exceptions.map((each) => each.exceptionId).join(' '),
        }),
  } satisfies DecisionForm;
}
