// The records officer's pages: what is due for disposal, what holds it, how an engagement ended, who was erased; over the API's own operations.
import { getEngagement, getMilestoneOrTombstone } from '../../api/http/lookUps.ts';
import { listEngagements } from '../../db/engagements.ts';
import { inScope } from '../../db/inScope.ts';
import { listMilestones } from '../../db/milestones.ts';
import { findEngagementEnd } from '../../db/retention.ts';
import type { LegalHold } from '../../domain/records/retention.ts';
import { scopeWith } from '../../domain/access/holders.ts';
import { saidIn, type Words } from '../../mail/messages/words.ts';
import { milestoneHref, milestonePath } from './actPages.ts';
import { ask, mayHere } from './ask.ts';
import { engagementHref, engagementPath } from './engagementHref.ts';
import { peopleOf } from './engagementPages.ts';
import type { FormField } from './forms/model.ts';
import { operationPages, type OperationPage, type Setting } from './forms/operationPage.ts';
import { listPage, type ListSection } from './lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';

const home = '/desk/records';
const engagementRecords = `${engagementPath}/records`;
const milestoneRecords = `${milestonePath}/records`;
const offered = 200;

export const recordsHref = (milestoneId: string): string => `${milestoneHref(milestoneId)}/records`;
const engagementRecordsHref = (engagementId: string): string => `${engagementHref(engagementId)}/records`;

const reason: FormField = { name: 'reason', kind: 'text', label: 'form.reason' };
/** Signed in, it is their own name. */
const responsible = (path: string): FormField[] => [
  { name: `${path}.name`, kind: 'line', label: 'records.yourName', isShort: true },
  { name: `${path}.capacity`, kind: 'line', label: 'form.person.capacity', isShort: true },
];

async function onEngagement(
  { db }: PageDependencies,
  { params }: PageCall,
): Promise<Pick<Setting, 'crumb' | 'crumbAt'>> {
  const { engagementId, name } = await getEngagement(db, params.engagementId ?? '');
  return { crumb: name, crumbAt: engagementRecordsHref(engagementId) };
}
async function onMilestone(
  { db }: PageDependencies,
  { params }: PageCall,
): Promise<Pick<Setting, 'crumb' | 'crumbAt'>> {
  const { milestoneId, plan } = await getMilestoneOrTombstone(db, params.milestoneId ?? '');
  return { crumb: plan.title, crumbAt: recordsHref(milestoneId) };
}

const setting =
  (where: typeof onEngagement, fields: readonly FormField[], by?: string): OperationPage['setting'] =>
  async (deps, call) => ({
    ...(await where(deps, call)),
    parts: [{ id: 'act', legend: 'records.details', fields: [...fields, ...(by ? responsible(by) : [])] }],
    first: by ? { [`${by}.name`]: call.open.session.name } : {},
  });

const holdFields: FormField[] = [
  { name: 'holder', kind: 'line', label: 'records.holder', hint: 'records.holderHint' },
  reason,
];
const page = { right: 'keepRecords' } as const;

