// What a template has to know of the language that it sets: its tag, its direction, and how pages are counted in it.
import type { Words } from '../mail/messages/words.ts';

export interface PrintedLanguage {
  tag: string;
  direction: 'ltr' | 'rtl';
  /** Of which the template fills in the two numbers. */
  pageOf: string;
}

export const printedIn = ({ language, direction, say }: Words): PrintedLanguage => ({
  tag: language.split('-')[0] ?? language,
  direction,
  pageOf: say('print.page', { page: '<page>', pages: '<pages>' }),
});
