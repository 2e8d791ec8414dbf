// Routes of webhook deliveries: what was told to the billing system, what is dead, and sending it again.
import { z } from 'zod';
import { findWebhook, listWebhooks, replayWebhook } from '../db/webhooks.ts';
import { noSuch } from './http/lookUps.ts';
import { actOn, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';

const webhookListQuery = listQuery.extend({
  status: z.enum(['queued', 'delivering', 'delivered', 'dead']).optional().describe('dead: given up, to be replayed'),
  milestoneId: z.string().optional(),
});

const webhookView = z
  .object({
    webhookId: z.string(),
    milestoneId: z.string(),
    endpointId: z.string().optional().describe('endpoint that is told; absent: the billing system'),
    type: z.string(),
    status: z.enum(['queued', 'delivering', 'delivered', 'dead']),
    attempts: z.int(),
    queuedAt: z.string(),
    nextAttemptAt: z.string().optional(),
    deliveredAt: z.string().optional(),
    lastError: z.string().optional(),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookRoutes = [
  route({
    method: 'get',
    path: '/webhook-deliveries',
    operationId: 'listWebhookDeliveries',
    right: 'readEffects',
    tag: 'Webhooks',
    summary: 'What was told to billing system and endpoints, and how far it got; status=dead lists those given up',
    query: webhookListQuery,
    answer: pageOf(webhookView),
    audited: readOf('service'),
    handle({ db }, { key: { scope }, query: { status, milestoneId, ...page } }) {
      return listWebhooks(db, { scope, page, ...(status ? { status } : {}), ...(milestoneId ? { milestoneId } : {}) });
    },
  }),
  route({
    method: 'post',
    path: '/webhook-deliveries/{webhookId}/replay',
    operationId: 'replayWebhook',
    right: 'retryEffects',
    tag: 'Webhooks',
    summary: 'Send a webhook again, with the same ID and body',
    status: 202,
    answer: webhookView,
    audited: actOn('service'),
    async handle({ db }, { params: { webhookId } }) {
      const found = await findWebhook(db, webhookId);
      if (!found) throw noSuch('webhook', webhookId);
      await replayWebhook(db, webhookId);
      return (await findWebhook(db, webhookId)) ?? found;
    },
  }),
];
