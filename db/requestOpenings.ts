// Which requests somebody has opened in one sitting, and what they were shown: a row for each, replaced when they look again. Decides nothing.
import type { Database } from './database.ts';

export interface RequestOpening {
  requestId: string;
  /** Their session's person, or the link to what is asked of their mailbox. */
  openedBy: string;
  /** SHA-256 of what the page showed to be decided on. */
  shown: string;
}

export async function noteOpening(db: Database, { requestId, openedBy, shown }: RequestOpening): Promise<void> {
  await db('request_openings')
    .insert({ request_id: requestId, opened_by: openedBy, shown, opened_at: db.fn.now() })
    .onConflict(['request_id', 'opened_by'])
    .merge(['shown', 'opened_at']);
}

/** What they were shown last; undefined where they have not opened it. */
export async function findOpening(db: Database, requestId: string, openedBy: string): Promise<string | undefined> {
  const row = await db('request_openings')
    .where({ request_id: requestId, opened_by: openedBy })
    .first<{ shown: string } | undefined>('shown');
  return row?.shown;
}
