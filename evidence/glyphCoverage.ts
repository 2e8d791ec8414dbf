// Which face has which character: Noto Sans, and of its Chinese, Japanese and Korean fallbacks the subset that really has it.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

export const baseFamily = 'Noto Sans';
const baseFolder = folderOf('@expo-google-fonts/noto-sans');
export const baseFiles = {
  normal: join(baseFolder, '400Regular/NotoSans_400Regular.ttf'),
  bold: join(baseFolder, '600SemiBold/NotoSans_600SemiBold.ttf'),
};

const fallbacks = ['sc', 'jp', 'kr'] as const;
type CjkFallback = (typeof fallbacks)[number];

export interface FontSubset {
  family: string;
  path: string;
  ranges: [first: number, last: number][];
}

function subsetsOf(fallback: CjkFallback): FontSubset[] {
  const folder = folderOf(`@fontsource-variable/noto-sans-${fallback}`);
  const ranges = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(ranges).flatMap(([key, text]) => {
    const [, number] = /^\[(\d+)\]$/.exec(key) ?? [];
    if (!number) return [];
    const path = join(folder, 'files', `noto-sans-${fallback}-${number}-wght-normal.woff2`);
    return { family: `${baseFamily} ${fallback.toUpperCase()} ${number}`, path, ranges: rangesOf(text) };
  });
}

/** "U+4e00-4e10,U+4e12" */
const rangesOf = (text: string): [number, number][] =>
  text.split(',').map((range) => {
    const [first = '', last = first] = range.trim().slice(2).split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });

let base: fontkit.Font | undefined;
const subsets = new Map<CjkFallback, FontSubset[]>();
/** By family. The ranges promise more than some subsets hold, so each file is asked itself. */
const charactersOf = new Map<string, ReadonlySet<number>>();
/** By code point: of each fallback the subset that has it. */
const learned = new Map<number, Partial<Record<CjkFallback, FontSubset>>>();

export function isInBase(codePoint: number): boolean {
  base ??= fontkit.openSync(baseFiles.normal) as fontkit.Font;
  return codePoint < 0x20 || base.hasGlyphForCodePoint(codePoint);
}

export const codePointOf = (letter: string): number => letter.codePointAt(0) ?? 0;

/** Reads which faces have the characters of `texts`; before that, the questions below know of the base alone. */
export async function learnGlyphs(texts: Iterable<string>): Promise<void> {
  for (const text of texts)
    for (const letter of text.normalize('NFC')) {
      const codePoint = codePointOf(letter);
      if (isInBase(codePoint) || learned.has(codePoint)) continue;
      const found: Partial<Record<CjkFallback, FontSubset>> = {};
      for (const fallback of fallbacks) {
        const subset = await subsetWith(codePoint, fallback);
        if (subset) found[fallback] = subset;
      }
      learned.set(codePoint, found);
    }
}

async function subsetWith(codePoint: number, fallback: CjkFallback): Promise<FontSubset | undefined> {
  const known = subsets.get(fallback) ?? subsetsOf(fallback);
  subsets.set(fallback, known);
  for (const subset of known) {
    if (!subset.ranges.some(([first, last]) => codePoint >= first && codePoint <= last)) continue;
    const characters = charactersOf.get(subset.family) ?? (await charactersIn(subset.path));
    charactersOf.set(subset.family, characters);
    if (characters.has(codePoint)) return subset;
  }
  return undefined;
}

const charactersIn = async (path: string): Promise<ReadonlySet<number>> =>
  new Set((fontkit.create(await readFile(path)) as fontkit.Font).characterSet);

/** The same ideograph is drawn differently in each country, so the company it keeps decides which fallback draws it. */
export type FallbackOrder = readonly CjkFallback[];

export function orderFor(text: string): FallbackOrder {
  if (/\p{Script=Hangul}/u.test(text)) return ['kr', 'jp', 'sc'];
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['jp', 'sc', 'kr'];
  return ['sc', 'jp', 'kr'];
}

export const subsetOf = (family: string): FontSubset | undefined =>
  [...subsets.values()].flat().find((each) => each.family === family);

/** The first subset that has the character, whatever else was printed before: the same text comes out the same. */
export function subsetFor(codePoint: number, order: FallbackOrder): FontSubset | undefined {
  const found = learned.get(codePoint);
  return order.map((fallback) => found?.[fallback]).find((each) => each !== undefined);
}

export const hasGlyph = (codePoint: number): boolean =>
  isInBase(codePoint) || subsetFor(codePoint, fallbacks) !== undefined;

/** Selectors of a letter's picture and joiners have no ink of their own; without them the letters are still the same. */
const inkless = /\p{Default_Ignorable_Code_Point}/u;

/** Whether some face has it, or there is nothing of it to be seen. For one character, in NFC and learned. */
export const isPrintable = (letter: string): boolean => hasGlyph(codePointOf(letter)) || inkless.test(letter);
