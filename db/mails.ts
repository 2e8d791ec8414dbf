// Mails as what was said to whom, written with the decision that causes them; whether one is still to be sent the outbox knows.
import type { Knex } from 'knex';
import type { Delivery } from '../domain/milestone.ts';
import { answerKinds, linkMailKinds, type MailKind } from '../domain/requests/notificationKinds.ts';
import { isToldByChat } from '../domain/requests/chat.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import type { Database } from './database.ts';
import { effectsDue } from './outbox.ts';
import { readPage, type Page, type Paged } from './page.ts';

export interface OutgoingMail {
  /** (milestone, event sequence, kind, recipient): the same mail never gets a second row. */
  mailId: string;
  milestoneId: string;
  engagementId: string;
  kind: MailKind;
  recipientId: string;
  toAddress: string;
  round: number;
  sequence: number;
  requestId?: string;
  /** What the templates need, as of the decision. */
  model: object;
  /** Stable Message-ID, angle brackets included. */
  messageIdHeader: string;
  /** For so long it waits before it goes out, until its reader works. */
  holdSeconds?: number;
}

export type MailStatus = 'queued' | 'sending' | 'sent' | 'failed';

export interface MailRecord extends OutgoingMail {
  status: MailStatus;
  attempts: number;
  /** How often it was sent again because its sender had died with it in hand. */
  repeats: number;
  /** Instant of the decision that caused it, by the workflow's clock. */
  dueAt: string;
  queuedAt: string;
  sentAt?: string;
  /** When a delivery report said that it did not arrive after all, and why. */
  bouncedAt?: string;
  bounceReason?: string;
  lastError?: string;
}

type Row = Record<string, unknown>;

const toMail = (row: Row): OutgoingMail => ({
  mailId: row.mail_id as string,
  milestoneId: row.milestone_id as string,
  engagementId: row.engagement_id as string,
  kind: row.kind as MailKind,
  recipientId: row.recipient_id as string,
  toAddress: row.to_address as string,
  round: row.round as number,
  sequence: row.sequence as number,
  ...(row.request_id === null ? {} : { requestId: row.request_id as string }),
  model: row.model as object,
  messageIdHeader: row.message_id_header as string,
});

const toRecord = (row: Row): MailRecord => ({
  ...toMail(row),
  status: row.status as MailStatus,
  attempts: row.attempts as number,
  repeats: row.repeats as number,
  dueAt: (row.due_at as Date).toISOString(),
  queuedAt: (row.queued_at as Date).toISOString(),
  ...(row.sent_at === null ? {} : { sentAt: (row.sent_at as Date).toISOString() }),
  ...(row.bounced_at === null ? {} : { bouncedAt: (row.bounced_at as Date).toISOString() }),
  ...(row.bounce_reason === null ? {} : { bounceReason: row.bounce_reason as string }),
  ...(row.last_error === null ? {} : { lastError: row.last_error as string }),
});

/**
 * Mails with how far each has got. Until it is sent the outbox has its state; a mail that is neither there nor sent was
 * withdrawn, which counts as failed.
 */
const onRecord = (db: Database): Knex.QueryBuilder =>
  db.from(
    db.raw(`(
      select m.mail_id, m.milestone_id, m.engagement_id, m.kind, m.recipient_id, m.to_address, m.round, m.sequence,
        m.request_id, m.model, m.message_id_header, m.queued_at, m.due_at, m.sent_at, m.response, m.bounced_at,
        m.bounce_reason, o.last_error, coalesce(o.attempts, m.attempts) as attempts, coalesce(o.repeats, m.repeats) as repeats,
        case o.status when 'waiting' then 'queued' when 'claimed' then 'sending' when 'failed' then 'failed'
          else case when m.sent_at is null then 'failed' else 'sent' end end as status
      from mails m left join outbox o on o.kind = 'mail' and o.reference = m.mail_id) mails`),
  );

/** Mails and their effects, in one statement, chats of those who have one among them; a mail that is on record already is not queued again. */
const queueing = `
  with given as (
    select * from jsonb_to_recordset(cast(:mails as jsonb)) as mail ("mailId" text, "milestoneId" text, "engagementId" text, kind text,
      "recipientId" text, "toAddress" text, round integer, sequence integer, "requestId" text, model jsonb,
      "messageIdHeader" text, "holdSeconds" integer, "chatMailbox" text)),
  said as (
    insert into mails (mail_id, milestone_id, engagement_id, kind, recipient_id, to_address, round, sequence, request_id,
      model, message_id_header, due_at)
    select "mailId", "milestoneId", "engagementId", kind, "recipientId", "toAddress", round, sequence, "requestId", model,
      "messageIdHeader", coalesce(cast(:dueAt as timestamptz), now())
    from given
    on conflict do nothing
    returning mail_id, milestone_id),
  queued as (
    insert into outbox (kind, reference, milestone_id, queued_at, next_attempt_at)
    select 'mail', mail_id, milestone_id, due, due
    from said join given on "mailId" = mail_id
    cross join lateral (select now() + make_interval(secs => coalesce("holdSeconds", 0)) as due) hold
    returning kind),
  told as (
    insert into outbox (kind, reference, milestone_id)
    select 'chat', mail_id, milestone_id
    from said join given on "mailId" = mail_id join chat_addresses on mailbox = "chatMailbox")
  select pg_notify('${effectsDue}', '') from queued limit 1`;

