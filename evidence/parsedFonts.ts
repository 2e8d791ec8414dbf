// Fonts parsed once per process. pdfmake parses a font's bytes anew for every document, which was a quarter of a worker's time.
import { createRequire } from 'node:module';

/** The part of fontkit's interface that is needed here. */
interface Fontkit {
  create(bytes: Uint8Array): object;
  registerFormat(format: unknown): void;
}

// The very copy that pdfmake's pdfkit uses: another one would not know of the format registered below.
const pdfmakePath = createRequire(import.meta.url).resolve('pdfmake/package.json');
const pdfkitPath = createRequire(pdfmakePath).resolve('pdfkit');
const fontkit = createRequire(pdfkitPath)('fontkit') as Fontkit;

const magic = Buffer.from('parsed font ');
const parsed: object[] = [];

const numberIn = (bytes: Uint8Array): number => Number(Buffer.from(bytes).subarray(magic.length).toString());

/** A format of our own: where the bytes only name a font that is parsed already, fontkit gets that one. */
class ParsedFont {
  constructor({ buffer }: { buffer: Uint8Array }) {
    const font = parsed[numberIn(buffer)];
    if (!font) throw new RangeError('These bytes name no font of this process');
    return font;
  }

  static probe(bytes: Uint8Array): boolean {
    return magic.equals(bytes.subarray(0, magic.length));
  }
}

fontkit.registerFormat(ParsedFont);

/**
 * Parses a font and returns bytes that stand for it wherever fontkit is given them in this process. What fontkit keeps on a
 * font is read from its tables and the same for every document; subsets are made per document.
 */
export function parseOnce(bytes: Buffer): Buffer {
  parsed.push(fontkit.create(bytes));
  return Buffer.concat([magic, Buffer.from(String(parsed.length - 1))]);
}
