// What a page is made of, as data for the templates: paragraphs of runs, tables, labels with values. No text in it is ever markup.
import { ideographsOf } from './printable.ts';

export interface Line {
  text: string;
  style?: 'bold' | 'small';
}

/** A line of a paragraph; `parts` may break between them. */
export interface SetLine {
  parts: string[];
  style?: Line['style'];
  ideographs?: 'JP' | 'KR';
}

export type Paragraph = SetLine[];

/** Words this long may break anywhere, which Typst leaves to run out of their column. */
const longWord = /([!-~\u00c0-\u024f\u25a1]{24,})/;
const anywhere = /.{1,4}/gsu;

/** An address breaks where it has its slashes, so that it is typed from paper without a mistake; only what no line holds breaks within. */
const isAddress = /^\W?https?:\/\//;
const lettersOnLine = 60;
const piecesOf = (word: string): string[] =>
  isAddress.test(word)
    ? word.split(/(?<=\/)/).flatMap((each) => (each.length > lettersOnLine ? (each.match(anywhere) ?? []) : [each]))
    : (word.match(anywhere) ?? []);

const partsOf = (text: string): string[] =>
  text
    .split(longWord)
    .flatMap((part, index) => (index % 2 === 1 ? piecesOf(part) : [part]))
    .filter((part) => part !== '');

function lineOf({ text, style }: Line): SetLine {
  const ideographs = ideographsOf(text);
  return {
    parts: partsOf(text),
    ...(style === undefined ? {} : { style }),
    ...(ideographs === undefined ? {} : { ideographs }),
  };
}

/** One line per entry, and per line end in it; each wraps as it must. */
export const paragraph = (...lines: (string | Line)[]): Paragraph =>
  lines
    .map((line) => (typeof line === 'string' ? { text: line } : line))
    .flatMap(({ text, ...look }) =>
      text.split(/\r\n|[\n\r\u2028\u2029]/).map((each) => lineOf({ ...look, text: each })),
    );

/** A digest in groups of eight breaks at a readable place. */
export const inGroups = (digest: string): string => digest.replace(/(.{8})(?=.)/g, '$1 ');

export interface Table {
  kind: 'table';
  title?: string;
  /** Shares of the width, in proportion. */
  shares: number[];
  head: Paragraph[];
  rows: { cells: Paragraph[]; isTall: boolean }[];
}

export interface Facts {
  kind: 'facts';
  title?: string;
  rows: { label: Paragraph; value: Paragraph }[];
}

export interface Text {
  kind: 'text';
  title?: string;
  paragraphs: Paragraph[];
}

export type Block = Table | Facts | Text;

/** Column heads come again on every page; a row is kept in one piece unless it is long. */
export const table = (title: string | undefined, shares: number[], head: string[], rows: Paragraph[][]): Table => ({
  kind: 'table',
  ...(title === undefined ? {} : { title }),
  shares,
  head: head.map((each) => paragraph(each)),
  rows: rows.map((cells) => ({ cells, isTall: cells.some((cell) => heightOf(cell) > tallestKept) })),
});

/** Labels and values. */
export const facts = (title: string | undefined, rows: [label: string, ...value: (string | Line)[]][]): Facts => ({
  kind: 'facts',
  ...(title === undefined ? {} : { title }),
  rows: rows.map(([label, ...value]) => ({ label: paragraph(label), value: paragraph(...value) })),
});

export const section = (title: string | undefined, ...paragraphs: (string | Line)[]): Text => ({
  kind: 'text',
  ...(title === undefined ? {} : { title }),
  paragraphs: paragraphs.map((each) => paragraph(each)),
});

/** Lines that surely fit a page below the heads, were every line as short as in the narrowest column. */
const tallestKept = 24;
const lettersPerLine = 28;

const heightOf = (cell: Paragraph): number =>
  cell.reduce((sum, { parts }) => sum + Math.max(1, Math.ceil(parts.join('').length / lettersPerLine)), 0);

export const bold = (text: string): Line => ({ text, style: 'bold' });
export const small = (text: string): Line => ({ text, style: 'small' });
export const inUtc = (instant: string): string => instant.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC');
