// Templates that people keep for themselves or share with the firm. Decides nothing.
import type { Template, TemplateKind } from '../domain/work/template.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export type KeptTemplate = Template & {
  templateId: string;
  holderId: string;
  isShared: boolean;
  /** Out of whose record it was taken; it is shown as long as that is. */
  fromEngagementId?: string;
  savedAt: string;
};

const toTemplate = (row: Record<string, unknown>): KeptTemplate =>
  ({
    templateId: row.template_id,
    holderId: row.holder_id,
    kind: row.kind,
    content: row.content,
    name: row.name,
    isShared: row.is_shared,
    ...(row.from_engagement === null ? {} : { fromEngagementId: row.from_engagement }),
    savedAt: instant(row.saved_at),
  }) as KeptTemplate;

/** Their own and what is shared, by name. */
export async function listTemplates(db: Database, holderId: string, kind?: TemplateKind): Promise<KeptTemplate[]> {
  const rows: Record<string, unknown>[] = await db('templates')
    .where((either) => either.where({ holder_id: holderId }).orWhere({ is_shared: true }))
    .modify((query) => void (kind === undefined ? query : query.where({ kind })))
    .orderBy(['name', 'template_id'])
    .limit(1000);
  return rows.map(toTemplate);
}

export async function findTemplate(db: Database, templateId: string): Promise<KeptTemplate | undefined> {
  const row = await db('templates').where({ template_id: templateId }).first<Record<string, unknown> | undefined>();
  return row && toTemplate(row);
}

/** In the place of an earlier one of that kind and name, whose ID it then has. */
export async function saveTemplate(db: Database, template: KeptTemplate): Promise<KeptTemplate> {
  const { templateId, holderId, kind, name, content, isShared, fromEngagementId = null, savedAt } = template;
  const rows: Record<string, unknown>[] = await db('templates')
    .insert({
      ...{ template_id: templateId, holder_id: holderId, kind, name, content: JSON.stringify(content) },
      ...{ is_shared: isShared, from_engagement: fromEngagementId, saved_at: savedAt },
    })
    .onConflict(['holder_id', 'kind', 'name'])
    .merge(['content', 'is_shared', 'from_engagement', 'saved_at'])
    .returning('*');
  return rows.map(toTemplate)[0] ?? template;
}

export async function removeTemplate(db: Database, templateId: string): Promise<void> {
  await db('templates').where({ template_id: templateId }).delete();
}
