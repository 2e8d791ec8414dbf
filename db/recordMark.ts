// Which installation this record is of, and a mark that only goes up: Temporal is told of it, so that an older or another record is noticed.
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export interface RecordMark {
  installationId: string;
  mark: number;
  markedAt: string;
}

interface Row {
  installation_id: string;
  mark: string;
  marked_at: Date;
}

const toMark = (row: Row): RecordMark => ({
  installationId: row.installation_id,
  mark: Number(row.mark),
  markedAt: instant(row.marked_at),
});

/** On record before anybody is told of it. */
export async function raiseMark(db: Database): Promise<RecordMark> {
  const [row] = await db('record_mark')
    .insert({})
    .onConflict('is_the_only')
    .merge({ mark: db.raw('record_mark.mark + 1'), marked_at: db.fn.now() })
    .returning<Row[]>(['installation_id', 'mark', 'marked_at']);
  if (!row) throw new Error('The mark of the record was not written.');
  return toMark(row);
}

/** None on a record that nobody has worked on yet. */
export async function findMark(db: Database): Promise<RecordMark | undefined> {
  const row = await db('record_mark').first<Row | undefined>('installation_id', 'mark', 'marked_at');
  return row && toMark(row);
}
