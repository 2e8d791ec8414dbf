// The HTTP API: in which order a request is let in, taken down, read and answered. No rules of the domain, and no pages.
import express, { Router } from 'express';
import { auditLogRoutes } from './auditLog.ts';
import { requireApiKey } from './authentication.ts';
import { documentation } from './documentation.ts';
import { documentRoutes, engagementRoutes } from './engagements.ts';
import { healthRoutes } from './health.ts';
import { keepAuditTrail } from './http/auditTrail.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { bodyWithin, jsonOnly, otherMethodsNotAllowed } from './http/limits.ts';
import { nothingHere } from './http/problems.ts';
import { giveBackIdempotencyKey, honourIdempotencyKey, rememberBody } from './idempotency.ts';
import { invoiceRoutes } from './invoices.ts';
import { milestoneRoutes } from './milestones.ts';
import { methodsAt } from './openApi.ts';
import { outputRoutes, recordRoutes } from './record.ts';
import { reportRoutes } from './reports.ts';
import { retentionRoutes } from './retention.ts';
import { webhookRoutes } from './webhooks.ts';

export function apiRouter(deps: ApiDependencies): Router {
  const router = Router();
  router.use(healthRoutes(deps));
  router.use(documentation(deps.settings.publicUrl));
  router.use(requireApiKey(deps.db));
  router.use(keepAuditTrail(deps.db, deps.log));
  router.use(documentRoutes(deps));
  router.use(bodyWithin(60_000), jsonOnly, express.json({ limit: '2mb', verify: rememberBody }));
  router.use(honourIdempotencyKey(deps.db));
  router.use(engagementRoutes(deps), milestoneRoutes(deps), recordRoutes(deps), outputRoutes(deps));
  router.use(invoiceRoutes(deps), webhookRoutes(deps), reportRoutes(deps), auditLogRoutes(deps));
  router.use(retentionRoutes(deps));
  router.use(otherMethodsNotAllowed(methodsAt), nothingHere);
  router.use(giveBackIdempotencyKey(deps.db));
  return router;
}
