// Which engagement what an address names belongs to, without reading the thing itself.
import type { Database } from './database.ts';

/** What an address can name that belongs to an engagement. */
export type Subject = 'engagement' | 'milestone' | 'document' | 'webhook';

const tables: Record<Exclude<Subject, 'webhook'>, [table: string, column: string]> = {
  engagement: ['engagements', 'engagement_id'],
  milestone: ['milestones', 'milestone_id'],
  document: ['documents', 'document_id'],
};

/** Undefined when there is no such thing. */
export async function findEngagementOf(db: Database, subject: Subject, id: string): Promise<string | undefined> {
  const row =
    subject === 'webhook'
      ? await db('webhook_deliveries')
          .join('milestones', 'milestones.milestone_id', 'webhook_deliveries.milestone_id')
          .where({ webhook_id: id })
          .first('engagement_id')
      : await db(tables[subject][0])
          .where({ [tables[subject][1]]: id })
          .first('engagement_id');
  return row?.engagement_id as string | undefined;
}
