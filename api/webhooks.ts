// Routes of webhook deliveries: what was told to the billing system, what is dead, and sending it again.
import { Router } from 'express';
import { z } from 'zod';
import { findWebhook, listWebhooks, replayWebhook } from '../db/webhooks.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { HttpProblem } from './http/problems.ts';
import { parse } from './http/parse.ts';
import { listQuery } from './schemas.ts';

export const webhookListQuery = listQuery.extend({
  status: z.enum(['queued', 'delivering', 'delivered', 'dead']).optional().describe('dead: given up, to be replayed'),
  milestoneId: z.string().optional(),
});

export const webhookView = z
  .object({
    webhookId: z.string(),
    milestoneId: z.string(),
    type: z.string(),
    status: z.enum(['queued', 'delivering', 'delivered', 'dead']),
    attempts: z.int(),
    queuedAt: z.string(),
    nextAttemptAt: z.string().optional(),
    deliveredAt: z.string().optional(),
    lastError: z.string().optional(),
  })
  .meta({ id: 'WebhookDelivery' });

export function webhookRoutes({ db }: ApiDependencies): Router {
  const router = Router();
  router.get('/webhook-deliveries', async (request, response) => {
    const { status, milestoneId, ...page } = parse(webhookListQuery, request.query);
    const filter = { page, ...(status ? { status } : {}), ...(milestoneId ? { milestoneId } : {}) };
    response.json(await listWebhooks(db, filter));
  });
  router.post('/webhook-deliveries/:webhookId/replay', async (request, response) => {
    const { webhookId } = request.params;
    const found = await findWebhook(db, webhookId);
    if (!found) throw new HttpProblem(404, 'NOT_FOUND', `There is no webhook delivery "${webhookId}".`, 'webhookId');
    await replayWebhook(db, webhookId);
    response.status(202).json(await findWebhook(db, webhookId));
  });
  return router;
}
