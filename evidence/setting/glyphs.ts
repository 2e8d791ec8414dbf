// Which face has which character: Noto Sans in the scripts that people of contracts write their names in, asked in a fixed order.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as fontkit from 'fontkit';

const require = createRequire(import.meta.url);

interface Face {
  /** As the font file names it. */
  family: string;
  package: string;
  /** Names of the files, of which the package has one folder per weight. */
  file: string;
  /** Emoji are as heavy as they are. */
  hasBold?: false;
}

/** Noto Sans itself has Latin, Greek, Cyrillic and Devanagari. */
const faces: readonly Face[] = [
  { family: 'Noto Sans', package: 'noto-sans', file: 'NotoSans' },
  { family: 'Noto Sans Arabic', package: 'noto-sans-arabic', file: 'NotoSansArabic' },
  { family: 'Noto Sans Hebrew', package: 'noto-sans-hebrew', file: 'NotoSansHebrew' },
  { family: 'Noto Sans Thai', package: 'noto-sans-thai', file: 'NotoSansThai' },
  { family: 'Noto Sans SC', package: 'noto-sans-sc', file: 'NotoSansSC' },
  { family: 'Noto Sans JP', package: 'noto-sans-jp', file: 'NotoSansJP' },
  { family: 'Noto Sans KR', package: 'noto-sans-kr', file: 'NotoSansKR' },
  { family: 'Noto Emoji', package: 'noto-emoji', file: 'NotoEmoji', hasBold: false },
];

export const families: readonly string[] = faces.map((each) => each.family);

const folderOf = (face: Face): string => dirname(require.resolve(`@expo-google-fonts/${face.package}/package.json`));
const fileOf = (face: Face, weight: string): string => join(folderOf(face), weight, `${face.file}_${weight}.ttf`);
const regular = (face: Face): string => fileOf(face, '400Regular');

/** Both weights of every face. */
export const faceFiles = (): string[] =>
  faces.flatMap((face) => [regular(face), ...(face.hasBold === false ? [] : [fileOf(face, '600SemiBold')])]);

/** Loaded by the first text that is looked over: it takes a twentieth of a start. */
const reader = () => require('fontkit') as typeof fontkit;

const opened = new Map<string, fontkit.Font>();

/** Opened when the faces before it lack a character: most texts need the first alone. */
function has(face: Face, codePoint: number): boolean {
  const font = opened.get(face.family) ?? (reader().openSync(regular(face)) as fontkit.Font);
  opened.set(face.family, font);
  return font.hasGlyphForCodePoint(codePoint);
}

const known = new Map<number, boolean>();

/** Whether a face has a glyph for it; line ends and tabs need none. */
export function hasGlyph(codePoint: number): boolean {
  const found = known.get(codePoint) ?? (codePoint < 0x20 || faces.some((face) => has(face, codePoint)));
  known.set(codePoint, found);
  return found;
}

export const codePointOf = (letter: string): number => letter.codePointAt(0) ?? 0;

/** Selectors of a letter's picture and joiners have no ink of their own; without them the letters are still the same. */
const inkless = /\p{Default_Ignorable_Code_Point}/u;

/** Whether some face has it, or there is nothing of it to be seen. For one character, in NFC. */
export const isPrintable = (letter: string): boolean => inkless.test(letter) || hasGlyph(codePointOf(letter));
