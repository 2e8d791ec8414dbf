// Idempotency-Key: the first answer to a key is kept and given again; another request under the same key is refused.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Database, Pool } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { complete, findOrClaim, release } from '../db/idempotency.ts';
import { SignOffError } from '../domain/errors.ts';
import { accessOf } from './http/access.ts';
import { addressOf } from './http/address.ts';
import { HttpProblem } from './http/problems.ts';

const bodyHashes = new WeakMap<object, string>();

/** For express.json: a repeat sends the same bytes, and hashing those needs no second look at what they mean. */
export function rememberBody(request: IncomingMessage, _response: unknown, body: Buffer): void {
  bodyHashes.set(request, createHash('sha256').update(body).digest('hex'));
}

/** For JSON routes, after the body is parsed. Requests without the header pass untouched. */
export function claimIdempotencyKey(pool: Pool): RequestHandler {
  const db = asJob(pool, 'door');
  return async (request, response, next) => {
    const given = idempotencyKeyOf(request);
    if (given === undefined || request.method !== 'POST') return next();
    const route = `${request.method} ${request.originalUrl.split('?')[0]}`;
    const key = `${accessOf(request).keyId}:${given}`;
    const requestHash = bodyHashes.get(request) ?? 'no body';
    const claim = await findOrClaim(db, { key, route, requestHash });
    if (claim.state === 'mismatch') throw keyReused();
    if (claim.state === 'inProgress')
      throw new HttpProblem(
        'IDEMPOTENCY_KEY_IN_USE',
        'The first request with this key is still running; ask again shortly.',
        'Idempotency-Key',
      );
    if (claim.state === 'done') {
      response
        .set('Idempotent-Replay', 'true')
        .status(claim.status ?? 200)
        .json(claim.body);
      return;
    }
    response.locals.claimedKey = key;
    keepAnswer(db, key, response, addressOf(request)?.shownOnce);
    next();
  };
}

export const keyReused = (): HttpProblem =>
  new HttpProblem(
    'IDEMPOTENCY_KEY_REUSED',
    'This Idempotency-Key belongs to another request, whose answer is none to this one; use a new one.',
    'Idempotency-Key',
  );

/** Throws INVALID_MESSAGE for a key that cannot be one. */
export function idempotencyKeyOf(request: Request): string | undefined {
  const given = request.get('idempotency-key');
  if (given !== undefined && (given.length < 1 || given.length > 200))
    throw new SignOffError('INVALID_MESSAGE', 'Give an Idempotency-Key of 1 to 200 characters.', {
      field: 'Idempotency-Key',
    });
  return given;
}

/** Kept even when the caller has gone away meanwhile: it will ask again for what became of its request. Secrets are left out: whoever reads the table, or sends the key again, gets none. */
function keepAnswer(db: Database, key: string, response: Response, secrets: readonly string[] = []): void {
  const json = response.json.bind(response);
  response.json = (body: unknown) => {
    const send = () => void json(body);
    complete(db, key, response.statusCode, without(body, secrets)).then(send, send);
    return response;
  };
}

const without = (body: unknown, fields: readonly string[]): unknown =>
  fields.length === 0
    ? body
    : Object.fromEntries(Object.entries(body as object).filter(([field]) => !fields.includes(field)));

/** Answers that tell the caller to correct the request or to try again are not kept: the key is free before they go out. */
export function releaseIdempotencyKey(pool: Pool): ErrorRequestHandler {
  const db = asJob(pool, 'door');
  return (error, _request, response, next) => {
    const key = response.locals.claimedKey as string | undefined;
    const goOn = () => next(error);
    if (key === undefined) return goOn();
    release(db, key).then(goOn, goOn);
  };
}
