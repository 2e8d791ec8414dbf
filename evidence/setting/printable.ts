// A text as it can be set: composed, with a box for what no face has, and kept apart from its surroundings where it runs from right to left.
import { codePointOf, hasGlyph, isPrintable } from './glyphs.ts';

/** Printed for a character that no face has; what is printed with it says so (see unprintable.ts). */
export const box = '\u25a1';

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** What would reach beyond the text it stands in: embeddings, overrides and isolates of direction. */
const reaching = /[\u202a-\u202e\u2066-\u2069]/g;

/** First strong isolate (UAX 9): a name goes its own way and leaves the sentence round it alone. */
const isolated = (text: string): string =>
  rightToLeft.test(text)
    ? text
        .split('\n')
        .map((line) => `\u2068${line}\u2069`)
        .join('\n')
    : text;

export const printable = (text: string): string => isolated(withBoxes(text.normalize('NFC').replace(reaching, '')));

/** Every text in `value`, as it can be set; the rest as it is. */
export function allPrintable<T>(value: T): T {
  const mapped = (each: unknown): unknown => {
    if (typeof each === 'string') return printable(each);
    if (Array.isArray(each)) return each.map(mapped);
    if (typeof each === 'object' && each !== null)
      return Object.fromEntries(Object.entries(each).map(([key, one]) => [key, mapped(one)]));
    return each;
  };
  return mapped(value) as T;
}

const asPeopleCount = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** One box for what people count as one character, be it a letter with its vowel signs or a family of emoji. */
function withBoxes(text: string): string {
  if ([...text].every(isPrintable)) return text;
  return [...asPeopleCount.segment(text)].map(({ segment }) => setting(segment)).join('');
}

/** As it can be set: a letter that is there keeps a box for each of its marks that is not. */
function setting(character: string): string {
  const [first = '', ...marks] = character;
  if (!isPrintable(first)) return box;
  return [first, ...marks].map((each) => (isPrintable(each) || hasGlyph(codePointOf(each)) ? each : box)).join('');
}

/** The same ideograph is drawn differently in each country, so the company it keeps decides which face draws it. */
export function ideographsOf(text: string): 'JP' | 'KR' | undefined {
  if (/\p{Script=Hangul}/u.test(text)) return 'KR';
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'JP';
  return undefined;
}
