// Webhooks as what the billing system and endpoints are told, written with what causes them; whether one is still to be sent the outbox knows.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { EngagementScope } from '../domain/access/scope.ts';
import { cloudEventOf, type About, type OutgoingEvent } from '../domain/outgoing/outgoingEvents.ts';
import type { Database } from './database.ts';
import { endpointsOf } from './eventEndpoints.ts';
import { effectsDue, queueAnew, type EffectStatus } from './outbox.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { within } from './scope.ts';

/** What the billing system is told; endpoints are told outgoing events by their own types. */
export type BillingType =
  | 'invoiceRelease.updated'
  | 'invoice.registered'
  | 'invoice.credited'
  | 'invoiceDraft.registered'
  | 'invoiceDraft.ended';

export interface WebhookEvent {
  type: BillingType;
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
  /** Of an event that an endpoint is told; left out, the billing system is. */
  endpointId?: string;
  type: string;
  status: WebhookStatus;
  attempts: number;
  queuedAt: string;
  nextAttemptAt?: string;
  deliveredAt?: string;
  lastError?: string;
}

export interface OutgoingWebhook {
  webhookId: string;
  milestoneId: string;
  /** Left out, it goes to the billing system. */
  endpointId?: string;
  type: string;
  /** The exact body, the same on every attempt. */
  payload: string;
}

/** A webhook that the outbox no longer has was delivered. */
const statuses: Record<EffectStatus, WebhookStatus> = { waiting: 'queued', claimed: 'delivering', failed: 'dead' };

/**
 * Webhooks with how far each has got: until it is delivered the outbox has its state. It is looked up one by one, so that a page
 * costs no look at all that waits.
 */
const onRecord = (db: Database): Knex.QueryBuilder =>
  db.from(
    db.raw(`(
      select w.webhook_id, w.milestone_id, w.endpoint_id, w.type, w.queued_at, w.delivered_at, coalesce(o.attempts, w.attempts) as attempts,
        o.status as outbox_status, o.next_attempt_at, o.last_error
      from webhook_deliveries w left join lateral (
        select * from outbox where kind = 'webhook' and reference = w.webhook_id offset 0) o on true) webhooks`),
  );

/** Those the outbox has, looked up one by one, so that a page of a few costs no look at the many that were delivered. */
const inOutbox = (db: Database): Knex.QueryBuilder =>
  db.from(
    db.raw(`(
      select o.reference as webhook_id, w.milestone_id, w.endpoint_id, w.type, o.queued_at, w.delivered_at, o.attempts,
        o.status as outbox_status, o.next_attempt_at, o.last_error
      from outbox o cross join lateral (
        select * from webhook_deliveries where webhook_id = o.reference offset 0) w
      where o.kind = 'webhook') webhooks`),
  );

const queueing = `
  with said as (
    insert into webhook_deliveries (webhook_id, milestone_id, endpoint_id, type, payload)
    values (:webhookId, :milestoneId, :endpointId, :type, :payload)
    on conflict (webhook_id) do nothing
    returning webhook_id, milestone_id),
  queued as (
    insert into outbox (kind, reference, milestone_id) select 'webhook', webhook_id, milestone_id from said returning kind)
  select pg_notify('${effectsDue}', '') from queued`;

/** Part of the transaction that causes the event. The ID is derived, so that a retry of that transaction queues nothing new. */
export async function queueWebhook(transaction: Database, event: WebhookEvent): Promise<void> {
  const { type, milestoneId, engagementId, subject, at, data } = event;
  const webhookId = idOf([milestoneId, type, subject]);
  const payload = JSON.stringify({ type, timestamp: at, data: { milestoneId, engagementId, ...data } });
  await transaction.raw(queueing, { webhookId, milestoneId, endpointId: null, type, payload });
}

const idOf = (parts: readonly string[]): string =>
  `msg_${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32)}`;

