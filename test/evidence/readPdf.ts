// Reads back what this project's PDFs hold: their words, number of pages and attached file. No general PDF reader.
import { inflateSync } from 'node:zlib';

interface PdfObject {
  dictionary: string;
  stream?: Buffer;
}

/** By number; what a later revision of the file says wins. */
function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const source = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  const start = /(\d+) 0 obj\n([\s\S]*?)(\nstream\n|\nendobj)/g;
  for (let found = start.exec(source); found; found = start.exec(source)) {
    const [whole, number = '', dictionary = '', end] = found;
    const at = found.index + whole.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const raw = end === '\nstream\n' ? pdf.subarray(at, at + length) : undefined;
    if (raw) start.lastIndex = at + length;
    const stream = raw && (dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw);
    objects.set(number, { dictionary, ...(stream ? { stream } : {}) });
  }
  return objects;
}

const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph numbers to text, from the font's ToUnicode table. */
function glyphs(table: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, list = ''] of table.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', text = ''] of list.matchAll(/<([0-9A-F]+)> <([0-9A-F]*)>/g))
      map.set(Number.parseInt(glyph, 16), utf16(text));
  return map;
}

export interface PdfContents {
  pages: number;
  /** Lines with a space between, columns of a line without. */
  text: string;
  /** The lines of each page. */
  lines: string[][];
  bookmarks: string[];
  /** How often each kind of tag stands in the structure. */
  tags: Record<string, number>;
  attachment: Buffer | undefined;
}

export function readPdf(pdf: Buffer): PdfContents {
  const objects = objectsOf(pdf);
  const all = [...objects.values()];
  const streamOf = (reference: RegExp, of = '') =>
    objects.get(reference.exec(of)?.[1] ?? '')?.stream?.toString('latin1') ?? '';
  const pages = all.filter((each) => /\/Type \/Page\b/.test(each.dictionary));
  const texts = pages.map(({ dictionary }) => {
    const fonts = new Map(
      [...dictionary.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', number = '']) => [
        name,
        glyphs(streamOf(/\/ToUnicode (\d+) 0 R/, objects.get(number)?.dictionary)),
      ]),
    );
    return pageText(streamOf(/\/Contents \[?(\d+) 0 R/, dictionary), fonts);
  });
  const bookmarks = all.flatMap(({ dictionary }) => {
    const [, hex, plain] = /\/Title (?:<FEFF([0-9A-F]*)>|\(([^\n]*)\))\n {2}\/Dest/.exec(dictionary) ?? [];
    return hex === undefined ? (plain?.replace(/\\(.)/g, '$1') ?? []) : [utf16(hex)];
  });
  const tags: Record<string, number> = {};
  for (const { dictionary } of all) {
    const [, tag] = /\/Type \/StructElem\n {2}\/S \/(\w+)/.exec(dictionary) ?? [];
    if (tag) tags[tag] = (tags[tag] ?? 0) + 1;
  }
  const attachment = all.find((each) => each.dictionary.includes('/EmbeddedFile\n'))?.stream;
  const lines = texts.map((text) => text.split('\n').flatMap((line) => line.replace(/\s+/g, ' ').trim() || []));
  return { pages: pages.length, text: texts.join(' ').replace(/\s+/g, ' '), lines, bookmarks, tags, attachment };
}

function pageText(content: string, fonts: ReadonlyMap<string, Map<number, string>>): string {
  let [font, line, isReplaced] = [new Map<number, string>(), '', false];
  const words: string[] = [];
  const operator =
    /1 0 0 -1 [-\d.]+ ([-\d.]+) cm|\/(f\d+) [\d.]+ Tf|\/ActualText <FEFF([0-9A-F]*)>|(\/ActualText (?=\())|(EMC)|\[(?=\()|Tm\n(?=\()/g;
  for (let found = operator.exec(content); found; found = operator.exec(content)) {
    const [, y, name, unicode, actual, end] = found;
    if (name !== undefined) font = fonts.get(name) ?? new Map<number, string>();
    else if (y !== undefined) {
      if (y !== line) words.push('\n');
      line = y;
    } else if (end !== undefined) isReplaced = false;
    else if (unicode !== undefined) {
      words.push(utf16(unicode));
      isReplaced = true;
    } else {
      const { bytes, next } = stringsFrom(content, operator.lastIndex);
      operator.lastIndex = next;
      if (actual !== undefined) words.push(Buffer.from(bytes).toString('latin1'));
      else if (!isReplaced) words.push(...numbersOf(bytes).map((each) => font.get(each) ?? ''));
      if (actual !== undefined) isReplaced = true;
    }
  }
  return words.join('');
}

const numbersOf = (bytes: number[]): number[] =>
  bytes.flatMap((high, index) => (index % 2 === 0 ? [high * 256 + (bytes[index + 1] ?? 0)] : []));

const escapes: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** What "(…)" or "(…) 20 (…)]" holds; parentheses that are balanced need no escape. */
function stringsFrom(content: string, start: number): { bytes: number[]; next: number } {
  const bytes: number[] = [];
  const token = /\\([0-7]{1,3})|\\([\s\S])|([\s\S])/gy;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(content); found; found = token.exec(content)) {
    const [, octal, escaped, plain = ''] = found;
    if (depth === 0 && /[\]\n]/.test(plain)) break;
    const isEdge = (plain === '(' && depth === 0) || (plain === ')' && depth === 1);
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (escaped !== undefined) bytes.push(escapes[escaped] ?? escaped.charCodeAt(0));
    else if (depth > 0 && !isEdge) bytes.push(plain.charCodeAt(0));
    if (plain === '(') depth += 1;
    if (plain === ')') depth -= 1;
    if (depth === 0 && content[token.lastIndex] === ' ' && content.startsWith(' Tj', token.lastIndex)) break;
  }
  return { bytes, next: token.lastIndex };
}