/** Part of the transaction that causes them; `dueAt` is the instant of the decision, by the workflow's clock. */
export async function queueMails(
  transaction: Knex.Transaction,
  mails: readonly OutgoingMail[],
  dueAt?: string,
): Promise<void> {
  if (mails.length === 0) return;
  await transaction.raw(queueing, { mails: JSON.stringify(mails.map(withChat)), dueAt: dueAt ?? null });
}

/** Who runs the milestone may have it told in their chat as well. */
function withChat(mail: OutgoingMail): OutgoingMail & { chatMailbox?: string | undefined } {
  const { isForManager = false } = mail.model as { isForManager?: boolean };
  return isForManager && isToldByChat(mail.kind) ? { ...mail, chatMailbox: mailboxOf(mail.toAddress) } : mail;
}

/** Those of the IDs that are on record. */
export async function readOutgoingMails(db: Database, mailIds: readonly string[]): Promise<Map<string, OutgoingMail>> {
  const rows: Row[] = await db('mails').whereIn('mail_id', [...mailIds]);
  return new Map(rows.map((row) => [row.mail_id as string, toMail(row)]));
}

/** Whether one of a person's mails of a milestone is being sent; none is begun until the transaction ends. */
export async function isMailBeingSent(
  transaction: Knex.Transaction,
  milestoneId: string,
  recipientId: string,
): Promise<boolean> {
  const effects: { status: string }[] = await outgoing(transaction, milestoneId, recipientId)
    .forUpdate()
    .select('status');
  return effects.some((each) => each.status === 'claimed');
}

/** None of a person's mails of a milestone goes out any more. */
export async function withdrawMails(
  transaction: Knex.Transaction,
  milestoneId: string,
  recipientId: string,
): Promise<void> {
  await outgoing(transaction, milestoneId, recipientId).delete();
}

const outgoing = (transaction: Knex.Transaction, milestoneId: string, recipientId: string) =>
  transaction('outbox')
    .whereIn('kind', ['mail', 'chat'])
    .where({ milestone_id: milestoneId })
    .whereIn(
      'reference',
      transaction('mails').where({ milestone_id: milestoneId, recipient_id: recipientId }).select('mail_id'),
    );

/** The address of this mail does not work; the first report is kept. */
export async function markBounced(db: Database, mailId: string, reason: string): Promise<void> {
  await db('mails')
    .where({ mail_id: mailId })
    .whereNull('bounced_at')
    .update({ bounced_at: db.fn.now(), bounce_reason: reason });
}

export async function findMailByMessageId(db: Database, messageIdHeader: string): Promise<MailRecord | undefined> {
  const row = await onRecord(db).where({ message_id_header: messageIdHeader }).first();
  return row && toRecord(row);
}

/** The whole Message-ID, by the part before the at sign, which is unique as well; what a report names comes from outside, so no pattern. */
export async function findMessageId(db: Database, localPart: string): Promise<string | undefined> {
  const row = await db('mails')
    .whereRaw(`split_part(message_id_header, '@', 1) = ?`, [`<${localPart}`])
    .first('message_id_header');
  return row?.message_id_header as string | undefined;
}

/** What a person who answers a request was last told in it. */
export async function findLatestMailOfRequest(db: Database, requestId: string): Promise<MailRecord | undefined> {
  const row = await onRecord(db)
    .where({ request_id: requestId })
    .whereNotIn('kind', [...answerKinds, ...linkMailKinds])
    .orderBy('queued_at', 'desc')
    .first();
  return row && toRecord(row);
}

/** What a person was sent about a milestone, the newest first: what they can quote. */
export async function listMailsTo(db: Database, milestoneId: string, recipientId: string): Promise<MailRecord[]> {
  const rows: Row[] = await onRecord(db)
    .where({ milestone_id: milestoneId, recipient_id: recipientId })
    .orderBy('queued_at', 'desc')
    .limit(20);
  return rows.map(toRecord);
}

/** How many answers to replies went out about a request lately; a loop would show here. */
export async function countRecentAnswers(db: Database, requestId: string, withinHours: number): Promise<number> {
  const row = await db('mails')
    .where({ request_id: requestId })
    .whereIn('kind', answerKinds)
    .where('queued_at', '>', db.raw('now() - make_interval(hours => ?)', [withinHours]))
    .count({ answers: '*' })
    .first();
  return Number(row?.answers ?? 0);
}

export interface MailFilter {
  milestoneId: string;
  status?: MailStatus;
  page: Page;
}

export function listMails(db: Database, { milestoneId, status, page }: MailFilter): Promise<Paged<MailRecord>> {
  const query = onRecord(db).where({ milestone_id: milestoneId });
  if (status !== undefined) void query.where({ status });
  return readPage(query, ['due_at', 'mail_id'], page, toRecord);
}

/** The fate of every mail of a milestone's round, in the order they were due. */
export async function listMailsOfRound(db: Database, milestoneId: string, round: number): Promise<Delivery[]> {
  const rows: Row[] = await onRecord(db)
    .where({ milestone_id: milestoneId, round })
    .orderBy(['sequence', 'mail_id'])
    .select('mail_id', 'recipient_id', 'kind', 'status', 'sent_at', 'response');
  return rows.map((row) => ({
    mailId: row.mail_id as string,
    recipientId: row.recipient_id as string,
    kind: row.kind as string,
    status: row.status as MailStatus,
    ...(row.sent_at === null ? {} : { sentAt: (row.sent_at as Date).toISOString() }),
    ...(row.response === null ? {} : { response: row.response as string }),
  }));
}
