// The AsyncAPI 3 document of what is told to endpoints, made from the same shapes as the webhooks in OpenAPI.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { cloudEventShape, outgoingKinds, outgoingShapes, sampleOf, typeOf } from '../domain/outgoing/outgoingEvents.ts';
import { eventSchemaName } from './openApi/webhooks.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export const asyncApiDocument = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Milestone Sign-Off: events',
    version,
    description:
      'What is told to endpoints as it happens: CloudEvents 1.0 in JSON, posted by HTTP and signed as Standard Webhooks has it. IDs and instants alone; whoever may know more reads it from the API with a key of their own. Endpoints are registered with `POST /event-endpoints`.',
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    tags: [{ name: 'events', description: 'What happens to milestones' }],
  },
  defaultContentType: 'application/cloudevents+json',
  channels: {
    endpoint: {
      description: 'The address that an endpoint was registered with',
      messages: Object.fromEntries(
        outgoingKinds.map((kind) => [kind, { $ref: `#/components/messages/${eventSchemaName(kind)}` }]),
      ),
    },
  },
  operations: Object.fromEntries(
    outgoingKinds.map((kind) => [
      `send${eventSchemaName(kind)}`,
      {
        action: 'send',
        channel: { $ref: '#/channels/endpoint' },
        summary: outgoingShapes[kind].says,
        security: [{ $ref: '#/components/securitySchemes/signature' }],
        messages: [{ $ref: `#/channels/endpoint/messages/${kind}` }],
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
    ]),
  ),
  components: {
    securitySchemes: {
      signature: {
        type: 'httpApiKey',
        name: 'webhook-signature',
        in: 'header',
        description:
          'HMAC-SHA-256 over ID, timestamp and body by the secret of the endpoint, as Standard Webhooks has it',
      },
    },
    messages: Object.fromEntries(
      outgoingKinds.map((kind) => [
        eventSchemaName(kind),
        {
          name: typeOf(kind),
          title: outgoingShapes[kind].says.replace(/\.$/, ''),
          contentType: 'application/cloudevents+json',
          headers: {
            type: 'object',
            required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
            properties: {
              'webhook-id': { type: 'string', description: 'of the delivery: the same when it is sent again' },
              'webhook-timestamp': { type: 'string', description: 'when it was sent, in seconds since 1970' },
              'webhook-signature': { type: 'string', description: 'by Standard Webhooks' },
            },
          },
          payload: { $ref: `#/components/schemas/${eventSchemaName(kind)}` },
          examples: [{ name: kind, payload: sampleOf(kind) }],
        },
      ]),
    ),
    schemas: Object.fromEntries(
      outgoingKinds.map((kind) => {
        const { $schema: _dialect, ...schema } = z.toJSONSchema(cloudEventShape(kind), { target: 'draft-7' });
        return [eventSchemaName(kind), schema];
      }),
    ),
  },
});
