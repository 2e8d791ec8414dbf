// In which language a page is: its reader's where they are known, or else the one their browser asks for.
import type { Request } from 'express';
import { languageAsked, wordsIn, type Words } from '../messages/words.ts';

export const wordsAsked = (request: Request): Words => wordsIn(languageAsked(request.get('accept-language')));
