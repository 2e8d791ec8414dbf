// Idempotency-Key: the first answer to a key is kept and given again; another request under the same key is refused.
import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Database } from '../db/database.ts';
import { complete, findOrClaim, release } from '../db/idempotency.ts';
import { HttpProblem } from './problems.ts';

/** For JSON routes, after the body is parsed. Requests without the header pass untouched. */
export function honourIdempotencyKey(db: Database): RequestHandler {
  return async (request, response, next) => {
    const given = request.get('idempotency-key');
    if (given === undefined) return next();
    if (given.length < 1 || given.length > 200)
      throw new HttpProblem(
        400,
        'IDEMPOTENCY_KEY_REUSED',
        'Give an Idempotency-Key of 1 to 200 characters.',
        'Idempotency-Key',
      );
    const route = `${request.method} ${request.originalUrl.split('?')[0]}`;
    const key = `${String(response.locals.apiKeyId)}:${given}`;
    const requestHash = createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest('hex');
    const claim = await findOrClaim(db, { key, route, requestHash });
    if (claim.state === 'mismatch')
      throw new HttpProblem(
        422,
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key belongs to another request; use a new one.',
        'Idempotency-Key',
      );
    if (claim.state === 'inProgress')
      throw new HttpProblem(
        409,
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
    keepAnswer(db, key, response);
    next();
  };
}

/** Answers that tell the caller to try again are not kept. */
function keepAnswer(db: Database, key: string, response: Parameters<RequestHandler>[1]): void {
  const json = response.json.bind(response);
  let kept: Promise<void> | undefined;
  response.json = (body: unknown) => {
    if (response.statusCode < 400) {
      kept = complete(db, key, response.statusCode, body);
      kept.then(
        () => json(body),
        () => json(body),
      );
      return response;
    }
    return json(body);
  };
  response.on('close', () => {
    if (!kept) void release(db, key).catch(() => undefined);
  });
}
