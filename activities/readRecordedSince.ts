// Tells a workflow what is on record that it does not know of; decides nothing.
import type { Pool } from '../db/database.ts';
import { around } from '../db/inScope.ts';
import { readRecordedSince as read, type RecordedPage, type RecordedSinceQuery } from '../db/recordedSince.ts';

export function readRecordedSince(deps: { db: Pool }) {
  return (query: RecordedSinceQuery): Promise<RecordedPage> =>
    read(around(deps.db, 'milestone', query.milestoneId), query);
}
