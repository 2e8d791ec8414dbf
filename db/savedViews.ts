// Views of the portfolio that somebody kept, by name. Decides nothing.
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export interface SavedView {
  name: string;
  /** As they stand in an address. */
  filters: string;
  savedAt: string;
}

export async function listViews(db: Database, holderId: string): Promise<SavedView[]> {
  const rows: Record<string, unknown>[] = await db('saved_views').where({ holder_id: holderId }).orderBy('name');
  return rows.map((row) => ({
    name: row.name as string,
    filters: row.filters as string,
    savedAt: instant(row.saved_at),
  }));
}

/** In the place of an earlier one of the name. */
export async function saveView(db: Database, holderId: string, { name, filters, savedAt }: SavedView): Promise<void> {
  await db('saved_views')
    .insert({ holder_id: holderId, name, filters, saved_at: savedAt })
    .onConflict(['holder_id', 'name'])
    .merge(['filters', 'saved_at']);
}

export async function removeView(db: Database, holderId: string, name: string): Promise<boolean> {
  return (await db('saved_views').where({ holder_id: holderId, name }).delete()) > 0;
}
