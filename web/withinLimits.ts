// How much one address and one link may ask of the pages for people, which say so on a page.
import type { RequestHandler } from 'express';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { problemOf, retryHeaders } from '../api/http/problems.ts';
import { tokenHash } from '../mail/requestToken.ts';
import { wordsAsked } from './pageWords.ts';
import { refusalIn } from './problemWords.ts';
import { renderPage } from './renderPage.ts';

/** Of the address, and of the link by its hash; before anything is looked up or read. */
export const withinLimits =
  ({ limits }: Pick<ApiDependencies, 'limits'>): RequestHandler =>
  async (request, response, next) => {
    try {
      await limits.count('address', request.ip ?? '');
      await limits.count('link', tokenHash(request.path.split('/', 2)[1] ?? ''));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status !== 429) throw error;
      request.resume();
      const words = wordsAsked(request);
      const page = { title: words.say('page.tooMany'), detail: refusalIn(words, error, problem) };
      return void response
        .status(429)
        .set(retryHeaders(error))
        .type('html')
        .send(renderPage(wordsAsked(response.req), 'message', page));
    }
    next();
  };
