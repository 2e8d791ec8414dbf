// Routes of endpoints that are told what happens: registered with their filter, listed, ended. What is told has its shapes in the domain.
import { z } from 'zod';
import { changeSecret, endEndpoint, insertEndpoint, listEndpoints, type EventEndpoint } from '../db/eventEndpoints.ts';
import { asJob } from '../db/inScope.ts';
import { outgoingKinds } from '../domain/outgoing/outgoingEvents.ts';
import { SignOffError } from '../domain/errors.ts';
import { key, line, text } from '../domain/terms/text.ts';
import { endpointSecrets, overlapHours } from '../mail/endpointSecret.ts';
import { assertOwnEngagement } from './http/access.ts';
import type { Access } from './http/holders.ts';
import { noSuch } from './http/lookUps.ts';
import { carriedOutBy } from './authentication.ts';
import { actOn, readOf, route } from './route.ts';

/** In clear only to the machine itself, where nobody listens on the way. */
const mayBePosted = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  const isOwn = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isOwn)) && username === '' && password === '';
};

const newEndpoint = z.object({
  url: z
    .string()
    .max(2000)
    .refine(mayBePosted, 'begin with https://, and leave out user and password')
    .describe('where events are posted'),
  label: line(200).describe('what is told there, for people'),
  engagementIds: z.array(key).min(1).max(500).optional().describe('left out: of every engagement'),
  kinds: z.array(z.enum(outgoingKinds)).min(1).optional().describe('left out: events of every kind'),
});

const endpointView = z
  .object({
    endpointId: z.string().describe('ID of the endpoint'),
    url: z.string().describe('where events are posted'),
    label: z.string().describe('what is told there, for people'),
    engagementIds: z.array(z.string()).optional().describe('absent: of every engagement'),
    kinds: z.array(z.enum(outgoingKinds)).optional().describe('absent: events of every kind'),
    createdBy: z.string().describe('who registered it'),
    createdAt: z.string(),
    secretNumber: z.int().describe('which of its secrets is in force, from 1'),
    secretSince: z.string().optional().describe('since when, where it was changed'),
    ended: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
  })
  .meta({ id: 'EventEndpoint' });

const withSecret = endpointView.extend({
  secret: z
    .string()
    .optional()
    .describe('the receiver verifies signatures by it; shown once, so not to who repeats a request'),
});

const shownWithSecret = (linkSecret: string, endpoint: EventEndpoint) => ({
  ...endpoint,
  secret: endpointSecrets(linkSecret, endpoint, new Date().toISOString())[0] ?? '',
});

const isSeen = ({ scope }: Access, { engagementIds }: EventEndpoint): boolean => {
  if (scope === 'all') return true;
  if (!engagementIds) return false;
  return engagementIds.every((each) => ('allBut' in scope ? !scope.allBut.includes(each) : scope.includes(each)));
};

/** Nobody has told of elsewhere what they do not see themselves. */
function assertOwn(access: Access, engagementIds: readonly string[] | undefined): void {
  for (const each of engagementIds ?? []) assertOwnEngagement(access, each);
  if (engagementIds === undefined && access.scope !== 'all')
    throw new SignOffError(
      'INVALID_MESSAGE',
      'engagementIds is missing; name the engagements that are yours to tell of.',
      {
        field: 'engagementIds',
      },
    );
}

export const eventEndpointRoutes = [
  route({
    method: 'post',
    path: '/event-endpoints',
    operationId: 'registerEventEndpoint',
    right: 'manageEndpoints',
    tag: 'Webhooks',
    summary: 'Have a system told what happens, as it happens',
    description:
      'Each event is posted as a CloudEvent 1.0 (`application/cloudevents+json`), signed as Standard Webhooks has it. The answer has the `secret` that the receiver verifies by; it is shown here alone, and each endpoint has its own. What is told are IDs: a receiver reads more with a key of its own. A receiver that is down is tried again for three days with the same `webhook-id`; `410 Gone` ends that at once.',
    body: newEndpoint,
    status: 201,
    answer: withSecret,
    shownOnce: ['secret'],
    problems: ['NOT_FOUND'],
    audited: actOn('service'),
    async handle({ pool, linkSecret }, { body, key: access, request }) {
      assertOwn(access, body.engagementIds);
      const endpoint = await insertEndpoint(asJob(pool, 'door'), body, carriedOutBy(request).keyId);
      return shownWithSecret(linkSecret, endpoint);
    },
  }),
  route({
    method: 'get',
    path: '/event-endpoints',
    operationId: 'listEventEndpoints',
    right: 'readEffects',
    tag: 'Webhooks',
    summary: 'Systems that are told what happens, those that are told no more included',
    description: 'Without their secrets. `listWebhookDeliveries` has how far each event got.',
    answer: z.object({ items: z.array(endpointView) }),
    audited: readOf('service'),
    async handle({ pool }, { key: access }) {
      const all = await listEndpoints(asJob(pool, 'door'));
      return { items: all.filter((each) => isSeen(access, each)) };
    },
  }),
  route({
    method: 'post',
    path: '/event-endpoints/{endpointId}/secret',
    operationId: 'changeEventEndpointSecret',
    right: 'manageEndpoints',
    tag: 'Webhooks',
    summary: 'Give a system another secret to verify by',
    description: `The answer has the new \`secret\`, which is shown here alone. For ${overlapHours} hours each event is signed with the one before as well, so that the receiver can change over without missing any; asked for again within that time, the one before the last is signed with no more.`,
    answer: withSecret,
    shownOnce: ['secret'],
    problems: ['NOT_FOUND'],
    audited: actOn('service'),
    async handle({ pool, linkSecret }, { params: { endpointId }, key: access }) {
      const db = asJob(pool, 'door');
      const standing = (await listEndpoints(db)).find((each) => each.endpointId === endpointId);
      const changed = standing && isSeen(access, standing) ? await changeSecret(db, endpointId) : undefined;
      if (!changed) throw noSuch('endpoint', endpointId);
      return shownWithSecret(linkSecret, changed);
    },
  }),
  route({
    method: 'post',
    path: '/event-endpoints/{endpointId}/end',
    operationId: 'endEventEndpoint',
    right: 'manageEndpoints',
    tag: 'Webhooks',
    summary: 'Tell a system no more, at once and for good',
    description: 'What was queued for it and has not gone out does not go out.',
    body: z.object({ reason: text(2000) }),
    answer: endpointView,
    audited: actOn('service'),
    async handle({ pool }, { params: { endpointId }, body, key: access, request }) {
      const db = asJob(pool, 'door');
      const find = async () => (await listEndpoints(db)).find((each) => each.endpointId === endpointId);
      const standing = await find();
      if (!standing || !isSeen(access, standing)) throw noSuch('endpoint', endpointId);
      await endEndpoint(db, endpointId, carriedOutBy(request).keyId, body.reason);
      return (await find()) ?? standing;
    },
  }),
];
