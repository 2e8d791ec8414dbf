// What PostgreSQL does for a query of the product: the statements that it runs, their plans, and which tables were read whole.
import type { Database } from '../../../db/database.ts';
import type { HotQuery } from './hotQuery.ts';

/** A table of fewer rows fits a few pages, and PostgreSQL rightly reads it whole. */
const rowsThatMatter = 1000;

export interface Examined {
  /** Of every statement, the ways in which it reaches tables: "Index Scan using milestones_pkey on milestones". */
  ways: string[];
  /** Growing tables of which rows were read one after the other, inside functions as well. */
  readWhole: string[];
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

/** Runs the query in a transaction that is taken back, and explains the very statements it ran. */
export async function examine(db: Database, query: HotQuery, n: number): Promise<Examined> {
  const statements: { sql: string; bindings: readonly unknown[] }[] = [];
  const note = (each: { sql: string; bindings?: readonly unknown[] }): void => {
    if (/^\s*(select|with|insert|update|delete)/i.test(each.sql))
      statements.push({ sql: each.sql, bindings: each.bindings ?? [] });
  };
  const ways: string[] = [];
  const readWhole = new Set<string>();
  const transaction = await db.transaction();
  try {
    const before = await rowsRead(transaction);
    transaction.on('query', note);
    await query.run(transaction, n);
    transaction.removeListener('query', note);
    const after = await rowsRead(transaction);
    const large = new Set(
      await transaction('pg_class').where('reltuples', '>=', rowsThatMatter).pluck<string[]>('relname'),
    );
    for (const [table, rows] of after)
      if (large.has(table) && rows - (before.get(table) ?? 0) >= rowsThatMatter) readWhole.add(table);
    for (const { sql, bindings } of statements)
      for (const node of nodesOf(await planOf(transaction, sql, bindings))) {
        const { 'Node Type': type, 'Relation Name': table, 'Index Name': index } = node;
        if (table === undefined && index === undefined) continue;
        ways.push([type, ...(index ? ['using', index] : []), ...(table ? ['on', table] : [])].join(' '));
        if (type === 'Seq Scan' && table && large.has(table)) readWhole.add(table);
      }
  } finally {
    await transaction.rollback();
  }
  return { ways: [...new Set(ways)], readWhole: [...readWhole].sort() };
}

/** Rows that this session read one after the other, by table; what an earlier transaction read may be in it still. */
async function rowsRead(transaction: Database): Promise<Map<string, number>> {
  const { rows } = await transaction.raw<{ rows: { relname: string; read: string }[] }>(
    'select relname, seq_tup_read as read from pg_stat_xact_user_tables',
  );
  return new Map(rows.map((each) => [each.relname, Number(each.read)]));
}

async function planOf(transaction: Database, sql: string, bindings: readonly unknown[]): Promise<PlanNode> {
  // The SQL as it was sent has numbered parameters already, so it goes to the driver past knex.
  const client = transaction.client as { acquireConnection(): Promise<unknown> };
  const connection = (await client.acquireConnection()) as {
    query(text: string, values: readonly unknown[]): Promise<{ rows: { 'QUERY PLAN': { Plan: PlanNode }[] }[] }>;
  };
  const { rows } = await connection.query(`explain (format json) ${sql}`, bindings);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error(`PostgreSQL gave no plan for: ${sql}`);
  return plan;
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
