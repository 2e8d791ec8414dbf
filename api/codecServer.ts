// The codec server of the Temporal UI: opens payloads for who is signed in and may see them, and seals what they send, in their name.
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Payload } from '@temporalio/common';
import { z } from 'zod';
import { appendAudit } from '../db/auditLog.ts';
import type { Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import { mayAnywhere, mayIn } from '../domain/access/holders.ts';
import { hasRight } from '../domain/access/rights.ts';
import { SignOffError } from '../domain/errors.ts';
import { openSealed, type Opened } from '../storage/encryption/payloadCodec.ts';
import { seal } from '../storage/encryption/sealing.ts';
import { milestoneChain, readsChain } from '../evidence/ledger/auditEntry.ts';
import type { CodecServer, Decoder } from './http/codecServer.ts';
import { visitorOf } from './http/auditTrail.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { holderOf } from './http/holders.ts';
import { parse } from './http/parse.ts';
import { openSession } from './http/sessions.ts';
import { HttpProblem } from './http/problems.ts';
import { noSuch } from './http/lookUps.ts';

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

/** As the UI sends payloads: JSON of their protocol buffers. */
const body = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string().max(100), bytes).default({}), data: bytes.optional() }))
    .max(1000),
});

/** Answers nobody but the pages of the Temporal UI, with their cookies; sessions end and roles are looked up for each request. */
export function codecServer(db: Pool, server: CodecServer): Router {
  const router = Router();
  router.options('/codec/{*any}', fromUi(server), (_request, response) => void response.status(204).end());
  const asked = [fromUi(server), express.json({ limit: '20mb' })];
  router.post(
    '/codec/decode',
    asked,
    answering(server, (request, decoder) => decode(db, server, request, decoder)),
  );
  router.post(
    '/codec/encode',
    asked,
    answering(server, (request, decoder) => encode(db, server, request, decoder)),
  );
  return router;
}

/** Whoever is signed in and may decode somewhere, with what they are granted as of this request. */
export const decoderOfSession =
  (deps: ApiDependencies): CodecServer['decoderOf'] =>
  async (request) => {
    const session = (await openSession(deps, request))?.session;
    const holder = session && (await holderOf(asJob(deps.db, 'signIn'), session));
    if (!session || !holder || !mayAnywhere(holder, 'decodePayloads')) return undefined;
    const { holderId, name, address: email } = session;
    return {
      ...{ holderId, name, email },
      mayDecode: (engagementId) =>
        engagementId === undefined ? hasRight(holder, 'decodePayloads') : mayIn(holder, 'decodePayloads', engagementId),
    };
  };

/** Which headers and methods the UI sends is told to it alone. Throws FOREIGN_ORIGIN. */
const fromUi =
  ({ uiOrigin }: CodecServer): RequestHandler =>
  (request, response, next) => {
    response.vary('Origin');
    if (request.get('origin') !== uiOrigin)
      throw new HttpProblem(
        'FOREIGN_ORIGIN',
        `The codec server answers the Temporal UI at ${uiOrigin} alone; open the UI at this very address, or set TEMPORAL_UI_URL to the one it has.`,
        'Origin',
      );
    response.set({
      'Access-Control-Allow-Origin': uiOrigin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization, authorization-extras',
      'Access-Control-Max-Age': '600',
      'Cross-Origin-Resource-Policy': 'same-site',
    });
    next();
  };

function answering(
  { namespace, decoderOf }: CodecServer,
  answer: (request: Request, decoder: Decoder) => Promise<Payload[]>,
): RequestHandler {
  return async (request: Request, response: Response) => {
    const decoder = await decoderOf(request);
    if (!decoder)
      throw new HttpProblem(
        'UNAUTHENTICATED',
        'Sign in at this service with a role that may decode payloads, in this browser, and have the Temporal UI send credentials to its codec server.',
      );
    if (request.get('x-namespace') !== namespace)
      throw new SignOffError('INVALID_MESSAGE', `Payloads here are those of namespace "${namespace}".`, {
        field: 'X-Namespace',
      });
    response.json({ payloads: (await answer(request, decoder)).map(asJson) });
  };
}

const asJson = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  ...(data ? { data: Buffer.from(data).toString('base64') } : {}),
});

const payloadsOf = (request: Request): Payload[] => parse(body, request.body).payloads;

/** What does not open, and what is of an engagement that is not theirs to see, comes back as it was; each look is on record before it is answered. */
async function decode(db: Pool, { keys, namespace }: CodecServer, request: Request, decoder: Decoder) {
  const payloads = payloadsOf(request);
  const opened = await Promise.all(payloads.map((each) => openSealed(each, keys, namespace)));
  const seen = opened.map((each) => ('payload' in each && decoder.mayDecode(each.engagementId) ? each : undefined));
  const looked = new Map<string, number>();
  for (const each of seen) if (each) looked.set(nameOf(each), (looked.get(nameOf(each)) ?? 0) + 1);
  if (looked.size > 0)
    await appendAudit(
      asJob(db, 'door'),
      readsChain(decoder.holderId),
      ...[...looked].map(([name, count]) => ({
        ...{ at: new Date().toISOString(), type: 'recordRead' as const, keyId: decoder.holderId },
        ...{ what: `/codec/decode: ${count} payloads of ${name}`, ...visitorOf(request) },
      })),
    );
  return payloads.map((each, index) => seen[index]?.payload ?? each);
}

const nameOf = ({ workflowId }: Opened): string => workflowId || 'no workflow';

/** A message from the UI says which milestone it is for: the UI tells the codec server nothing but the payload. */
async function encode(pool: Pool, { keys, namespace }: CodecServer, request: Request, decoder: Decoder) {
  const sealed: Payload[] = [];
  for (const payload of payloadsOf(request)) {
    const { milestoneId, ...message } = messageIn(payload);
    const db = around(pool, 'milestone', milestoneId);
    const milestone = await findMilestone(db, milestoneId);
    if (!milestone || !decoder.mayDecode(milestone.engagementId)) throw noSuch('milestone', milestoneId);
    const { engagementId, workflowId } = milestone;
    await appendAudit(db, milestoneChain(milestoneId), {
      ...{ at: new Date().toISOString(), type: 'administered', act: 'encode for Temporal', subject: workflowId },
      ...{ keyId: decoder.holderId, ...visitorOf(request) },
    });
    const { name, email } = decoder;
    const signed = {
      metadata: { encoding: Buffer.from('json/plain'), 'encoded-by': Buffer.from(JSON.stringify({ name, email })) },
      data: Buffer.from(JSON.stringify(message)),
    };
    sealed.push(seal(signed, await keys.current(engagementId), { namespace, workflowId }));
  }
  return sealed;
}

function messageIn({ metadata, data }: Payload): { milestoneId: string } & Record<string, unknown> {
  const isJson = Buffer.from(metadata?.encoding ?? []).toString() === 'json/plain';
  const message: unknown = isJson ? readJson(data) : undefined;
  const milestoneId = (message as { milestoneId?: unknown } | null | undefined)?.milestoneId;
  if (typeof milestoneId === 'string') return message as { milestoneId: string };
  throw new SignOffError(
    'INVALID_MESSAGE',
    'A message that is sent from the Temporal UI is a JSON object that names its milestone: add "milestoneId" beside "messageId"; it is taken out again.',
    { field: 'milestoneId' },
  );
}

function readJson(data: Uint8Array | null | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(data ?? []).toString());
  } catch {
    return undefined;
  }
}
