// The OpenAPI document, a reader for it that loads nothing from elsewhere, and the guide to begin with.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { asyncApiDocument } from './asyncApi.ts';
import { firstEngagementPath, guidePage, guideStyle } from './guide/guidePage.ts';
import { openApiDocument } from './openApi.ts';

/** Where the reader's files are. Importing the package itself would run the reader, which takes the better part of a second. */
const readersFiles = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Milestone Sign-Off API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="reader"></div><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/reader.js"></script></body></html>`;

/** A key that is typed in is kept in the page alone, and gone with it. */
const reader = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reader', deepLinking: true });";

/** The reader sets styles of its own; what it runs and asks is from here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function documentation(publicUrl: string): Router {
  const router = Router();
  const document = once(() => openApiDocument(publicUrl));
  router.get('/openapi.json', (_request, response) => void response.json(document()));
  const events = once(asyncApiDocument);
  router.get('/asyncapi.json', (_request, response) => void response.json(events()));
  router.use('/docs', (_request, response, next) => {
    response.set('Content-Security-Policy', policy);
    next();
  });
  router.get('/docs/reader.js', (_request, response) => void response.type('text/javascript').send(reader));
  router.use('/docs/assets', express.static(readersFiles, { index: false }));
  const guide = once(guidePage);
  router.get(firstEngagementPath, (_request, response) => void response.type('html').send(guide()));
  router.get('/docs/guide.css', (_request, response) => void response.type('text/css').send(guideStyle));
  router.get('/docs', (_request, response) => void response.type('html').send(page));
  return router;
}

/** Made when first asked for: a start would wait most of a second for what few ask. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
