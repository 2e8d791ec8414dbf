// Turns the HTML of a message into the lines a reader sees, quotes marked; struck and hidden text is kept apart. Judges nothing.
import { Parser } from 'htmlparser2';

export interface HtmlLines {
  /** What stands on the page, line by line; those in quotes begin with `>`. */
  lines: string[];
  /** Struck through, or not shown: not said. */
  unsaid: string[];
  /** Something within a quote was struck through, which says something about what was quoted. */
  hasStruckQuote: boolean;
}

const blocks = new Set(
  `address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
   h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);
const invisible = new Set([
  'head',
  'script',
  'style',
  'template',
  'title',
  'noscript',
  'object',
  'iframe',
  'svg',
  'math',
]);
const childless = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
]);
const strikes = new Set(['s', 'strike', 'del']);

const struckStyle = /line-through/i;
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)/i;

/** Templates of mail set it on what is around their text, which has a size of its own: ours do. */
const noSize = /(?:^|;|\s)font-size\s*:\s*0(?:\.0+)?\s*(?:px|pt|em|%|rem)?\s*(?:;|!|$)/i;
const anySize = /(?:^|;|\s)font(?:-size)?\s*:/i;

interface Open {
  name: string;
  isHidden: boolean;
  /** Its letters have no height, unless an element within gives them one. */
  isTiny: boolean;
  isStruck: boolean;
  isQuote: boolean;
  isPreformatted: boolean;
}

/** Classes whose rules strike or hide, from the style sheets in the message; Outlook and web mail use them. */
interface SheetClasses {
  struck: Set<string>;
  hidden: Set<string>;
}

export function htmlLines(html: string): HtmlLines {
  const page = new Page(classesIn(html));
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      onclosetag: (name) => page.close(name),
      ontext: (text) => page.text(text),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return page.end();
}

class Page {
  readonly #classes: SheetClasses;
  readonly #lines: string[] = [];
  readonly #unsaid: string[] = [];
  readonly #open: Open[] = [];
  #quotes = 0;
  #line = '';
  #aside = '';
  #hasStruckQuote = false;

  constructor(classes: SheetClasses) {
    this.#classes = classes;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'br') return this.#endLine();
    if (blocks.has(name)) this.#endLine(true);
    if (name === 'hr') {
      this.#line = '____________';
      return this.#endLine(true);
    }
    if (childless.has(name)) return;
    const outer = this.#open.at(-1);
    const style = attributes.style ?? '';
    const names = (attributes.class ?? '').split(/\s+/);
    const isQuote = name === 'blockquote';
    if (isQuote) this.#quotes += 1;
    this.#open.push({
      name,
      isQuote,
      isHidden:
        (outer?.isHidden ?? false) ||
        invisible.has(name) ||
        'hidden' in attributes ||
        hiddenStyle.test(style) ||
        names.some((each) => this.#classes.hidden.has(each)),
      isTiny: noSize.test(style) || ((outer?.isTiny ?? false) && !anySize.test(style)),
      isStruck:
        (outer?.isStruck ?? false) ||
        strikes.has(name) ||
        struckStyle.test(style) ||
        names.some((each) => this.#classes.struck.has(each)),
      isPreformatted:
        (outer?.isPreformatted ?? false) || name === 'pre' || /white-space\s*:\s*(?:pre|break-spaces)/i.test(style),
    });
  }

  close(name: string): void {
    const index = this.#open.findLastIndex((each) => each.name === name);
    if (index < 0) return;
    if (blocks.has(name)) this.#endLine(true);
    for (const each of this.#open.splice(index)) if (each.isQuote) this.#quotes -= 1;
  }

  text(text: string): void {
    const at = this.#open.at(-1);
    if (at && invisible.has(at.name)) return;
    if (at && (at.isHidden || at.isTiny || at.isStruck)) {
      this.#aside += text;
      if (at.isStruck && !at.isHidden && !at.isTiny && this.#quotes > 0 && /[\p{L}\p{N}]/u.test(text))
        this.#hasStruckQuote = true;
      return;
    }
    if (!at?.isPreformatted) {
      this.#line += text.replace(/[ \t\r\n\f]+/g, ' ');
      return;
    }
    const [first = '', ...rest] = text.split(/\r?\n/);
    this.#line += first;
    for (const each of rest) {
      this.#endLine();
      this.#line = each;
    }
  }

  end(): HtmlLines {
    this.#endLine(true);
    return { lines: this.#lines, unsaid: this.#unsaid, hasStruckQuote: this.#hasStruckQuote };
  }

  /** A block ends a line that has something on it; a line break ends any. */
  #endLine(isBlock = false): void {
    // Outlook writes an empty line as a paragraph with a non-breaking space.
    const isSpaced = this.#line.includes('\u00a0');
    const said = this.#line.replace(/[ \t\u00a0]+/g, ' ').trim();
    this.#line = '';
    const aside = this.#aside.replace(/\s+/g, ' ').trim();
    this.#aside = '';
    if (aside !== '') this.#unsaid.push(aside);
    if (said !== '' || !isBlock || isSpaced)
      this.#lines.push(`${'>'.repeat(this.#quotes)}${this.#quotes > 0 ? ' ' : ''}${said}`);
  }
}

function classesIn(html: string): SheetClasses {
  const found: SheetClasses = { struck: new Set(), hidden: new Set() };
  for (const [, sheet = ''] of html.matchAll(/<style[^>]{0,200}>([^<]{0,100000})/gi))
    for (const rule of sheet.split('}').slice(0, 2000)) {
      const brace = rule.lastIndexOf('{');
      const body = rule.slice(brace + 1);
      const isHidden = hiddenStyle.test(body) || noSize.test(body);
      const kind = struckStyle.test(body) ? found.struck : isHidden ? found.hidden : undefined;
      // Rules for print or for narrow screens say nothing about what this reader saw.
      if (!kind || brace < 0 || rule.includes('@')) continue;
      for (const [, name = ''] of rule.slice(0, brace).matchAll(/\.([\w-]{1,100})/g)) kind.add(name);
    }
  return found;
}
