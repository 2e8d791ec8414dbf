// Milestones over all engagements with filters that stand in the address, and the money in them. Decides nothing.
import { readMoney, readPortfolio, type MoneyShown, type PortfolioQuery } from '../../api/http/portfolio.ts';
import { moneyTable, portfolioTable, sendSheet, sheetFormats } from '../../api/http/sheets.ts';
import { portfolioFilters } from '../../api/http/portfolioFilters.ts';
import { listEngagements } from '../../db/engagements.ts';
import { asJob, inScope } from '../../db/inScope.ts';
import { listViews, removeView, saveView } from '../../db/savedViews.ts';
import { mayIn, scopeWith, type Holder } from '../../domain/access/holders.ts';
import { phases } from '../../domain/phases.ts';
import type { Phase } from '../../domain/milestone.ts';
import type { Sum } from '../../domain/work/money.ts';
import type { Words } from '../../mail/messages/words.ts';
import { milestoneHref } from './actPages.ts';
import { dueWords } from './dueWords.ts';
import { moneyHref } from './invoicePages.ts';
import { monthWord } from './monthWord.ts';
import type { PageCall, PageRoute, Shown } from './pageRoute.ts';
import { recordsHref } from './recordsPages.ts';
import { phaseWord } from './phaseWords.ts';

const shown = { method: 'get', audited: { as: 'recordRead', on: 'service' } } as const;

const shownAtOnce = 100;
const inFile = 5000;
/** A list to choose from that is longer is no help; whoever sees more engagements looks for a word. */
const engagementsOffered = 200;

export const portfolioPages: readonly PageRoute[] = [
  {
    ...{ ...shown, path: '/desk/portfolio', name: 'portfolio', right: 'listMilestones' },
    handle: (deps, call) => portfolioPage(deps, call, '/desk/portfolio'),
  },
  {
    ...{ ...shown, path: '/desk/search', name: 'search', right: 'listMilestones' },
    handle: (deps, call) => portfolioPage(deps, { ...call, query: { ...call.query, all: 'true' } }, '/desk/search'),
  },
  ...sheetFormats.flatMap((format): PageRoute[] => [
    {
      ...{ ...shown, path: `/desk/portfolio.${format}`, name: `portfolioFile.${format}`, right: 'listMilestones' },
      async handle({ pool }, { access, query, response, now }) {
        const { items } = await readPortfolio(pool, access, { ...askedIn(query), page: 1, limit: inFile }, now);
        return sendSheet(response, portfolioTable(items), format);
      },
    },
    {
      ...{ ...shown, path: `/desk/money.${format}`, name: `moneyFile.${format}`, right: 'readMoney' },
      async handle({ pool }, { access, query, response, now }) {
        return sendSheet(
          response,
          moneyTable(await readMoney(pool, access, query.engagementId || undefined, now)),
          format,
        );
      },
    },
  ]),
  {
    ...{ method: 'post', path: '/desk/views', name: 'keepView', right: 'listMilestones', asks: 'saveView' },
    audited: { as: 'administered', on: 'service' },
    async handle({ pool }, { access, form, now }) {
      const name = String(form.name ?? '')
        .trim()
        .slice(0, 80);
      const filters = String(new URLSearchParams(portfolioFilters(new URLSearchParams(String(form.filters ?? '')))));
      if (name) await saveView(asJob(pool, 'signIn'), access.keyId, { name, filters, savedAt: now });
      return { goTo: `/desk/portfolio?${filters}` };
    },
  },
  {
    ...{ method: 'post', path: '/desk/views/removal', name: 'letViewGo', right: 'listMilestones', asks: 'removeView' },
    audited: { as: 'administered', on: 'service' },
    async handle({ pool }, { access, form }) {
      await removeView(asJob(pool, 'signIn'), access.keyId, String(form.name ?? ''));
      return { goTo: '/desk/portfolio' };
    },
  },
  {
    ...{ ...shown, path: '/desk/money', name: 'money', right: 'readMoney' },
    async handle({ pool }, { access, words, query, now }) {
      const money = await readMoney(pool, access, query.engagementId || undefined, now);
      const mayOpen = (engagementId: string): boolean => mayIn(access.holder, 'readMilestones', engagementId);
      return {
        page: 'deskMoney',
        values: {
          title: words.say('desk.nav.money'),
          files: filesOf(
            'money',
            query.engagementId ? String(new URLSearchParams({ engagementId: query.engagementId })) : '',
          ),
          ...moneyView(money, words, mayOpen),
        },
      };
    },
  },
];

const filesOf = (name: string, asked: string) =>
  sheetFormats.map((format) => ({ name: format.toUpperCase(), at: `/desk/${name}.${format}${asked && `?${asked}`}` }));

type Query = Record<string, string>;

/** What an address made by hand says that is no phase or number filters nothing. */
function askedIn(query: Query): PortfolioQuery {
  const phase = phases.find((each) => each === query.phase);
  const page = Number(query.page);
  return {
    isAll: query.all === 'true',
    isOverdue: query.overdue === 'true',
    ...(query.engagementId ? { engagementId: query.engagementId } : {}),
    ...(phase ? { phase } : {}),
    ...(query.waitsFor ? { waitsFor: query.waitsFor } : {}),
    ...(query.q?.trim() ? { words: query.q.slice(0, 200) } : {}),
    page: Number.isInteger(page) && page > 0 && page <= 1000 ? page : 1,
    limit: shownAtOnce,
  };
}

