// What is told to endpoints, as OpenAPI has it: one webhook a kind of event, with a sample, from the same shapes that are sent.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  cloudEventShape,
  outgoingKinds,
  outgoingShapes,
  sampleOf,
  typeOf,
  type OutgoingKind,
} from '../../domain/outgoing/outgoingEvents.ts';

const signature = z.object({
  'webhook-id': z.string().describe('of the delivery: the same when it is sent again'),
  'webhook-timestamp': z.string().describe('when it was sent, in seconds since 1970'),
  'webhook-signature': z.string().describe('one or several of "v1," and HMAC-SHA-256 in base64, by Standard Webhooks'),
});

export const eventSchemaName = (kind: OutgoingKind): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Event`;

const shapes = new Map(
  outgoingKinds.map((kind) => [kind, cloudEventShape(kind).meta({ id: eventSchemaName(kind) })] as const),
);

export const webhooksOf = (): ZodOpenApiPathsObject =>
  Object.fromEntries(
    outgoingKinds.map((kind) => [
      typeOf(kind),
      {
        post: {
          tags: ['Webhooks'],
          operationId: `on${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
          summary: outgoingShapes[kind].says.replace(/\.$/, ''),
          description: `${outgoingShapes[kind].says} Posted to every endpoint that hears of it (\`registerEventEndpoint\`), as a CloudEvent 1.0, signed as Standard Webhooks has it.`,
          security: [],
          requestParams: { header: signature },
          requestBody: {
            required: true,
            content: {
              'application/cloudevents+json': { schema: shapes.get(kind) ?? z.never(), example: sampleOf(kind) },
            },
          },
          responses: {
            '2XX': { description: 'Taken; it is not sent again' },
            '410': { description: 'Gone: this event is given up' },
            '4XX': { description: 'Not taken; it is sent again' },
          },
        },
      },
    ]),
  );
