// Reads back what this project's PDFs hold: their words, number of pages and attached file. No general PDF reader.
import { inflateSync } from 'node:zlib';

interface PdfObject {
  dictionary: string;
  stream?: Buffer;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const source = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const found of source.matchAll(/(\d+) 0 obj\n([\s\S]*?)(?:\nstream\n|\nendobj)/g)) {
    const [whole, number = '', dictionary = ''] = found;
    const start = found.index + whole.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const raw = whole.endsWith('stream\n') ? pdf.subarray(start, start + length) : undefined;
    const stream = raw && (dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw);
    objects.set(number, { dictionary, ...(stream ? { stream } : {}) });
  }
  return objects;
}

/** Glyph numbers to text, from the font's ToUnicode table. */
function glyphs(table: string): Map<number, string> {
  const texts = [...table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)].flatMap(([, first = '', list = '']) =>
    [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = ''], index): [number, string] => [
      Number.parseInt(first, 16) + index,
      Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ]),
  );
  return new Map(texts);
}

export interface PdfContents {
  pages: number;
  text: string;
  attachment: Buffer | undefined;
}

export function readPdf(pdf: Buffer): PdfContents {
  const objects = objectsOf(pdf);
  const all = [...objects.values()];
  const fonts = new Map<string, Map<number, string>>();
  for (const { dictionary } of all)
    for (const [, name = '', number = ''] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.dictionary ?? '')?.[1] ?? '';
      fonts.set(name, glyphs(objects.get(unicode)?.stream?.toString('latin1') ?? ''));
    }
  const pages = all.filter((each) => /\/Type \/Page\b/.test(each.dictionary));
  const text = pages.map(({ dictionary }) => {
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1] ?? '')?.stream?.toString('latin1') ?? '';
    return pageText(content, fonts);
  });
  const attachment = all.find((each) => each.dictionary.includes('/EmbeddedFile\n'))?.stream;
  return { pages: pages.length, text: text.join('\n').replace(/\s+/g, ' '), attachment };
}

function pageText(content: string, fonts: Map<string, Map<number, string>>): string {
  let font: Map<number, string> | undefined;
  const words: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    const hex = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/g)].map(([, each]) => each).join('');
    words.push((hex.match(/.{4}/g) ?? []).map((each) => font?.get(Number.parseInt(each, 16)) ?? '').join(''));
  }
  return words.join('');
}
