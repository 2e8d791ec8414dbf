// Routes of API keys: one for each system that uses the service, so that the record tells them apart. No key ever passes here.
import { z } from 'zod';
import { listApiKeys, registerApiKey } from '../db/apiKeys.ts';
import { line } from '../domain/terms/text.ts';
import { actOn, readOf, route } from './route.ts';

const apiKeyView = z
  .object({
    keyId: z.string().describe('what the record names the key by, and a plan the system that reports with it'),
    label: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'ApiKey' });

export const apiKeyRoutes = [
  route({
    method: 'get',
    path: '/api-keys',
    operationId: 'listApiKeys',
    tag: 'Service',
    summary: 'The API keys there are, by ID and label',
    answer: z.object({ items: z.array(apiKeyView) }),
    audited: readOf('service'),
    handle: async ({ db }) => ({ items: await listApiKeys(db) }),
  }),
  route({
    method: 'post',
    path: '/api-keys',
    operationId: 'registerApiKey',
    tag: 'Service',
    summary: 'Register the API key of another system, by its SHA-256',
    body: z.object({
      label: line(100).describe('the system that uses it'),
      keySha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'use the SHA-256 in lower-case hexadecimal')
        .describe('of the key, which that system makes of at least 32 random bytes and keeps to itself'),
    }),
    status: 201,
    answer: apiKeyView,
    audited: actOn('service'),
    async handle({ db }, { body, response }) {
      const { isNew, ...registered } = await registerApiKey(db, body);
      response.status(isNew ? 201 : 200);
      return registered;
    },
  }),
];
