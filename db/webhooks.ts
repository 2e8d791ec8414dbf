// The outbox of webhooks: a row per event, written with what causes it, retried a bounded number of times, then dead.
import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import { readPage, type Page, type Paged } from './page.ts';

export type WebhookType = 'invoiceRelease.updated' | 'invoice.registered';

export interface WebhookEvent {
  type: WebhookType;
  milestoneId: string;
  engagementId: string;
  /** What tells this event from others of its type on the same milestone, so that it is queued once. */
  subject: string;
  /** ISO 8601 UTC. */
  at: string;
  data: object;
}

export type WebhookStatus = 'queued' | 'delivering' | 'delivered' | 'dead';

export interface WebhookDelivery {
  webhookId: string;
  milestoneId: string;
  type: WebhookType;
  status: WebhookStatus;
  attempts: number;
  queuedAt: string;
  nextAttemptAt?: string;
  deliveredAt?: string;
  lastError?: string;
}

export interface ClaimedWebhook {
  webhookId: string;
  milestoneId: string;
  type: WebhookType;
  /** The exact body, the same on every attempt. */
  payload: string;
  attempts: number;
}

/** Part of the transaction that causes the event. The ID is derived, so that a retry of that transaction queues nothing new. */
export async function queueWebhook(transaction: Database, event: WebhookEvent): Promise<void> {
  const { type, milestoneId, engagementId, subject, at, data } = event;
  const webhookId = `msg_${createHash('sha256').update(`${milestoneId}\n${type}\n${subject}`).digest('base64url').slice(0, 32)}`;
  await transaction('webhook_deliveries')
    .insert({
      webhook_id: webhookId,
      milestone_id: milestoneId,
      type,
      payload: JSON.stringify({ type, timestamp: at, data: { milestoneId, engagementId, ...data } }),
    })
    .onConflict('webhook_id')
    .ignore();
  await transaction.raw('notify webhooks_queued');
}

/** Takes due deliveries; a claim older than `staleAfterSeconds` was left by a process that died and is taken again. */
export async function claimWebhooks(
  db: Database,
  { limit, staleAfterSeconds }: { limit: number; staleAfterSeconds: number },
): Promise<ClaimedWebhook[]> {
  const { rows } = await db.raw(
    `with due as (
       select webhook_id from webhook_deliveries
       where (status = 'queued' and next_attempt_at <= now())
          or (status = 'delivering' and claimed_at < now() - make_interval(secs => :stale))
       order by queued_at, webhook_id
       limit :limit
       for update skip locked)
     update webhook_deliveries w
     set status = 'delivering', attempts = attempts + 1, claimed_at = now()
     from due where w.webhook_id = due.webhook_id
     returning w.*`,
    { limit, stale: staleAfterSeconds },
  );
  return (rows as Record<string, unknown>[]).map((row) => ({
    webhookId: row.webhook_id as string,
    milestoneId: row.milestone_id as string,
    type: row.type as WebhookType,
    payload: row.payload as string,
    attempts: row.attempts as number,
  }));
}

export async function markWebhookDelivered(db: Database, webhookId: string): Promise<void> {
  await db('webhook_deliveries')
    .where({ webhook_id: webhookId })
    .update({ status: 'delivered', delivered_at: db.fn.now(), last_error: null });
}

/** Queued again after `delaySeconds`, or dead without one: then it waits for somebody to replay it. */
export async function markWebhookFailed(
  db: Database,
  webhookId: string,
  { error, delaySeconds }: { error: string; delaySeconds: number | undefined },
): Promise<void> {
  await db('webhook_deliveries')
    .where({ webhook_id: webhookId, status: 'delivering' })
    .update({
      status: delaySeconds === undefined ? 'dead' : 'queued',
      last_error: error,
      next_attempt_at: db.raw('now() + make_interval(secs => ?)', [delaySeconds ?? 0]),
    });
}

/** Sends it again from the first attempt, with the same ID and body, so that a receiver that has it can tell. */
export async function replayWebhook(db: Database, webhookId: string): Promise<boolean> {
  const replayed = await db('webhook_deliveries')
    .where({ webhook_id: webhookId })
    .whereIn('status', ['dead', 'delivered', 'queued'])
    .update({ status: 'queued', attempts: 0, next_attempt_at: db.fn.now(), delivered_at: null });
  if (replayed > 0) await db.raw('notify webhooks_queued');
  return replayed > 0;
}

export async function findWebhook(db: Database, webhookId: string): Promise<WebhookDelivery | undefined> {
  const row = await db('webhook_deliveries').where({ webhook_id: webhookId }).first();
  return row && toDelivery(row);
}

export function listWebhooks(
  db: Database,
  { milestoneId, status, page }: { milestoneId?: string; status?: WebhookStatus; page: Page },
): Promise<Paged<WebhookDelivery>> {
  const query = db('webhook_deliveries');
  if (milestoneId !== undefined) void query.where({ milestone_id: milestoneId });
  if (status !== undefined) void query.where({ status });
  return readPage(query, ['queued_at', 'webhook_id'], page, toDelivery);
}

function toDelivery(row: Record<string, unknown>): WebhookDelivery {
  return {
    webhookId: row.webhook_id as string,
    milestoneId: row.milestone_id as string,
    type: row.type as WebhookType,
    status: row.status as WebhookStatus,
    attempts: row.attempts as number,
    queuedAt: (row.queued_at as Date).toISOString(),
    ...(row.status === 'queued' ? { nextAttemptAt: (row.next_attempt_at as Date).toISOString() } : {}),
    ...(row.delivered_at === null ? {} : { deliveredAt: (row.delivered_at as Date).toISOString() }),
    ...(row.last_error === null ? {} : { lastError: row.last_error as string }),
  };
}
