// In which language a page is: its reader's where they are known, or else the one their browser asks for.
import type { Request } from 'express';
import type { Milestone } from '../domain/milestone.ts';
import { instantIn, wordsFor, zoneOf, type FormattedInstant } from '../mail/formatInstant.ts';
import { languageAsked, wordsIn, type Words } from '../mail/messages/words.ts';

export const wordsAsked = (request: Request): Words => wordsIn(languageAsked(request.get('accept-language')));

/** Who reads a page: in which words, and an instant as it is where they are. */
export interface Reader {
  words: Words;
  at: (instant: string) => FormattedInstant;
}

export function readerOf(milestone: Milestone, personId: string): Reader {
  const words = wordsFor(milestone, personId);
  const zone = zoneOf(milestone, personId);
  return { words, at: (instant) => instantIn(words, instant, zone) };
}
