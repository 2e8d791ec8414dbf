// What people see where a page cannot be made: a page, with what happened to what they sent and what to do.
import type { ErrorRequestHandler } from 'express';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { problemOf, retryHeaders } from '../api/http/problems.ts';
import { wordsAsked } from './pageWords.ts';
import { renderPage } from './renderPage.ts';

/** Of failures that are ours; what is wrong with a request goes on to whoever answers that. */
export const answerWithPage =
  ({ log }: Pick<ApiDependencies, 'log'>): ErrorRequestHandler =>
  (error, request, response, next) => {
    const { status } = problemOf(error);
    if (status < 500 || response.headersSent || response.destroyed) return next(error);
    log.error({ err: error, method: request.method }, 'a page could not be made');
    const words = wordsAsked(request);
    const page = {
      title: words.say(status === 503 ? 'page.awayTitle' : 'page.failedTitle'),
      isFailure: true,
      isPosted: request.method === 'POST',
    };
    response
      .status(status)
      .set(retryHeaders(error))
      .type('html')
      .send(renderPage(wordsAsked(response.req), 'message', page));
  };
