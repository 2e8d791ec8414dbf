// Routes of API keys: registered by the hash of their secret, listed, rotated, revoked, and what was read with each. No secret ever passes here.
import { z } from 'zod';
import { registerKey, revokeKey, rotateKey } from '../administration/apiKeys.ts';
import { listAuditLines } from '../db/auditLog.ts';
import { asJob } from '../db/inScope.ts';
import { readKeys, usedWithinSeconds, type KeyRecord } from '../db/apiKeys.ts';
import {
  registerKey as registerKeySchema,
  revokeKey as revokeKeySchema,
  rotateKey as rotateKeySchema,
  scopeOf,
  statusOf,
  whyNotHandedOn,
  type KeyTerms,
} from '../domain/access/keys.ts';
import { keyRoles } from '../domain/access/rights.ts';
import { covers } from '../domain/access/scope.ts';
import { readsChain } from '../evidence/ledger/auditEntry.ts';
import { assertRight, type Access } from './http/access.ts';
import { lineQuery, lineView, pageOfLines } from './auditLog.ts';
import { carriedOutBy } from './authentication.ts';
import { noSuch } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, pageOf, readOf, route } from './route.ts';

const keyView = z
  .object({
    keyId: z.string().describe('what the record names the key by, and a plan the system that reports with it'),
    label: z.string(),
    status: z.enum(['valid', 'over', 'revoked']),
    roles: z.array(z.enum(keyRoles)),
    engagementIds: z.array(z.string()).optional().describe('absent where it is for all'),
    isReadOnly: z.boolean(),
    createdAt: z.string(),
    createdBy: z.string().describe('ID of the key it was made with, or how else'),
    secrets: z
      .array(
        z.object({
          validFrom: z.string(),
          validUntil: z.string(),
          lastUsedAt: z
            .string()
            .optional()
            .describe(`to within ${usedWithinSeconds / 60} minutes`),
        }),
      )
      .describe('the newest last; more than one is taken while a rotation overlaps'),
    revoked: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
  })
  .meta({ id: 'ApiKey' });

const tag = 'Service';

export const apiKeyRoutes = [
  route({
    method: 'get',
    path: '/api-keys',
    operationId: 'listApiKeys',
    right: 'readKeys',
    tag,
    summary: 'The API keys there are, of the engagements of the key it is asked with',
    answer: z.object({ items: z.array(keyView) }),
    audited: readOf('service'),
    async handle({ pool }, { key }) {
      const db = asJob(pool, 'door');
      const keys = await readKeys(db);
      return { items: keys.filter((each) => covers(key.scope, each.scope)).map(viewOf) };
    },
  }),
  route({
    method: 'post',
    path: '/api-keys',
    operationId: 'registerApiKey',
    right: 'manageKeys',
    tag,
    summary: 'Register the API key of another system, by its SHA-256',
    description: 'A key hands on no right and no engagement that it does not have itself.',
    body: registerKeySchema,
    status: 201,
    answer: keyView,
    problems: ['NOT_FOUND', 'ALREADY_EXISTS'],
    audited: actOn('service'),
    async handle({ pool }, { body, key, request, response }) {
      const db = asJob(pool, 'door');
      assertHandedOn(key, { ...body, scope: scopeOf(body) });
      const done = await registerKey(db, body, carriedOutBy(request));
      if (!done) throw taken();
      response.status(done.isRepeat ? 200 : 201);
      return viewOf(done.key);
    },
  }),
  route({
    method: 'post',
    path: '/api-keys/{keyId}/rotation',
    operationId: 'rotateApiKey',
    right: 'manageKeys',
    tag,
    summary: 'Give a key a new secret, by its SHA-256; those before may overlap until a given instant',
    description: 'The key keeps its ID, and with it its place in plans. It takes the rights that the key has.',
    body: rotateKeySchema,
    answer: keyView,
    problems: ['ALREADY_EXISTS'],
    audited: actOn('service'),
    async handle({ db }, { params: { keyId }, body, key, request }) {
      const [rotated] = await readKeys(db, { keyIds: [keyId] });
      if (!rotated || rotated.revoked) throw noSuch('key', keyId);
      assertHandedOn(key, rotated);
      const done = await rotateKey(db, keyId, body, carriedOutBy(request));
      if (!done) throw taken();
      return viewOf(done.key);
    },
  }),
  route({
    method: 'post',
    path: '/api-keys/{keyId}/revocation',
    operationId: 'revokeApiKey',
    right: 'manageKeys',
    tag,
    summary: 'Revoke a key, at once and for good',
    body: revokeKeySchema,
    answer: keyView,
    audited: actOn('service'),
    async handle({ db }, { params: { keyId }, body, request }) {
      const done = await revokeKey(db, keyId, body, carriedOutBy(request));
      if (!done) throw noSuch('key', keyId);
      return viewOf(done.key);
    },
  }),
  route({
    method: 'get',
    path: '/api-keys/{keyId}/reads',
    operationId: 'listReads',
    right: 'readReads',
    tag: 'Audit log',
    summary: 'What was listed, searched, read and downloaded with a key, line by line',
    query: lineQuery,
    answer: pageOf(lineView),
    audited: readOf('service'),
    async handle({ db }, { params: { keyId }, query }) {
      const [found] = await readKeys(db, { keyIds: [keyId] });
      if (!found) throw noSuch('key', keyId);
      return pageOfLines(await listAuditLines(db, readsChain(keyId), query), query);
    },
  }),
];

/** Throws RIGHT_MISSING for the right, NOT_FOUND for the engagement that is not the key's own. */
function assertHandedOn(key: Access, wanted: KeyTerms): void {
  const lacking = whyNotHandedOn({ ...key.holder, scope: key.scope }, wanted);
  if (lacking === undefined) return;
  if (lacking !== 'engagements') assertRight(key, lacking);
  throw new HttpProblem(
    'NOT_FOUND',
    'A key hands on engagements of its own alone; name some of those (GET /engagements).',
    'engagementIds',
  );
}

const taken = () =>
  new HttpProblem(
    'ALREADY_EXISTS',
    'A key of this SHA-256 was registered before, under other terms; have its system make another.',
    'keySha256',
  );

function viewOf(key: KeyRecord): z.infer<typeof keyView> {
  const { scope, roles, secrets, ...rest } = key;
  return {
    ...rest,
    roles: [...roles],
    status: statusOf(key, new Date().toISOString()),
    ...(scope === 'all' ? {} : { engagementIds: [...scope] }),
    secrets: secrets.map(({ keySha256: _hash, ...each }) => each),
  };
}
