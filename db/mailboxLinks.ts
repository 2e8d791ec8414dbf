// Links to all that is asked of a mailbox: asked for, opened once, and looked through for an hour. Decides nothing.
import { hashOfSecret } from './apiKeys.ts';
import type { Database } from './database.ts';
import { queueAnew } from './outbox.ts';
import { instant } from './rows.ts';

export interface MailboxLink {
  linkId: string;
  /** As it was typed. */
  address: string;
  mailbox: string;
  language: string;
}

type Row = Record<string, unknown>;

const toLink = (row: Row): MailboxLink => ({
  linkId: row.link_id as string,
  address: row.address as string,
  mailbox: row.mailbox as string,
  language: row.language as string,
});

/** Whether anything is asked of it is looked up when the mail is made, so that whoever types an address learns nothing from it. */
export async function addMailboxLink(
  db: Database,
  link: MailboxLink,
  { createdAt, expiresAt }: { createdAt: string; expiresAt: string },
): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction('mailbox_links').insert({
      ...{ link_id: link.linkId, address: link.address, mailbox: link.mailbox, language: link.language },
      ...{ created_at: createdAt, expires_at: expiresAt },
    });
    await queueAnew(transaction, 'mailboxLink', [{ reference: link.linkId }]);
  });
}

export async function findMailboxLink(db: Database, linkId: string): Promise<MailboxLink | undefined> {
  const row = await db('mailbox_links')
    .where({ link_id: linkId })
    .whereRaw('expires_at > now()')
    .first<Row | undefined>();
  return row && toLink(row);
}

export async function isMailboxLinkOpen(db: Database, linkId: string): Promise<boolean> {
  const row = await unused(db, linkId).first<Row | undefined>('link_id');
  return row !== undefined;
}

const unused = (db: Database, linkId: string) =>
  db('mailbox_links').where({ link_id: linkId }).whereNull('used_at').whereRaw('expires_at > now()');

/** False where it was opened before, or its time is over. */
export async function openMailboxLink(
  db: Database,
  linkId: string,
  { secret, now, until }: { secret: string; now: string; until: string },
): Promise<boolean> {
  const opened: Row[] = await unused(db, linkId)
    .update({ used_at: now, visit_hash: hashOfSecret(secret), visit_until: until })
    .returning('link_id');
  return opened.length > 0;
}

export async function findVisit(db: Database, secret: string): Promise<(MailboxLink & { until: string }) | undefined> {
  const row = await db('mailbox_links')
    .where({ visit_hash: hashOfSecret(secret) })
    .whereRaw('visit_until > now()')
    .first<Row | undefined>();
  return row && { ...toLink(row), until: instant(row.visit_until) };
}

export async function endVisit(db: Database, secret: string): Promise<void> {
  await db('mailbox_links')
    .where({ visit_hash: hashOfSecret(secret) })
    .whereRaw('visit_until > now()')
    .update({ visit_until: db.raw('now()') });
}

/** Requests that were mailed to one of these addresses in any writing, the newest first. Whose they are now, their milestone says. */
export async function listMailedTo(
  db: Database,
  addresses: readonly string[],
  limit: number,
): Promise<{ requestId: string; engagementId: string }[]> {
  const rows: Row[] = await db('mails')
    .whereRaw('lower(to_address) = any(?) and request_id is not null', [
      [...new Set(addresses.map((each) => each.toLowerCase()))],
    ])
    .groupBy('request_id', 'engagement_id')
    .orderByRaw('max(queued_at) desc')
    .limit(limit)
    .select('request_id', 'engagement_id');
  return rows.map((row) => ({ requestId: row.request_id as string, engagementId: row.engagement_id as string }));
}
