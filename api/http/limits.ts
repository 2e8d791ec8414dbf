// What a request may be before any route looks at it: nameable, in time, in JSON, by a method its address takes.
import type { RequestHandler } from 'express';
import { SignOffError } from '../../domain/errors.ts';
import { whyNotStrict } from '../../domain/terms/strictJson.ts';
import { addressOf } from './address.ts';
import { HttpProblem, notFound, problemOf } from './problems.ts';

/** No identifier on record has a NUL in it, and PostgreSQL would fail on one. */
export const rejectNul: RequestHandler = (request, response, next) => {
  const [path = '', query = ''] = request.url.split('?', 2);
  if (path.includes('%00')) notFound(request, response, next);
  if (query.includes('%00'))
    throw new SignOffError('INVALID_MESSAGE', 'The query holds a NUL character (%00); leave it out.', {
      field: 'query',
    });
  next();
};

/** What is percent-encoded and no UTF-8 would turn into other characters without a word. */
export const rejectMalformedAddress: RequestHandler = (request, _response, next) => {
  try {
    decodeURIComponent(request.url);
  } catch {
    throw new SignOffError('INVALID_MESSAGE', 'The address is not UTF-8 in percent-encoding; encode it anew.', {
      field: request.url.includes('?') ? 'query' : 'path',
    });
  }
  next();
};

/** For the raw body. Throws INVALID_MESSAGE naming the field, or MEDIA_TYPE_UNSUPPORTED for another encoding than UTF-8. */
export function assertStrict(body: Buffer, encoding: string): void {
  if (encoding.toLowerCase() !== 'utf-8')
    throw new HttpProblem('MEDIA_TYPE_UNSUPPORTED', 'Send JSON in UTF-8, whatever it is written in.', 'Content-Type');
  const found = whyNotStrict(body);
  if (!found) return;
  const { field, why } = found;
  throw new SignOffError('INVALID_MESSAGE', `The body cannot be read in one way only: ${why}.`, {
    field: field || 'body',
  });
}

/** Keeps a caller that sends a byte now and then from holding a connection; uploads have their idle limit instead. */
export const bodyWithin =
  (milliseconds: number): RequestHandler =>
  (request, response, next) => {
    const timer = setTimeout(() => {
      const late = problemOf(
        new HttpProblem('BODY_TOO_SLOW', `Send the body within ${milliseconds / 1000} s.`, 'body'),
      );
      response.status(408).set('Connection', 'close').type('application/problem+json').send(JSON.stringify(late));
    }, milliseconds);
    timer.unref();
    const stop = () => clearTimeout(timer);
    request.once('end', stop).once('close', stop);
    next();
  };

/** A piece of a file, in the tus protocol. */
export const pieceType = 'application/offset+octet-stream';

/** A form with files may take its time, and a piece of one, as uploads do. */
export const unlessUpload =
  (limit: RequestHandler): RequestHandler =>
  (request, response, next) =>
    request.is(['multipart/form-data', pieceType]) ? next() : limit(request, response, next);

/** RFC 7396. */
export const mergePatch = 'application/merge-patch+json';

export const jsonOnly: RequestHandler = (request, _response, next) => {
  const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  const isPatch = request.method === 'PATCH';
  if (hasBody && !request.is(isPatch ? ['json', mergePatch] : 'json'))
    throw new HttpProblem(
      'MEDIA_TYPE_UNSUPPORTED',
      `Send the body as JSON, with "Content-Type: ${isPatch ? mergePatch : 'application/json'}".`,
      'Content-Type',
    );
  next();
};

/** For an address that exists, but not by this method. */
export const otherMethodsNotAllowed: RequestHandler = (request, response, next) => {
  const address = addressOf(request);
  if (!address) return next();
  const allowed = address.methods.includes('GET') ? [...address.methods, 'HEAD'] : address.methods;
  response.set('Allow', allowed.join(', '));
  throw new HttpProblem('METHOD_NOT_ALLOWED', `${request.method} is not possible here; use ${allowed.join(' or ')}.`);
};