async function portfolioPage(
  { pool }: Parameters<PageRoute['handle']>[0],
  call: PageCall,
  path: string,
): Promise<Shown> {
  const { access, words, query, now } = call;
  const { say } = words;
  const asked = askedIn(query);
  const scope = scopeWith(access.holder, 'listMilestones');
  const [found, engagements, views] = await Promise.all([
    readPortfolio(pool, access, asked, now),
    listEngagements(inScope(pool, scope), scope, { limit: engagementsOffered }),
    listViews(asJob(pool, 'signIn'), access.keyId),
  ]);
  const at = (changes: Query): string => `${path}?${String(new URLSearchParams({ ...filtersIn(query), ...changes }))}`;
  const { totals } = found;
  return {
    page: 'deskPortfolio',
    values: {
      title: path === '/desk/search' ? say('desk.search') : say('desk.nav.portfolio'),
      ...{ path, q: query.q, isAll: asked.isAll, isOverdue: asked.isOverdue, waitsFor: query.waitsFor },
      isSearch: path === '/desk/search',
      engagements: engagements.items.map(({ engagementId, name }) => ({
        ...{ engagementId, name, isChosen: engagementId === asked.engagementId },
      })),
      phases: phases.map((phase: Phase) => ({
        ...{ phase, label: phaseWord(words, phase), isChosen: phase === asked.phase },
      })),
      totals: say('desk.portfolio.totals', { count: totals.count }),
      late: totals.overdue > 0 ? say('desk.portfolio.late', { count: totals.overdue }) : undefined,
      lateAt: at({ overdue: 'true', page: '1' }),
      values: totals.values.map(({ amount, currency }) => words.money(amount, currency)),
      rows: found.items.map((item) => ({
        ...{ title: item.title, engagement: item.engagement, phase: phaseWord(words, item.phase) },
        at: placeOf(access.holder, item),
        waiting: words.list(item.waitingFor.map(({ name, personId }) => name ?? personId)),
        due: dueWords(words, item.deadline, item.timeZone, now),
        dueOn: item.dueOn && words.date(item.dueOn),
        value: item.value && words.money(item.value.amount, item.value.currency),
      })),
      views: views.map(({ name, filters }) => ({ name, at: `/desk/portfolio?${filters}` })),
      filters: String(new URLSearchParams(filtersIn(query))),
      files: filesOf('portfolio', String(new URLSearchParams(filtersIn(query)))),
      earlier: found.page > 1 ? at({ page: String(found.page - 1) }) : undefined,
      later: found.hasMore ? at({ page: String(found.page + 1) }) : undefined,
    },
  };
}

/** Where of a milestone somebody reads what is theirs: all of it, its money, or how long it is kept. */
function placeOf(holder: Holder, { milestoneId, engagementId }: { milestoneId: string; engagementId: string }) {
  if (mayIn(holder, 'readMilestones', engagementId)) return milestoneHref(milestoneId);
  if (mayIn(holder, 'readMoney', engagementId)) return moneyHref(milestoneId);
  return mayIn(holder, 'readRetention', engagementId) ? recordsHref(milestoneId) : undefined;
}

const filtersIn = (query: Query): Query => portfolioFilters(Object.entries(query));

const sumsIn = (words: Words, sums: readonly Sum[]): string[] =>
  sums.map(({ amount, currency }) => words.money(amount, currency));

function moneyView(money: MoneyShown, words: Words, mayOpen: (engagementId: string) => boolean) {
  const { say } = words;
  const row = (each: MoneyShown['ready'][number]) => ({
    ...{ title: each.title, engagement: each.engagement, certificate: each.certificateNumber },
    at: moneyHref(each.milestoneId),
    pdf: mayOpen(each.engagementId) ? `${milestoneHref(each.milestoneId)}/certificate.pdf` : undefined,
    amount: words.money(each.amount, each.currency),
    since: words.dateIn(each.releasedAt, 'UTC'),
    why: whyWithheld(each, words),
  });
  return {
    isCut: !money.isWhole,
    ready: { sums: sumsIn(words, money.totals.ready), rows: money.ready.map(row) },
    reserved: { sums: sumsIn(words, money.totals.reserved), rows: money.reserved.map(row) },
    withheld: { sums: sumsIn(words, money.totals.withheld), rows: money.withheld.map(row) },
    toCredit: { sums: sumsIn(words, money.totals.toCredit), rows: money.toCredit.map(row) },
    blocked: {
      sums: sumsIn(words, money.totals.blocked),
      rows: money.blocked.slice(0, shownAtOnce).map((each) => ({
        ...{ title: each.title, engagement: each.engagement, phase: phaseWord(words, each.phase) },
        at: mayOpen(each.engagementId) ? milestoneHref(each.milestoneId) : undefined,
        amount: words.money(each.amount, each.currency),
        waiting: words.list(each.waiting.map(({ name, personId }) => name ?? personId)),
        dueOn: each.dueOn && words.date(each.dueOn),
      })),
    },
    expected: money.expected.map(({ month, isLate, amount, currency }) => ({
      month: month === undefined ? say('desk.money.noMonth') : monthWord(words, month),
      ...{ isLate, amount: words.money(amount, currency) },
    })),
  };
}

function whyWithheld({ exceptions = [], revoked }: MoneyShown['withheld'][number], words: Words): string[] {
  const { say } = words;
  if (revoked !== undefined) return [say('desk.money.revoked', { certificate: revoked })];
  return exceptions.map(({ exceptionId, dueOn }) =>
    say('desk.money.exception', { exceptionId, date: words.date(dueOn) }),
  );
}
