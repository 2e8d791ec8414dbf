// Milestones over engagements, filtered and searched, with totals: read from what is kept beside the states. Decides nothing.
import type { Knex } from 'knex';
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Phase } from '../domain/milestone.ts';
import { searchedWords } from '../domain/work/searchedText.ts';
import type { Database } from './database.ts';
import { toMilestoneSummary, toMoney, type MilestoneSummary } from './rows.ts';
import { within } from './scope.ts';

export interface PortfolioFilter {
  /** Where milestones are listed; where what is read of them is searched too; where their value is seen. */
  scopes: Record<'listed' | 'read' | 'money', EngagementScope>;
  /** Open ones, unless all are asked for. */
  isAll: boolean;
  engagementId?: string;
  phase?: Phase;
  /** Person ID. */
  waitsFor?: string;
  isOverdue?: boolean;
  /** As somebody typed it. */
  words?: string;
}

export interface PortfolioRow extends MilestoneSummary {
  /** The contract's date. */
  dueOn?: string;
  /** Where it is seen. */
  value?: { amount: string; currency: string };
}

export interface PortfolioTotals {
  count: number;
  overdue: number;
  /** Exact, of those whose value is seen, by currency. */
  values: { currency: string; amount: string }[];
}

const isOverdue = 'needs_workflow and deadline < now()';
const isValueSeen = (scope: EngagementScope): [string, readonly string[][]] => {
  if (scope === 'all') return ['true', []];
  return 'allBut' in scope
    ? ['not (engagement_id = any(?))', [[...scope.allBut]]]
    : ['engagement_id = any(?)', [[...scope]]];
};

function filtered(db: Database, filter: PortfolioFilter): Knex.QueryBuilder {
  const { scopes, isAll, engagementId, phase, waitsFor, words } = filter;
  const query = within(db('milestones').whereNull('disposed_at'), scopes.listed);
  if (!isAll) void query.where({ needs_workflow: true });
  if (engagementId !== undefined) void query.where({ engagement_id: engagementId });
  if (phase !== undefined) void query.where({ phase });
  if (waitsFor !== undefined) void query.whereRaw('? = any(waiting_for)', [waitsFor]);
  if (filter.isOverdue) void query.whereRaw(isOverdue);
  const looked = searchedWords(words ?? '');
  if (looked.length > 0) void query.where((either) => void searched(either, looked, scopes.read));
  // What is nothing but signs is found nowhere.
  else if (words?.trim()) void query.whereRaw('false');
  return query;
}

/** Of weight A is what lists show; all words have to be there. */
function searched(query: Knex.QueryBuilder, words: readonly string[], read: EngagementScope): void {
  const match = `search @@ to_tsquery('simple', ?)`;
  void query.whereRaw(match, [words.map((each) => `${each}:*A`).join(' & ')]);
  void query.orWhere((both) => void within(both.whereRaw(match, [words.map((each) => `${each}:*`).join(' & ')]), read));
}

/** Open ones by when they are due, all by when they were registered, the newest first. */
export async function listPortfolio(
  db: Database,
  filter: PortfolioFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<PortfolioRow[]> {
  const [seen, seenIn] = isValueSeen(filter.scopes.money);
  const rows: Record<string, unknown>[] = await filtered(db, filter)
    .orderByRaw(filter.isAll ? 'created_at desc, milestone_id' : 'deadline nulls last, milestone_id')
    .limit(limit)
    .offset(offset)
    .select(
      ...['milestone_id', 'engagement_id', 'title', 'phase', 'round', 'sequence'],
      ...['deadline', 'waiting_for', 'created_at', 'updated_at', 'value_amount', 'value_currency'],
      db.raw('due_on::text as due_on'),
      db.raw(`${seen} as is_value_seen`, seenIn as never),
    );
  return rows.map((row) => ({
    ...toMilestoneSummary(row),
    ...(row.due_on === null ? {} : { dueOn: row.due_on as string }),
    ...(row.is_value_seen && row.value_amount !== null
      ? {
          value: {
            amount: toMoney(row.value_amount, row.value_currency as string),
            currency: row.value_currency as string,
          },
        }
      : {}),
  }));
}

export async function readTotals(db: Database, filter: PortfolioFilter): Promise<PortfolioTotals> {
  const [seen, seenIn] = isValueSeen(filter.scopes.money);
  const rows: Record<string, unknown>[] = await filtered(db, filter)
    .groupBy('value_currency')
    .orderBy('value_currency')
    .select(
      'value_currency',
      db.raw('count(*)::integer as count'),
      db.raw(`(count(*) filter (where ${isOverdue}))::integer as overdue`),
      db.raw(`sum(value_amount) filter (where ${seen}) as amount`, seenIn as never),
    );
  const sum = (name: string): number => rows.reduce((all, row) => all + (row[name] as number), 0);
  return {
    count: sum('count'),
    overdue: sum('overdue'),
    values: rows.flatMap((row) =>
      row.amount === null || row.value_currency === null
        ? []
        : [{ currency: row.value_currency as string, amount: toMoney(row.amount, row.value_currency as string) }],
    ),
  };
}
