// The HTTP application: who may come in, which rooms it opens to, and how errors leave. No rules of the domain.
import type { Client } from '@temporalio/client';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import swaggerUi from 'swagger-ui-dist';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Transport } from '../mail/transport.ts';
import type { FileStore } from '../storage/fileStore.ts';
import type { RegisterProfile } from '../reports/profile.ts';
import { requestPages } from '../web/requestPages.ts';
import { auditLogRoutes } from './auditLog.ts';
import { keepAuditTrail, recordRefusedAttempt } from './auditTrail.ts';
import { requireApiKey } from './authentication.ts';
import { documentRoutes, engagementRoutes } from './engagements.ts';
import { healthRoutes } from './health.ts';
import { giveBackIdempotencyKey, honourIdempotencyKey, rememberBody } from './idempotency.ts';
import { invoiceRoutes } from './invoices.ts';
import { bodyWithin, jsonOnly, nameableOnly, otherMethodsNotAllowed, unlessUpload } from './limits.ts';
import { milestoneRoutes } from './milestones.ts';
import { openApiDocument } from './openApi.ts';
import { answerWithProblem, nothingHere } from './problems.ts';
import { outputRoutes, recordRoutes } from './record.ts';
import { reportRoutes } from './reports.ts';
import { retentionRoutes } from './retention.ts';
import { webhookRoutes } from './webhooks.ts';

export interface ApiDependencies {
  db: Database;
  client: Client;
  files: FileStore;
  transport: Transport;
  log: Logger;
  /** What links and codes are made with, and the domain our own Message-IDs carry. */
  linkSecret: string;
  mailDomain: string;
  /** Profiles of the register, by industry body. */
  profiles: RegisterProfile[];
  /** The ways replies come in, by the name health gives them. */
  replySources?: Record<string, { check(): Promise<void> }>;
  /** Public key of the audit log, as a C2SP verifier key. */
  logKey: string;
  settings: Pick<Config, 'publicUrl' | 'maxUploadBytes' | 'answerWithinMilliseconds' | 'trustProxy' | 'webhook'>;
}

export function createApi(deps: ApiDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.settings.trustProxy);
  app.use((_request, response, next) => {
    response.set({
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    next();
  });
  app.use(nameableOnly);
  app.get('/', (_request, response) => response.redirect('/docs'));
  app.use(healthRoutes(deps));
  app.use(documentation(deps.settings.publicUrl));
  app.use('/r', unlessUpload(bodyWithin(60_000)));
  app.use(requestPages(deps));
  app.use(requireApiKey(deps.db));
  app.use(keepAuditTrail(deps.db, deps.log));
  app.use(documentRoutes(deps));
  app.use(bodyWithin(60_000), jsonOnly, express.json({ limit: '2mb', verify: rememberBody }));
  app.use(honourIdempotencyKey(deps.db));
  app.use(engagementRoutes(deps), milestoneRoutes(deps), recordRoutes(deps), outputRoutes(deps));
  app.use(invoiceRoutes(deps), webhookRoutes(deps), reportRoutes(deps), auditLogRoutes(deps));
  app.use(retentionRoutes(deps));
  app.use(otherMethodsNotAllowed, nothingHere);
  app.use(giveBackIdempotencyKey(deps.db));
  app.use(answerWithProblem(deps.log, (request, problem) => recordRefusedAttempt(deps.db, request, problem)));
  return app;
}

/** The OpenAPI document, and a reader for it that loads nothing from elsewhere. */
function documentation(publicUrl: string): express.Router {
  const router = express.Router();
  const document = openApiDocument(publicUrl);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Milestone Sign-Off API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="reader"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reader', deepLinking: true, persistAuthorization: true });</script></body></html>`;
  router.get('/openapi.json', (_request, response) => void response.json(document));
  router.use('/docs/assets', express.static(swaggerUi.getAbsoluteFSPath(), { index: false }));
  router.get('/docs', (_request, response) => void response.type('html').send(page));
  return router;
}
