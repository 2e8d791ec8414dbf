// A line in the log for each request, and its time for whoever counts: what was asked and what came of it, never by whom or about whom.
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';

export interface AnsweredRequest {
  method: string;
  /** As it is mounted, with names for what differs: an address as it was sent can be a secret, and there is no end to them. */
  route: string;
  /** 499 where whoever asked went away before the answer. */
  status: number;
  seconds: number;
}

export function observeRequests(log: Logger, count?: (request: AnsweredRequest) => void): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const answered: AnsweredRequest = {
        method: request.method,
        route: patternOf(request),
        status: response.writableFinished ? response.statusCode : 499,
        seconds: (performance.now() - began) / 1000,
      };
      count?.(answered);
      log.info(answered, 'request');
    });
    next();
  };
}

/** As it is mounted; `other` where nothing is. */
export const patternOf = ({ baseUrl, route }: Request): string => {
  const { path } = (route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? `${baseUrl}${path}` : 'other';
};
