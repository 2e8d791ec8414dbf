// Delivers queued webhooks: claims, posts, records the outcome. Gives up after a bounded number of attempts.
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { claimWebhooks, markWebhookDelivered, markWebhookFailed, type ClaimedWebhook } from '../db/webhooks.ts';
import type { SendWebhook } from '../webhooks/webhookSender.ts';
import { workShift } from './workShift.ts';

export interface WebhookDeliveries {
  db: Database;
  log: Logger;
  sendWebhook: SendWebhook | undefined;
}

/** Seconds to the next attempt after the first, the second, …; some three days in all, as Standard Webhooks recommends. */
export const retryDelaysSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

/** Longer than the sender waits for an answer, so that a slow receiver is not taken for a dead sender. */
const staleAfterSeconds = 60;

export function deliverQueuedWebhooks(deliveries: WebhookDeliveries) {
  return (): Promise<void> =>
    workShift(deliveries.db, 'webhooks_queued', (signal) => deliverDueWebhooks(deliveries, signal));
}

/** Delivers everything due now and returns. */
export async function deliverDueWebhooks(deliveries: WebhookDeliveries, signal?: AbortSignal): Promise<void> {
  const { db, sendWebhook } = deliveries;
  if (!sendWebhook) return;
  while (!signal?.aborted) {
    const claimed = await claimWebhooks(db, { limit: 10, staleAfterSeconds });
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((each) => deliver(deliveries, sendWebhook, each, signal)));
  }
}

async function deliver(
  { db, log }: WebhookDeliveries,
  sendWebhook: SendWebhook,
  webhook: ClaimedWebhook,
  signal?: AbortSignal,
): Promise<void> {
  const { webhookId, milestoneId, type, attempts } = webhook;
  const outcome = await sendWebhook(webhook, signal);
  switch (outcome.status) {
    case 'delivered':
      return markWebhookDelivered(db, webhookId);
    case 'failed': {
      const delaySeconds = outcome.isFinal ? undefined : retryDelaysSeconds[attempts - 1];
      await markWebhookFailed(db, webhookId, { error: outcome.error, delaySeconds });
      const about = { milestoneId, webhookId, type, attempts, error: outcome.error };
      log.warn(
        about,
        delaySeconds === undefined ? 'webhook given up; replay it when the receiver is back' : 'webhook deferred',
      );
      return;
    }
    default:
      outcome satisfies never;
  }
}
