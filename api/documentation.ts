// The OpenAPI document, and a reader for it that loads nothing from elsewhere.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { openApiDocument } from './openApi.ts';

/** Where the reader's files are. Importing the package itself would run the reader, which takes the better part of a second. */
const readersFiles = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Milestone Sign-Off API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="reader"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reader', deepLinking: true, persistAuthorization: true });</script></body></html>`;

export function documentation(publicUrl: string): Router {
  const router = Router();
  const document = openApiDocument(publicUrl);
  router.get('/', (_request, response) => response.redirect('/docs'));
  router.get('/openapi.json', (_request, response) => void response.json(document));
  router.use('/docs/assets', express.static(readersFiles, { index: false }));
  router.get('/docs', (_request, response) => void response.type('html').send(page));
  return router;
}
