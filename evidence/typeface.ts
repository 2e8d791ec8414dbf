// The typeface of printed evidence: Noto Sans, and for Chinese, Japanese and Korean the subsets of its fallbacks that a text needs.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

export const baseFamily = 'Noto Sans';
const baseFolder = folderOf('@expo-google-fonts/noto-sans');
export const baseFiles = {
  normal: join(baseFolder, '400Regular/NotoSans_400Regular.ttf'),
  bold: join(baseFolder, '600SemiBold/NotoSans_600SemiBold.ttf'),
};
const weights = { normal: 400, bold: 600 };

/** The same ideograph is drawn differently in each country, so the company it keeps decides which fallback draws it. */
type CjkFallback = 'sc' | 'jp' | 'kr';

interface FontSubset {
  family: string;
  path: string;
  ranges: [first: number, last: number][];
}

export interface Face {
  normal: Buffer;
  bold: Buffer;
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
const faces = new Map<string, Face & { font: fontkit.Font }>();

function isInBase(codePoint: number): boolean {
  base ??= fontkit.openSync(baseFiles.normal) as fontkit.Font;
  return codePoint < 0x20 || base.hasGlyphForCodePoint(codePoint);
}

function orderFor(text: string): CjkFallback[] {
  if (/\p{Script=Hangul}/u.test(text)) return ['kr', 'jp', 'sc'];
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['jp', 'sc', 'kr'];
  return ['sc', 'jp', 'kr'];
}

function candidates(codePoint: number, order: CjkFallback[]): FontSubset[] {
  return order.flatMap((fallback) => {
    const known = subsets.get(fallback) ?? subsetsOf(fallback);
    subsets.set(fallback, known);
    return known.filter(({ ranges }) => ranges.some(([first, last]) => codePoint >= first && codePoint <= last));
  });
}

/** The subsets are variable fonts, which a PDF cannot hold: each is pinned to the two weights that are used. */
async function load({ family, path }: FontSubset): Promise<void> {
  if (faces.has(family)) return;
  const variable = await readFile(path);
  const pinned = (wght: number) =>
    subsetFont(variable, undefined, { keepAllGlyphs: true, targetFormat: 'sfnt', variationAxes: { wght } });
  const normal = await pinned(weights.normal);
  faces.set(family, { normal, bold: await pinned(weights.bold), font: fontkit.create(normal) as fontkit.Font });
}

/** Loads what `texts` need beside the base, and returns every face loaded so far by its family. */
export async function loadFaces(texts: readonly string[]): Promise<ReadonlyMap<string, Face>> {
  const known = new Set<string>();
  for (const text of texts)
    for (const letter of text.normalize('NFC')) {
      if (known.has(letter) || isInBase(codePointOf(letter))) continue;
      known.add(letter);
      for (const slice of candidates(codePointOf(letter), orderFor(text))) {
        await load(slice);
        if (has(slice, codePointOf(letter))) break;
      }
    }
  return faces;
}

const has = ({ family }: FontSubset, codePoint: number): boolean =>
  faces.get(family)?.font.hasGlyphForCodePoint(codePoint) ?? false;

const codePointOf = (letter: string): number => letter.codePointAt(0) ?? 0;

export interface Run {
  text: string;
  /** Absent for the base family. */
  family?: string;
}

/** A text in runs of one family each; a character that no face has is told by its code point rather than lost. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  const order = orderFor(text);
  for (const letter of text.normalize('NFC')) {
    const next = runOf(letter, order);
    const last = runs.at(-1);
    if (last && last.family === next.family) last.text += next.text;
    else runs.push(next);
  }
  return runs;
}

function runOf(letter: string, order: CjkFallback[]): Run {
  const codePoint = codePointOf(letter);
  if (isInBase(codePoint)) return { text: letter };
  const slice = candidates(codePoint, order).find((each) => has(each, codePoint));
  if (slice) return { text: letter, family: slice.family };
  return { text: `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]` };
}