const forms: readonly OperationPage[] = [
  {
    ...{ ...page, path: `${engagementRecords}/end`, operation: 'endEngagement', audited: 'engagement' },
    ...{ title: 'records.end', says: 'records.endSays', act: 'records.end' },
    setting: setting(onEngagement, [{ name: 'endedOn', kind: 'date', label: 'records.endedOn' }, reason], 'recordedBy'),
  },
  ...(
    [
      ['engagement', engagementRecords, 'Engagement', onEngagement],
      ['milestone', milestoneRecords, 'Milestone', onMilestone],
    ] as const
  ).flatMap(([audited, at, of, where]): OperationPage[] => [
    {
      ...{ ...page, path: `${at}/new-hold`, operation: `place${of}Hold`, audited },
      ...{ title: 'records.hold', says: 'records.holdSays', act: 'records.hold' },
      setting: setting(where, holdFields, 'placedBy'),
    },
    {
      ...{ ...page, path: `${at}/holds/{holdId}/release`, operation: `release${of}Hold`, audited },
      ...{ title: 'records.release', says: 'records.releaseSays', act: 'records.release' },
      setting: setting(where, [reason], 'releasedBy'),
    },
  ]),
  {
    ...{ ...page, path: `${milestoneRecords}/dispose`, operation: 'disposeOfRecord', audited: 'milestone' },
    ...{ title: 'records.dispose', says: 'records.disposeSays', act: 'records.disposeNow' },
    setting: setting(onMilestone, [reason], 'authorisedBy'),
    after: () => `${home}?done=disposed`,
  },
  {
    ...{ ...page, path: `${milestoneRecords}/erase`, operation: 'erasePerson', audited: 'milestone' },
    ...{ title: 'records.erase', says: 'records.eraseSays', act: 'records.eraseNow' },
    async setting(deps, call) {
      const where = await onMilestone(deps, call);
      const { engagementId } = await getMilestoneOrTombstone(deps.db, call.params.milestoneId ?? '');
      const person: FormField = {
        ...{ name: 'personId', kind: 'choice', label: 'records.person', mustChoose: true },
        options: await peopleOf(deps.db, engagementId),
      };
      const on: FormField = { name: 'requestedOn', kind: 'date', label: 'records.requestedOn' };
      return { ...where, parts: [{ id: 'act', legend: 'records.details', fields: [person, on, reason] }] };
    },
  },
];

export const recordsPages: readonly PageRoute[] = [
  {
    ...{
      method: 'get',
      path: home,
      name: 'records',
      right: 'readRetention',
      audited: { as: 'recordRead', on: 'service' },
    },
    handle: (deps, call) => homePage(deps, call),
  },
  {
    ...{ method: 'get', path: engagementRecords, name: 'engagementRecords', right: 'readRetention' },
    audited: { as: 'recordRead', on: 'engagement' },
    handle: (deps, call) => ofEngagement(deps, call),
  },
  {
    ...{ method: 'get', path: milestoneRecords, name: 'milestoneRecords', right: 'readRetention' },
    audited: { as: 'recordRead', on: 'milestone' },
    handle: (deps, call) => ofMilestone(deps, call),
  },
  ...operationPages(forms),
];

interface Items<T> {
  items: T[];
}
interface Due {
  milestoneId: string;
  title: string;
  engagementId: string;
  keptUntil: string;
  isHeld: boolean;
}

async function homePage(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { words, access, query } = call;
  const { say } = words;
  const due = await ask<Items<Due>>(deps, call, 'listDueRecords', { query: { limit: '200' } });
  const scope = scopeWith(access.holder, 'readRetention');
  const engagements = await listEngagements(inScope(deps.pool, scope), scope, { limit: offered });
  return listPage({
    title: say('desk.nav.records'),
    done: query.done === 'disposed' ? say('records.disposed') : undefined,
    sections: [
      {
        ...{ id: 'due', heading: say('records.due'), none: say('records.noneDue') },
        rows: (due?.items ?? []).map((each) => ({
          ...{ title: each.title, href: recordsHref(each.milestoneId) },
          ...(each.isHeld ? { chip: say('records.held'), tone: 'notMet' as const } : {}),
          facts: [say('records.keptUntil', { date: words.date(each.keptUntil) })],
        })),
      },
      {
        ...{ id: 'engagements', heading: say('records.engagements'), none: say('records.noEngagements') },
        rows: engagements.items.map(({ engagementId, name }) => ({
          ...{ title: name, href: engagementRecordsHref(engagementId), facts: [engagementId] },
        })),
      },
    ],
  });
}

