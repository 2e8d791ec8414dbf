// Forms that somebody has begun and not sent, sealed. Decides nothing, and cannot read what is in one.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { mailboxOf } from '../domain/people/humans.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** From when it was last kept. */
export const draftDays = 30;
/** The oldest goes for one more. */
const draftsOfOne = 50;

export interface SealedDraft {
  draftId: string;
  form: 'engagement' | 'milestone';
  /** Where the milestone is to start. */
  engagementId?: string;
  keyId: string;
  sealed: Uint8Array;
  keptAt: string;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a draft is found by when whoever has the address, or is listed so, is erased. */
export const mentionOfMailbox = (address: string): string =>
  digest(`mailbox ${mailboxOf(address) ?? address.trim().toLowerCase()}`);
export const mentionOfPerson = (engagementId: string, personId: string): string =>
  digest(`person ${engagementId} ${personId}`);

const toDraft = (row: Record<string, unknown>): SealedDraft => ({
  draftId: row.draft_id as string,
  form: row.form as SealedDraft['form'],
  ...(row.for_engagement === null ? {} : { engagementId: row.for_engagement as string }),
  keyId: row.key_id as string,
  sealed: row.sealed as Buffer,
  keptAt: instant(row.kept_at),
});

/** The newest first. */
export async function listDrafts(db: Database, holderId: string): Promise<SealedDraft[]> {
  const rows: Record<string, unknown>[] = await db('drafts')
    .where({ holder_id: holderId })
    .orderBy([{ column: 'kept_at', order: 'desc' }, 'draft_id']);
  return rows.map(toDraft);
}

export async function findDraft(db: Database, holderId: string, draftId: string): Promise<SealedDraft | undefined> {
  const row = await db('drafts')
    .where({ holder_id: holderId, draft_id: draftId })
    .first<Record<string, unknown> | undefined>();
  return row && toDraft(row);
}

/** In the place of what it was before. */
export async function keepDraft(
  db: Database,
  holderId: string,
  draft: SealedDraft & { mentions: readonly string[] },
): Promise<void> {
  await db.transaction(async (transaction) => {
    const { draftId, form, engagementId = null, keyId, sealed, keptAt, mentions } = draft;
    await transaction('drafts')
      .insert({
        ...{ holder_id: holderId, draft_id: draftId, form, for_engagement: engagementId, key_id: keyId },
        ...{ sealed: Buffer.from(sealed), mentions: [...mentions], kept_at: keptAt },
      })
      .onConflict(['holder_id', 'draft_id'])
      .merge(['form', 'for_engagement', 'key_id', 'sealed', 'mentions', 'kept_at']);
    const beyond = transaction('drafts')
      .where({ holder_id: holderId })
      .orderBy([{ column: 'kept_at', order: 'desc' }, 'draft_id'])
      .offset(draftsOfOne)
      .select('draft_id');
    await transaction('drafts').where({ holder_id: holderId }).whereIn('draft_id', beyond).delete();
  });
}

export async function removeDraft(db: Database, holderId: string, draftId: string): Promise<void> {
  await db('drafts').where({ holder_id: holderId, draft_id: draftId }).delete();
}

/** Whosever they are: drafts that mention one of these go whole. */
export async function forgetDrafts(transaction: Knex.Transaction, mentions: readonly string[]): Promise<void> {
  await transaction('drafts')
    .whereRaw('mentions && ?::text[]', [[...mentions]])
    .delete();
}
