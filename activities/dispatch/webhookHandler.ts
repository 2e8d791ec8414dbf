// Tells the billing system and endpoints: posts a queued webhook and says what came of it. Gives up after a bounded number of attempts.
import type { Logger } from 'pino';
import type { Pool } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { readOutgoingWebhooks, type OutgoingWebhook } from '../../db/webhooks.ts';
import type { ClaimedEffect, Outcome } from '../../db/outbox.ts';
import { nothingToDo, type EffectHandler } from './effectHandler.ts';
import { endpointSecrets } from '../../mail/endpointSecret.ts';
import { readEndpoints, type EventEndpoint } from '../../db/eventEndpoints.ts';
import { openWebhookSender, type SendWebhook } from './postWebhook.ts';

export interface WebhookDelivery {
  db: Pool;
  log: Logger;
  /** To the billing system, where there is one. */
  sendWebhook?: SendWebhook | undefined;
  /** Secrets of endpoints are made from it. */
  linkSecret: string;
}

/** Seconds to the next attempt after the first, the second, …; some three days in all, as Standard Webhooks recommends. */
export const retryDelaysSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

export const webhookHandler = (delivery: WebhookDelivery): EffectHandler => ({
  atOnce: 10,
  // Longer than the sender waits for an answer, so that a slow receiver is not taken for a dead sender.
  patienceSeconds: 60,
  delaySeconds: ({ attempts }) => retryDelaysSeconds[attempts - 1],
  async prepare(effects) {
    const db = asJob(delivery.db, 'dispatcher');
    const webhooks = await readOutgoingWebhooks(
      db,
      effects.map((each) => each.reference),
    );
    const endpoints = await readEndpoints(
      db,
      [...webhooks.values()].flatMap(({ endpointId }) => endpointId ?? []),
    );
    return async (effect, signal) => {
      const webhook = webhooks.get(effect.reference);
      if (!webhook) return nothingToDo;
      const send = senderFor(delivery, webhook, endpoints);
      // Whoever was to hear it does not any more.
      if (send === 'ended') return nothingToDo;
      if (!send) return { status: 'later', error: 'no billing system is set (WEBHOOK_URL)', delaySeconds: 3600 };
      return post({ ...delivery, sendWebhook: send }, webhook, effect, signal);
    };
  },
});

function senderFor(
  { sendWebhook, linkSecret }: WebhookDelivery,
  { endpointId }: OutgoingWebhook,
  endpoints: ReadonlyMap<string, EventEndpoint>,
): SendWebhook | 'ended' | undefined {
  if (endpointId === undefined) return sendWebhook;
  const endpoint = endpoints.get(endpointId);
  if (!endpoint) return 'ended';
  const secret = endpointSecrets(linkSecret, endpoint, new Date().toISOString());
  return openWebhookSender({ url: endpoint.url, secret, contentType: 'application/cloudevents+json' });
}

async function post(
  { log, sendWebhook }: Pick<WebhookDelivery, 'log'> & { sendWebhook: SendWebhook },
  webhook: OutgoingWebhook,
  { attempts, isRepeat }: ClaimedEffect,
  signal?: AbortSignal,
): Promise<Outcome> {
  const { webhookId, milestoneId, type } = webhook;
  if (isRepeat)
    log.warn({ milestoneId, webhookId }, 'sending again a webhook whose sender died; the receiver can tell by its ID');
  const outcome = await sendWebhook(webhook, signal);
  switch (outcome.status) {
    case 'delivered':
      return { status: 'done' };
    case 'failed': {
      const { error, isFinal } = outcome;
      const delaySeconds = isFinal ? undefined : retryDelaysSeconds[attempts - 1];
      const about = { milestoneId, webhookId, type, attempts, error };
      const isGivenUp = delaySeconds === undefined;
      log.warn(about, isGivenUp ? 'webhook given up; replay it when the receiver is back' : 'webhook deferred');
      return isGivenUp ? { status: 'failed', error } : { status: 'later', error, delaySeconds };
    }
    default:
      return outcome satisfies never;
  }
}