function holdsSection(holds: readonly LegalHold[], at: string, call: PageCall): ListSection {
  const { words } = call;
  const { say } = words;
  const mayKeep = mayHere(call, 'keepRecords');
  return {
    ...{ id: 'holds', heading: say('records.holds'), none: say('records.noHolds') },
    add: mayKeep ? { href: `${at}/new-hold`, label: say('records.hold') } : undefined,
    rows: holds.map(({ holdId, holder, reason: why, placedBy, placedAt, release }) => ({
      title: holder,
      ...(release
        ? { chip: say('records.released'), tone: 'met' as const }
        : { chip: say('records.standing'), tone: 'notMet' as const }),
      facts: [
        why,
        say('records.placed', { name: placedBy.name, date: words.dateIn(placedAt, 'UTC') }),
        release && say('records.releasedBy', { name: release.releasedBy.name, reason: release.reason }),
      ],
      acts:
        mayKeep && !release
          ? [{ href: `${at}/holds/${encodeURIComponent(holdId)}/release`, label: say('records.release') }]
          : [],
    })),
  };
}

const doneWords = (done: string | undefined, { say }: Words): string | undefined =>
  done ? say('records.done') : undefined;

async function ofEngagement(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { words, params, query } = call;
  const { say } = words;
  const { engagementId, name } = await getEngagement(deps.db, params.engagementId ?? '');
  const [holds, ended, milestones] = await Promise.all([
    ask<Items<LegalHold>>(deps, call, 'listEngagementHolds'),
    findEngagementEnd(deps.db, engagementId),
    listMilestones(deps.db, { scope: [engagementId], page: { limit: offered }, engagementId }),
  ]);
  const at = engagementRecordsHref(engagementId);
  return listPage({
    title: name,
    says: ended ? say('records.endedSays', { date: words.date(ended) }) : say('records.notEnded'),
    crumb: { href: home, label: say('desk.nav.records') },
    done: doneWords(query.done, words),
    sections: [
      {
        ...{ id: 'milestones', heading: say('engagement.milestones'), none: say('engagement.noMilestones') },
        add: mayHere(call, 'keepRecords') ? { href: `${at}/end`, label: say('records.end') } : undefined,
        rows: milestones.items.map(({ milestoneId, title, phase }) => ({
          ...{ title, href: recordsHref(milestoneId), chip: phaseWord(words, phase), facts: [] },
        })),
      },
      holdsSection(holds?.items ?? [], at, call),
    ],
  });
}

interface Retention {
  keptUntil?: string;
  isDisposable: boolean;
  obstacles: { detail: string }[];
  holds: LegalHold[];
}

async function ofMilestone(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { words, params, query } = call;
  const { say } = words;
  const row = await getMilestoneOrTombstone(deps.db, params.milestoneId ?? '');
  const crumb = { href: engagementRecordsHref(row.engagementId), label: say('records.ofEngagement') };
  if (row.disposedAt !== undefined)
    return listPage({
      title: row.plan.title,
      crumb,
      says: say('records.disposedSays', { date: words.dateIn(row.disposedAt, 'UTC') }),
      sections: [],
    });
  const retention = await ask<Retention>(deps, call, 'getRetention');
  const at = recordsHref(row.milestoneId);
  const mayKeep = mayHere(call, 'keepRecords');
  const until = retention?.keptUntil;
  return listPage({
    ...{ title: row.plan.title, crumb, done: doneWords(query.done, words) },
    says: until ? say('records.keptUntil', { date: words.date(until) }) : say('records.runsNotYet'),
    sections: [
      {
        ...{ id: 'obstacles', heading: say('records.against'), none: say('records.nothingAgainst') },
        add: mayKeep && retention?.isDisposable ? { href: `${at}/dispose`, label: say('records.dispose') } : undefined,
        rows: (retention?.obstacles ?? []).map(({ detail }) => ({ title: saidIn(words, detail), facts: [] })),
      },
      holdsSection(retention?.holds ?? [], at, call),
      ...(mayKeep
        ? [
            {
              id: 'erasure',
              heading: say('records.erasure'),
              none: say('records.eraseSays'),
              rows: [],
              add: { href: `${at}/erase`, label: say('records.erase') },
            },
          ]
        : []),
    ],
  });
}
