// The desk of who is signed in: what needs them, whom they wait for and what is stuck, each with what can be done about it. Decides nothing.
import { readWork, type NamedStuckRow, type Work } from '../../api/http/work.ts';
import { obstacleSentence } from '../../domain/records/obstacles.ts';
import { mayAnywhere } from '../../domain/access/holders.ts';
import { inNamesOf } from '../../domain/people/inNames.ts';
import type { DeskAct, Reached } from '../../domain/work/desk.ts';
import { deskAnchor } from '../../mail/deskAddress.ts';
import { saidIn, type Words } from '../../mail/messages/words.ts';
import { draftsView } from './drafts.ts';
import { dueWords, shortDate } from './dueWords.ts';
import type { Access } from '../../api/http/holders.ts';
import { renderPart } from '../renderPage.ts';
import { sendLive } from './live.ts';
import type { PageCall, PageRoute } from './pageRoute.ts';
import { engagementHref } from './engagementHref.ts';
import { phaseWord } from './phaseWords.ts';

/** More than anybody works through in a day; what is due later comes up once those are done. */
const shownAtOnce = 100;

export const workPages: readonly PageRoute[] = [
  {
    method: 'get',
    path: '/desk',
    name: 'myDesk',
    right: 'none',
    audited: { as: 'recordRead', on: 'service' },
    async handle(deps, call) {
      const { access, words, now } = call;
      const [work, drafts] = await Promise.all([readWork(deps.pool, access, now), draftsView(deps, call)]);
      const mayHaveChat = mayAnywhere(access.holder, 'runMilestones');
      const lists = workView(work, { words, now, mayRegister: mayRegister(access) });
      const values = { title: words.say('desk.work.title'), ...lists, drafts, mayHaveChat };
      return { page: 'deskWork', values };
    },
  },
  {
    method: 'get',
    path: '/desk/live',
    name: 'myDeskLive',
    right: 'none',
    audited: { as: 'recordRead', on: 'service' },
    async handle({ pool, signIn, stopping }, { open: { session }, words, request, response }) {
      if (!signIn) return undefined;
      const show = async (access: Access): Promise<string> => {
        const now = new Date().toISOString();
        const work = await readWork(pool, access, now);
        return renderPart(words, 'deskWorkLists', workView(work, { words, now, mayRegister: mayRegister(access) }));
      };
      await sendLive({ ...{ pool, stopping, request, response, session, show }, limits: signIn.limits });
      return undefined;
    },
  },
];

type Context = Pick<PageCall, 'words' | 'now'>;
type Row = Work['needsYou'][number];

const mayRegister = ({ holder }: Access): boolean => mayAnywhere(holder, 'registerEngagements');

function workView(work: Work, context: Context & { mayRegister: boolean }) {
  const { words, now } = context;
  const { say } = words;
  const anchor = anchors();
  return {
    needsYou: sectionOf(work.needsYou, (row) => ({ ...rowView(row, context, true), ...anchor(row) }), words),
    waiting: sectionOf(work.waitingFor, (row) => ({ ...rowView(row, context, false), ...anchor(row) }), words),
    stuck: sectionOf(work.stuck, (row) => ({ ...stuckView(row, context), ...anchor(row) }), words),
    isNothing: work.needsYou.length + work.waitingFor.length + work.stuck.length === 0,
    isUnnamed: work.managed.length === 0,
    mayRegister: context.mayRegister,
    isCut: !work.isWhole,
    startFirst: work.managed
      .filter((each) => each.isEmpty)
      .map(({ engagementId, name }) => ({
        words: say('desk.work.startFirst', { engagement: name }),
        at: `${engagementHref(engagementId)}/new-milestone`,
      })),
    asOf: say('desk.work.asOf', { time: words.utc(now) }),
  };
}

/** The first row of each milestone is where mails about it lead. */
function anchors(): (row: { milestoneId: string }) => { anchor?: string } {
  const given = new Set<string>();
  return ({ milestoneId }) => {
    if (given.has(milestoneId)) return {};
    given.add(milestoneId);
    return { anchor: deskAnchor(milestoneId) };
  };
}

function sectionOf<T, V>(rows: readonly T[], viewOf: (row: T) => V, { say }: Words) {
  const later = rows.length - shownAtOnce;
  return {
    count: rows.length,
    rows: rows.slice(0, shownAtOnce).map(viewOf),
    ...(later > 0 ? { more: say('desk.work.more', { count: later }) } : {}),
  };
}

export const milestonePage = (milestoneId: string): string => `/desk/milestones/${encodeURIComponent(milestoneId)}`;

function rowView(row: Row, { words, now }: Context, isYours: boolean) {
  const { milestoneId, title, engagement, timeZone, phase, reached, since } = row;
  const name = row.name ?? row.personId;
  const at = milestonePage(milestoneId);
  return {
    ...{ title, engagement, at },
    key: `${milestoneId}-${row.act}-${row.personId}-${row.about ?? ''}`,
    what: actWords(words, { ...row, name }),
    who: isYours ? undefined : name,
    phase: phaseWord(words, phase),
    due: dueWords(words, row.due, timeZone, now),
    since: words.say('desk.work.since', { date: shortDate(words, since, timeZone) }),
    reached: reached && reachedView(words, reached, timeZone),
    ...(isYours ? { todo: toDo(row, at, words) } : { acts: actsOn(row, at, words) }),
  };
}

