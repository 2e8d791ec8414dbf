// Milestones over all engagements that somebody sees, and the money in them: one answer each, for the API and for the pages.
import type { Pool } from '../../db/database.ts';
import { readCasts, type Cast } from '../../db/engagements.ts';
import { inScope } from '../../db/inScope.ts';
import { listReleased, listUnreleased } from '../../db/money.ts';
import { listPortfolio, readTotals, type PortfolioFilter, type PortfolioTotals } from '../../db/portfolio.ts';
import { scopeWith } from '../../domain/access/holders.ts';
import type { Phase } from '../../domain/milestone.ts';
import { moneyOf, type Money } from '../../domain/work/money.ts';
import type { Access } from './holders.ts';

export interface PortfolioQuery {
  isAll: boolean;
  engagementId?: string;
  phase?: Phase;
  waitsFor?: string;
  isOverdue?: boolean;
  words?: string;
  /** From 1. */
  page: number;
  limit: number;
}

export interface PortfolioItem {
  milestoneId: string;
  title: string;
  engagementId: string;
  engagement: string;
  timeZone: string;
  phase: Phase;
  waitingFor: { personId: string; name?: string }[];
  deadline?: string;
  isOverdue: boolean;
  dueOn?: string;
  value?: { amount: string; currency: string };
}

export interface Portfolio {
  items: PortfolioItem[];
  totals: PortfolioTotals;
  page: number;
  hasMore: boolean;
}

export async function readPortfolio(
  pool: Pool,
  { holder }: Access,
  { page, limit, ...asked }: PortfolioQuery,
  now: string,
): Promise<Portfolio> {
  const scopes = {
    listed: scopeWith(holder, 'listMilestones'),
    read: scopeWith(holder, 'readMilestones'),
    money: scopeWith(holder, 'readMoney'),
  };
  const db = inScope(pool, scopes.listed);
  const filter: PortfolioFilter = { ...asked, scopes };
  const [rows, totals] = await Promise.all([
    listPortfolio(db, filter, { limit: limit + 1, offset: (page - 1) * limit }),
    readTotals(db, filter),
  ]);
  const shown = rows.slice(0, limit);
  const casts = await readCasts(db, [...new Set(shown.map((each) => each.engagementId))]);
  return {
    items: shown.map(({ milestoneId, title, engagementId, phase, waitingFor, deadline, dueOn, value }) => ({
      ...{ milestoneId, title, engagementId, phase, ...nameOf(casts, engagementId) },
      waitingFor: waitingFor.map((personId) => withName(casts, engagementId, personId)),
      isOverdue: deadline !== undefined && deadline < now,
      ...(deadline === undefined ? {} : { deadline }),
      ...(dueOn === undefined ? {} : { dueOn }),
      ...(value === undefined ? {} : { value }),
    })),
    ...{ totals, page, hasMore: rows.length > limit },
  };
}

const nameOf = (casts: ReadonlyMap<string, Cast>, engagementId: string) => {
  const { name: engagement = engagementId, timeZone = 'UTC' } = casts.get(engagementId) ?? {};
  return { engagement, timeZone };
};

function withName(casts: ReadonlyMap<string, Cast>, engagementId: string, personId: string) {
  const name = casts.get(engagementId)?.names.get(personId);
  return { personId, ...(name === undefined ? {} : { name }) };
}

/** More rows than a person reads; sums are of those that are read, and say so where there are more. */
const lookedThrough = 5000;

type Shown<T> = T & { engagement: string };

export interface MoneyShown extends Pick<Money, 'expected' | 'totals'> {
  ready: Shown<Money['ready'][number]>[];
  reserved: Shown<Money['reserved'][number]>[];
  withheld: Shown<Money['withheld'][number]>[];
  toCredit: Shown<Money['toCredit'][number]>[];
  blocked: Shown<Omit<Money['blocked'][number], 'waitingFor'> & { waiting: { personId: string; name?: string }[] }>[];
  /** False where more is there than is looked through. */
  isWhole: boolean;
}

export async function readMoney(
  pool: Pool,
  { holder }: Access,
  engagementId: string | undefined,
  now: string,
): Promise<MoneyShown> {
  const seen = scopeWith(holder, 'readMoney');
  const scope = engagementId === undefined ? seen : narrowed(seen, engagementId);
  const db = inScope(pool, scope);
  const [released, open] = await Promise.all([
    listReleased(db, scope, lookedThrough),
    listUnreleased(db, scope, lookedThrough),
  ]);
  const { blocked, ready, reserved, withheld, toCredit, ...rest } = moneyOf(released, open, now.slice(0, 10));
  const casts = await readCasts(db, [...new Set([...released, ...open].map((each) => each.engagementId))]);
  const shown = <T extends { engagementId: string }>(row: T): Shown<T> => ({
    ...row,
    engagement: casts.get(row.engagementId)?.name ?? row.engagementId,
  });
  return {
    ...rest,
    ...{ ready: ready.map(shown), reserved: reserved.map(shown) },
    ...{ withheld: withheld.map(shown), toCredit: toCredit.map(shown) },
    blocked: blocked.map(({ waitingFor, ...row }) => ({
      ...shown(row),
      waiting: waitingFor.map((personId) => withName(casts, row.engagementId, personId)),
    })),
    isWhole: Math.max(released.length, open.length) < lookedThrough,
  };
}

const narrowed = (scope: ReturnType<typeof scopeWith>, engagementId: string): readonly string[] => {
  if (scope === 'all') return [engagementId];
  const isIn = 'allBut' in scope ? !scope.allBut.includes(engagementId) : scope.includes(engagementId);
  return isIn ? [engagementId] : [];
};
