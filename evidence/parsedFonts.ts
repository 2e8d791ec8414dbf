// Fonts parsed once per process, and words laid out once: pdfmake does both anew for every document, which was most of a
// worker's time. Words are much the same from one certificate to the next.
import { createRequire } from 'node:module';

interface LaidOut {
  positions: object[];
}

interface Font {
  /** Without features of its own a text is laid out with its letters whole. */
  layout(text: string, features?: object): LaidOut;
}

/** The part of fontkit's interface that is needed here. */
interface Fontkit {
  create(bytes: Uint8Array): Font;
  registerFormat(format: unknown): void;
}

// The very copy that pdfmake's pdfkit uses: another one would not know of the format registered below.
const pdfmakePath = createRequire(import.meta.url).resolve('pdfmake/package.json');
const pdfkitPath = createRequire(pdfmakePath).resolve('pdfkit');
const fontkit = createRequire(pdfkitPath)('fontkit') as Fontkit;

const magic = Buffer.from('parsed font ');
const parsed: Font[] = [];

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
  parsed.push(remembering(fontkit.create(bytes)));
  return Buffer.concat([magic, Buffer.from(String(parsed.length - 1))]);
}

/** Some hundred words are new in a certificate: digests and names. All are forgotten together when there are so many. */
const wordsKept = 20_000;

/** Taking letters apart into base and mark (ccmp) would make PDF readers find "certịficate" once a name has an ị. */
const wholeLetters = { ccmp: false };

function remembering(font: Font): Font {
  const known = new Map<string, LaidOut>();
  const layout = font.layout.bind(font);
  font.layout = (text, features) => {
    if (features) return layout(text, features);
    const found = known.get(text) ?? layout(text, { ...wholeLetters });
    if (known.size >= wordsKept) known.clear();
    known.set(text, found);
    return copyOf(found);
  };
  return font;
}

/** pdfkit scales the positions it gets in place. */
const copyOf = (laidOut: LaidOut): LaidOut =>
  Object.assign(Object.create(Object.getPrototypeOf(laidOut) as object) as LaidOut, laidOut, {
    positions: laidOut.positions.map((each) => ({ ...each })),
  });
