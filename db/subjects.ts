// Which engagement what an address names belongs to, without reading the thing itself.
import type { Database } from './database.ts';

/** What an address can name that belongs to an engagement. */
export type Subject = 'engagement' | 'milestone' | 'document' | 'webhook' | 'quarantine';

const tables: Record<Subject, [table: string, column: string]> = {
  engagement: ['engagements', 'engagement_id'],
  milestone: ['milestones', 'milestone_id'],
  document: ['documents', 'document_id'],
  webhook: ['webhook_deliveries', 'webhook_id'],
  quarantine: ['quarantined_files', 'quarantine_id'],
};

/** Undefined when there is no such thing. */
export async function findEngagementOf(db: Database, subject: Subject, id: string): Promise<string | undefined> {
  const [table, column] = tables[subject];
  const row = await db(table)
    .where({ [column]: id })
    .first('engagement_id');
  return row?.engagement_id as string | undefined;
}
