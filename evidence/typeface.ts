// Sets text in the faces of printed evidence: runs of one face each, a stand-in for what none of them has.
import { readFile } from 'node:fs/promises';
import subsetFont from 'subset-font';
import { codePointOf, hasGlyph, isInBase, isPrintable, orderFor, subsetFor, subsetOf } from './glyphCoverage.ts';

/** Printed for a character that no face has; what is printed with it says so (see unprintable.ts). */
export const standIn = '\ufffd';

export interface Face {
  normal: Buffer;
  bold: Buffer;
}

const weights = { normal: 400, bold: 600 };
const faces = new Map<string, Promise<Face>>();

/** The subsets are variable fonts, which a PDF cannot hold: each is pinned to the two weights that are used. */
async function pin(family: string): Promise<Face> {
  const subset = subsetOf(family);
  if (!subset) throw new RangeError(`No text was set in a family "${family}"`);
  const variable = await readFile(subset.path);
  const pinned = (wght: number) =>
    subsetFont(variable, undefined, { keepAllGlyphs: true, targetFormat: 'sfnt', variationAxes: { wght } });
  return { normal: await pinned(weights.normal), bold: await pinned(weights.bold) };
}

/** The face of a family that `runsOf` gave. */
export function loadFace(family: string): Promise<Face> {
  const face = faces.get(family) ?? pin(family);
  faces.set(family, face);
  face.catch(() => faces.delete(family));
  return face;
}

export interface Run {
  text: string;
  /** Absent for the base family. */
  family?: string;
}

/**
 * A text in runs of one family each, once its characters are learned. `within` is what it is part of, and decides how
 * ideographs are drawn.
 */
export function runsOf(text: string, within = text): Run[] {
  const runs: Run[] = [];
  const order = orderFor(within);
  for (const letter of withStandIns(text.normalize('NFC'))) {
    const codePoint = codePointOf(letter);
    const family = isInBase(codePoint) ? undefined : subsetFor(codePoint, order)?.family;
    const last = runs.at(-1);
    if (last && last.family === family) last.text += letter;
    else runs.push(family === undefined ? { text: letter } : { text: letter, family });
  }
  return runs;
}

const asPeopleCount = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** One stand-in for what people count as one character, be it a letter with its vowel signs or a family of emoji. */
function withStandIns(text: string): string {
  if ([...text].every((each) => hasGlyph(codePointOf(each)))) return text;
  return [...asPeopleCount.segment(text)].map(({ segment }) => setting(segment)).join('');
}

/** As it can be set: a letter that is there keeps a stand-in for each of its marks that is not. */
function setting(character: string): string {
  const [first = '', ...marks] = character;
  if (!isPrintable(first)) return standIn;
  return [first, ...marks]
    .map((each) => (hasGlyph(codePointOf(each)) ? each : isPrintable(each) ? '' : standIn))
    .join('');
}
