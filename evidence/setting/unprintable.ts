// What printed evidence cannot print: which characters of which texts no face has, in words for people.
import { isPrintable } from './glyphs.ts';

export interface UnprintableText {
  /** Keys and positions from the value looked at down to the text. */
  path: string[];
  text: string;
  /** Each once, in order of appearance. */
  characters: string[];
}

/** The texts anywhere in `value`, in its order, that cannot be printed as they are. */
export function unprintableTexts(value: unknown): UnprintableText[] {
  return [...textsIn(value, [])].flatMap(({ path, text }) => {
    const characters = [...new Set(text.normalize('NFC'))].filter((each) => !isPrintable(each));
    return characters.length === 0 ? [] : [{ path, text, characters }];
  });
}

function* textsIn(value: unknown, path: string[]): Generator<{ path: string[]; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) yield* textsIn(each, [...path, key]);
}

/** Scripts that people write today, as Unicode names them; ideographs are those that even the fallbacks lack. */
const scripts = [
  'Adlam',
  'Arabic',
  'Armenian',
  'Balinese',
  'Bengali',
  'Bopomofo',
  'Canadian_Aboriginal',
  'Cham',
  'Cherokee',
  'Cyrillic',
  'Devanagari',
  'Ethiopic',
  'Georgian',
  'Greek',
  'Gujarati',
  'Gurmukhi',
  'Han',
  'Hangul',
  'Hebrew',
  'Hiragana',
  'Javanese',
  'Kannada',
  'Katakana',
  'Khmer',
  'Lao',
  'Latin',
  'Lisu',
  'Malayalam',
  'Meetei_Mayek',
  'Mongolian',
  'Myanmar',
  'Nko',
  'Ol_Chiki',
  'Oriya',
  'Osage',
  'Sinhala',
  'Sundanese',
  'Syriac',
  'Tai_Le',
  'Tamil',
  'Telugu',
  'Thaana',
  'Thai',
  'Tibetan',
  'Tifinagh',
  'Vai',
  'Yi',
].map((name) => ({ name: name.replace('_', ' '), has: new RegExp(`\\p{Script=${name}}`, 'u') }));

/** By script, those of none together as "other signs", in order of appearance. */
export function byScript(characters: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const each of characters) {
    const script = scripts.find(({ has }) => has.test(each))?.name ?? 'other signs';
    found.set(script, [...(found.get(script) ?? []), each]);
  }
  return found;
}
