// The bare variant's five activities: one plain insert each.
import type { Database } from '../../db/database.ts';

export interface BareRow {
  milestoneId: string;
  content: unknown;
}

const tables = ['bare_packages', 'bare_validations', 'bare_feedback', 'bare_outbox', 'bare_archived'] as const;
type Table = (typeof tables)[number];

export async function createBareTables(db: Database): Promise<void> {
  for (const table of tables)
    await db.raw(`create table ${table} (
      id bigint generated always as identity primary key,
      milestone_id text not null,
      content jsonb not null,
      created_at timestamptz not null default now())`);
}

export function createBareActivities(db: Database) {
  const insert = (table: Table) => async (row: BareRow) => insertRows(db, table, [row]);
  return {
    insertPackage: insert('bare_packages'),
    insertValidation: insert('bare_validations'),
    insertFeedback: insert('bare_feedback'),
    insertOutbox: async ({ milestoneId, contents }: { milestoneId: string; contents: unknown[] }) =>
      insertRows(
        db,
        'bare_outbox',
        contents.map((content) => ({ milestoneId, content })),
      ),
    insertArchived: insert('bare_archived'),
  };
}

export type BareActivities = ReturnType<typeof createBareActivities>;

async function insertRows(db: Database, table: Table, rows: BareRow[]): Promise<void> {
  await db(table).insert(
    rows.map(({ milestoneId, content }) => ({ milestone_id: milestoneId, content: JSON.stringify(content) })),
  );
}

export async function countPackages(db: Database): Promise<number> {
  const row = await db('bare_packages').count({ rows: '*' }).first();
  return Number(row?.rows ?? 0);
}
