// What is answered behind a link that opens nothing: one nobody knows, one that has expired, one that was withdrawn.
import type { Response } from 'express';
import { readerOf, wordsAsked } from './pageWords.ts';
import { renderPage } from './renderPage.ts';
import { expiredView, revokedView } from './requestView.ts';
import type { OpenedRequest } from './resolveLink.ts';

export function unknownLink(response: Response): void {
  response
    .status(404)
    .type('html')
    .send(
      renderPage(wordsAsked(response.req), 'message', {
        title: wordsAsked(response.req).say('page.unknownLink'),
        isUnknown: true,
      }),
    );
}

export const isDead = ({ state }: OpenedRequest): boolean => state === 'expired' || state === 'revoked';

export function dead(response: Response, opened: OpenedRequest): void {
  response
    .status(410)
    .type('html')
    .send(
      renderPage(
        readerOf(opened.milestone, opened.request.personId).words,
        'message',
        opened.state === 'revoked' ? revokedView(opened) : expiredView(opened),
      ),
    );
}
