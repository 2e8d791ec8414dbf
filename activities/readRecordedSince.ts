// Tells a workflow what is on record that it does not know of; decides nothing.
import type { Database } from '../db/database.ts';
import { readRecordedSince as read, type RecordedPage, type RecordedSinceQuery } from '../db/recordedSince.ts';

export function readRecordedSince(deps: { db: Database }) {
  return (query: RecordedSinceQuery): Promise<RecordedPage> => read(deps.db, query);
}