/** Part of the transaction that records what the events follow from: to each endpoint that hears of them, once. */
export async function queueOutgoing(
  transaction: Database,
  about: About,
  events: readonly OutgoingEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { milestoneId } = about;
  for (const { endpointId, kinds } of await endpointsOf(transaction, about.engagementId))
    for (const event of events.filter(({ kind }) => kinds === undefined || kinds.includes(kind))) {
      const told = cloudEventOf(about, event);
      const webhookId = idOf([endpointId, told.id]);
      await transaction.raw(queueing, {
        ...{ webhookId, milestoneId, endpointId, type: told.type },
        payload: JSON.stringify(told),
      });
    }
}

/** Those of the IDs that are on record. */
export async function readOutgoingWebhooks(
  db: Database,
  webhookIds: readonly string[],
): Promise<Map<string, OutgoingWebhook>> {
  const rows: Record<string, unknown>[] = await db('webhook_deliveries').whereIn('webhook_id', [...webhookIds]);
  return new Map(
    rows.map((row) => [
      row.webhook_id as string,
      {
        webhookId: row.webhook_id as string,
        milestoneId: row.milestone_id as string,
        ...(row.endpoint_id === null ? {} : { endpointId: row.endpoint_id as string }),
        type: row.type as string,
        payload: row.payload as string,
      },
    ]),
  );
}

/** Sends it again from the first attempt, with the same ID and body, so that a receiver that has it can tell. */
export function replayWebhook(db: Database, webhookId: string): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const inHand = await transaction('outbox')
      .where({ kind: 'webhook', reference: webhookId, status: 'claimed' })
      .forUpdate()
      .first('effect_id');
    if (inHand) return false;
    const [replayed] = await transaction('webhook_deliveries')
      .where({ webhook_id: webhookId })
      .update({ delivered_at: null })
      .returning('milestone_id');
    if (!replayed) return false;
    await queueAnew(transaction, 'webhook', [
      { reference: webhookId, milestoneId: (replayed as { milestone_id: string }).milestone_id },
    ]);
    return true;
  });
}

export async function findWebhook(db: Database, webhookId: string): Promise<WebhookDelivery | undefined> {
  const row = await onRecord(db).where({ webhook_id: webhookId }).first();
  return row && toDelivery(row);
}

export interface WebhookFilter {
  scope: EngagementScope;
  milestoneId?: string;
  status?: WebhookStatus;
  page: Page;
}

export function listWebhooks(
  db: Database,
  { scope, milestoneId, status, page }: WebhookFilter,
): Promise<Paged<WebhookDelivery>> {
  const outboxStatus = status && outboxStatusOf(status);
  const query = outboxStatus ? inOutbox(db) : onRecord(db);
  if (scope !== 'all') void query.whereIn('milestone_id', within(db('milestones'), scope).select('milestone_id'));
  if (milestoneId !== undefined) void query.where({ milestone_id: milestoneId });
  if (outboxStatus !== undefined) void query.where({ outbox_status: outboxStatus });
  return readPage(query, ['queued_at', 'webhook_id'], page, toDelivery);
}

const outboxStatusOf = (status: WebhookStatus): EffectStatus | null =>
  (Object.entries(statuses) as [EffectStatus, WebhookStatus][]).find(([, each]) => each === status)?.[0] ?? null;

function toDelivery(row: Record<string, unknown>): WebhookDelivery {
  const status = row.outbox_status === null ? 'delivered' : statuses[row.outbox_status as EffectStatus];
  return {
    webhookId: row.webhook_id as string,
    milestoneId: row.milestone_id as string,
    ...(row.endpoint_id === null ? {} : { endpointId: row.endpoint_id as string }),
    type: row.type as string,
    status,
    attempts: row.attempts as number,
    queuedAt: (row.queued_at as Date).toISOString(),
    ...(status === 'queued' ? { nextAttemptAt: (row.next_attempt_at as Date).toISOString() } : {}),
    ...(row.delivered_at === null ? {} : { deliveredAt: (row.delivered_at as Date).toISOString() }),
    ...(row.last_error === null ? {} : { lastError: row.last_error as string }),
  };
}