/** Where what needs somebody is done: on the page of their request, or at its place on the milestone's. */
function toDo({ act, about = '', reached, personId }: Row, at: string, { say }: Words) {
  if (act === 'reachPerson')
    return { href: `${at}/acts/correctPerson?${query({ ofPersonId: personId })}`, label: say('desk.work.correct') };
  if (act === 'replaceLeaver')
    return { href: `${at}/acts/reassign?${query({ fromPersonId: about })}`, label: say('desk.work.reassign') };
  if (act === 'answerQuestion') return { href: resumeAt(at, about), label: say('desk.work.answer') };
  if (act === 'answerComments') return { href: `${at}#comments`, label: say('desk.work.answer') };
  if (act === 'recordOutcome')
    return { href: `${at}/acts/recordFacilitationOutcome`, label: say('desk.milestone.settleNow') };
  if (act === 'recordMeetingNotes')
    return { href: `${at}/acts/recordMeetingNotes`, label: say('desk.work.recordNotes') };
  if (act === 'submitPackage' || act === 'submitRework')
    return { href: `${at}/package`, label: say('desk.work.upload') };
  return reached
    ? { href: `/asked/${encodeURIComponent(reached.requestId)}`, label: say('desk.work.decide') }
    : { href: at, label: say('desk.work.open') };
}

const resumeAt = (at: string, stopId: string): string => `${at}/acts/resumeClock?${query({ stopId })}`;

/** Duties can be given to somebody else, who is then asked anew; the same person too. */
function actsOn({ act, personId }: Row, at: string, { say }: Words) {
  if (act !== 'validate' && act !== 'review' && act !== 'sign') return [{ href: at, label: say('desk.work.open') }];
  const reassign = `${at}/acts/reassign`;
  return [
    {
      href: `${reassign}?${query({ fromPersonId: personId, toPersonId: personId })}`,
      label: say('desk.work.sendAgain'),
    },
    { href: `${reassign}?${query({ fromPersonId: personId })}`, label: say('desk.work.reassign') },
    { href: `${at}/acts/extendDeadline`, label: say('desk.work.extend') },
  ];
}

const query = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

const reachedView = (words: Words, { status, at, lastError }: Reached, timeZone: string) => {
  const { say } = words;
  const date = at === undefined ? '' : shortDate(words, at, timeZone);
  const reachedWords = {
    queued: () => say('desk.reached.queued'),
    sent: () => say('desk.reached.sent', { date }),
    bounced: () => say('desk.reached.bounced', { date }),
    opened: () => say('desk.reached.opened', { date }),
  }[status]();
  return {
    status,
    words: reachedWords,
    ...(lastError === undefined ? {} : { told: say('desk.reached.told', { words: lastError }) }),
  };
};

interface Named {
  act: DeskAct;
  name: string;
  count?: number;
  about?: string;
  /** Of who has left, or asked. */
  aboutName?: string;
}

export function actWords({ say }: Words, { act, name, count = 0, about = '', aboutName = about }: Named): string {
  switch (act) {
    case 'answerComments':
      return say('desk.act.answerComments', { count });
    case 'closeException':
      return say('desk.act.closeException', { about });
    case 'verifyException':
      return say('desk.act.verifyException', { about });
    case 'replaceLeaver':
      return say('desk.act.replaceLeaver', { name: aboutName });
    case 'answerQuestion':
      return say('desk.act.answerQuestion', { name: aboutName });
    case 'reachPerson':
      return say('desk.act.reachPerson', { name });
    default:
      return say(`desk.act.${act}`);
  }
}

function stuckView(row: NamedStuckRow, { words }: Context) {
  const { milestoneId, title, engagement, obstacle, item, since, timeZone } = row;
  const at = milestonePage(milestoneId);
  return {
    ...{ title, engagement, at },
    key: `${milestoneId}-${item?.act ?? obstacle?.kind ?? 'start'}-${item?.about ?? obstacle?.subject ?? ''}`,
    why: whyStuck(row, words),
    since: words.say('desk.work.since', { date: shortDate(words, since, timeZone) }),
    todo: remedyOf(row, at, words),
  };
}

function whyStuck({ obstacle, item, names }: NamedStuckRow, words: Words): string {
  const people = [...names].map(([personId, name]) => ({ personId, name }));
  if (item?.act === 'makeSignable') return inNamesOf(people, saidIn(words, item.reason ?? ''));
  if (item) return words.say('desk.work.stopped', { awaits: item.awaits ?? 'client', reason: item.reason ?? '' });
  return obstacle ? saidIn(words, obstacleSentence(obstacle)) : words.say('desk.work.notStarted');
}

function remedyOf({ item, isYours }: NamedStuckRow, at: string, { say }: Words) {
  if (!item || !isYours) return undefined;
  return item.act === 'resumeClock'
    ? { href: resumeAt(at, item.about ?? ''), label: say('act.resumeClock') }
    : { href: at, label: say('desk.work.open') };
}
