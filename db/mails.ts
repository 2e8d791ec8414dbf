// The outbox: a row per mail, written with the decision that causes it, claimed by one sender at a time.
import type { Knex } from 'knex';
import type { Delivery } from '../domain/milestone.ts';
import { answerKinds, type MailKind } from '../domain/requests/notices.ts';
import { entryText } from '../evidence/ledger/auditEntry.ts';
import type { Database } from './database.ts';
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
}

export interface ClaimedMail extends OutgoingMail {
  attempts: number;
  queuedAt: string;
  /** True when an earlier sender died with this mail in hand: the server may already have it. */
  isRepeat: boolean;
}

export type MailStatus = 'queued' | 'sending' | 'sent' | 'failed';

export interface MailRecord extends OutgoingMail {
  status: MailStatus;
  attempts: number;
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

export interface Claim {
  limit: number;
  claimant: string;
  /** After so long without an outcome a claim counts as left by a dead sender. */
  staleAfterSeconds: number;
}

/** Takes due mails in the order they were queued; two claimants never get the same one. */
export async function claimMails(db: Database, { limit, claimant, staleAfterSeconds }: Claim): Promise<ClaimedMail[]> {
  const { rows } = await db.raw(
    `with due as (
       select mail_id, status from mails
       where (status = 'queued' and next_attempt_at <= now())
          or (status = 'sending' and claimed_at < now() - make_interval(secs => :stale))
       order by queued_at, sequence, mail_id
       limit :limit
       for update skip locked)
     update mails m
     set status = 'sending', attempts = attempts + 1, claimed_at = now(), claimed_by = :claimant,
         repeats = repeats + (due.status = 'sending')::int
     from due where m.mail_id = due.mail_id
     returning m.*, due.status = 'sending' as is_repeat`,
    { limit, claimant, stale: staleAfterSeconds },
  );
  return (rows as Row[]).map((row) => ({
    ...toMail(row),
    attempts: row.attempts as number,
    queuedAt: (row.queued_at as Date).toISOString(),
    isRepeat: row.is_repeat as boolean,
  }));
}

/** Outcome and audit line by one statement: no mail is marked that the log does not name. */
export async function markSent(db: Database, mailId: string, { response }: { response: string }): Promise<void> {
  const entry = entryText({ at: new Date().toISOString(), type: 'mailSent', mailId, response });
  await db.raw(
    `with marked as (
       update mails set status = 'sent', sent_at = now(), response = :response, last_error = null
       where mail_id = :mailId returning milestone_id)
     select append_audit('milestone:' || milestone_id, array[:entry]) from marked`,
    { mailId, response, entry },
  );
}

export async function markRetry(
  db: Database,
  mailId: string,
  { error, delaySeconds }: { error: string; delaySeconds: number },
): Promise<void> {
  await db('mails')
    .where({ mail_id: mailId, status: 'sending' })
    .update({
      status: 'queued',
      last_error: error,
      next_attempt_at: db.raw('now() + make_interval(secs => ?)', [delaySeconds]),
    });
}

export async function markFailed(db: Database, mailId: string, { error }: { error: string }): Promise<void> {
  const entry = entryText({ at: new Date().toISOString(), type: 'mailFailed', mailId, error });
  await db.raw(
    `with marked as (
       update mails set status = 'failed', last_error = :error
       where mail_id = :mailId and status <> 'sent' returning milestone_id)
     select append_audit('milestone:' || milestone_id, array[:entry]) from marked`,
    { mailId, error, entry },
  );
}

/** Queues a mail no decision caused. Queuing it again changes nothing. */
export async function queueMail(transaction: Knex.Transaction, mail: OutgoingMail): Promise<void> {
  await transaction('mails')
    .insert({
      mail_id: mail.mailId,
      milestone_id: mail.milestoneId,
      engagement_id: mail.engagementId,
      kind: mail.kind,
      recipient_id: mail.recipientId,
      to_address: mail.toAddress,
      round: mail.round,
      sequence: mail.sequence,
      request_id: mail.requestId ?? null,
      model: JSON.stringify(mail.model),
      message_id_header: mail.messageIdHeader,
      due_at: transaction.fn.now(),
    })
    .onConflict('mail_id')
    .ignore();
  await transaction.raw('notify mails_queued');
}

/** The address of this mail does not work; the first report is kept. */
export async function markBounced(db: Database, mailId: string, reason: string): Promise<void> {
  await db('mails')
    .where({ mail_id: mailId })
    .whereNull('bounced_at')
    .update({ bounced_at: db.fn.now(), bounce_reason: reason });
}

export async function findMailByMessageId(db: Database, messageIdHeader: string): Promise<MailRecord | undefined> {
  const row = await db('mails').where({ message_id_header: messageIdHeader }).first();
  return row && toRecord(row);
}

/** By the part before the at sign, which is unique as well; what a report names it by comes from outside, so no pattern. */
export async function findMailByMessageIdLocalPart(db: Database, localPart: string): Promise<MailRecord | undefined> {
  const row = await db('mails')
    .whereRaw(`split_part(message_id_header, '@', 1) = ?`, [`<${localPart}`])
    .first();
  return row && toRecord(row);
}

/** What a person who answers a request was last told in it. */
export async function findLatestMailOfRequest(db: Database, requestId: string): Promise<MailRecord | undefined> {
  const row = await db('mails')
    .where({ request_id: requestId })
    .whereNotIn('kind', answerKinds)
    .orderBy('queued_at', 'desc')
    .first();
  return row && toRecord(row);
}

/** What a person was sent about a milestone, the newest first: what they can quote. */
export async function listMailsTo(db: Database, milestoneId: string, recipientId: string): Promise<MailRecord[]> {
  const rows: Row[] = await db('mails')
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
  milestoneId?: string;
  status?: MailStatus;
  page: Page;
}

export function listMails(db: Database, { milestoneId, status, page }: MailFilter): Promise<Paged<MailRecord>> {
  const query = db('mails');
  if (milestoneId !== undefined) void query.where({ milestone_id: milestoneId });
  if (status !== undefined) void query.where({ status });
  return readPage(query, ['due_at', 'mail_id'], page, toRecord);
}

/** The fate of every mail of a milestone's round, in the order they were due. */
export async function listMailsOfRound(db: Database, milestoneId: string, round: number): Promise<Delivery[]> {
  const rows: Row[] = await db('mails')
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

export async function countQueued(db: Database): Promise<number> {
  const row = await db('mails').whereIn('status', ['queued', 'sending']).count({ queued: '*' }).first();
  return Number(row?.queued ?? 0);
}
