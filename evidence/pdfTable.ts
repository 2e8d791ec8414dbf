// Tables and running text of a PDF that lose nothing: long words break, tall rows go on overleaf. Knows no certificate.
import type { Content, ContentText, TableCell } from 'pdfmake/interfaces.js';
import { runsOf } from './typeface.ts';

export interface Line {
  text: string;
  style?: string;
  bold?: boolean;
}

/** A word this long may break anywhere: pdfmake lets what does not fit a column run off the page. */
const longWord = /([^\s/-]{24,})/;

const flowing = ({ text, ...look }: Line): ContentText[] =>
  text
    .split(longWord)
    .flatMap((part, index) => runsOf(part, text).map((run) => ({ ...run, isLong: index % 2 === 1 })))
    .map(({ text: part, family, isLong }): ContentText => ({
      ...look,
      text: part,
      ...(family === undefined ? {} : { font: family }),
      ...(isLong ? { wordBreak: 'break-all' } : {}),
    }))
    .filter((each) => each.text !== '');

/** A paragraph or a table cell: one line of text per entry, each of which wraps as it must. */
export const paragraph = (...lines: (string | Line)[]): ContentText => ({
  text: lines.flatMap((line, index) => [
    ...(index > 0 ? [{ text: '\n' }] : []),
    ...flowing(typeof line === 'string' ? { text: line } : line),
  ]),
});

/** A digest in groups of eight breaks at a readable place. */
export const inGroups = (digest: string): string => digest.replace(/(.{8})(?=.)/g, '$1 ');

const rules = {
  hLineWidth: (index: number, node: { table: { headerRows?: number; body: unknown[] } }) =>
    index < (node.table.headerRows ?? 0) || index === node.table.body.length ? 0 : 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#ccd5df',
  paddingLeft: () => 0,
  paddingRight: () => 8,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

/** Labels and values, without a title. */
export const facts = (rows: [label: string, value: string][]): Content => ({
  table: {
    widths: [105, '*'],
    body: rows.map(([label, value]) => [{ text: label, style: 'head' }, paragraph(value)]),
  },
  layout: { ...rules, hLineWidth: (index, node) => (index === 0 ? 0 : rules.hLineWidth(index, node)) },
});

/** Title and column heads come again on every page and never stand alone at the foot of one. */
export function table(title: string, widths: (string | number)[], head: string[], rows: ContentText[][]): Content {
  const fitsPage = rows.every((row) => row.every((cell) => height(cell) <= tallestKept));
  const titleRow: TableCell[] = [
    { ...paragraph(title), style: 'section', colSpan: widths.length },
    ...widths.slice(1).map(() => ''),
  ];
  return {
    table: {
      headerRows: 2,
      // A row kept in one piece that is taller than a page would be cut off, so a tall one makes all of them breakable.
      ...(fitsPage ? { dontBreakRows: true, keepWithHeaderRows: 1 } : {}),
      widths,
      body: [titleRow, head.map((text): TableCell => ({ ...paragraph(text), style: 'head' })), ...rows],
    },
    layout: rules,
  };
}

/** Lines that surely fit a page below the heads, were every line as short as in the narrowest column. */
const tallestKept = 40;
const lettersPerLine = 28;

function height(cell: ContentText): number {
  const text = (cell.text as { text: string }[]).map((each) => each.text).join('');
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lettersPerLine)), 0);
}

export const bold = (text: string): Line => ({ text, bold: true });
export const small = (text: string): Line => ({ text, style: 'small' });
export const inUtc = (instant: string): string => instant.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC');
