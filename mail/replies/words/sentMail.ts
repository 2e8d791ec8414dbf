// What we sent to the person who answers, as words, and whether a quoted line is of it, unchanged. Knows no meaning of them.
import { tokensOf, withoutLinks } from './tokens.ts';

/** Fewer words than this on end could be anybody's. */
const shortestRun = 3;
/** Where a phrase stands more often than this in our mails, one place is as good as another. */
const placesTried = 24;

export class SentMail {
  readonly #tokens: string[] = [];
  readonly #lines = new Set<string>();
  readonly #lineStarts = new Set<number>();
  readonly #places = new Map<string, number[]>();
  readonly #subjects: string[];

  /** Each text is one rendering of one mail. */
  constructor(texts: readonly string[], subjects: readonly string[] = []) {
    for (const text of texts) {
      for (const line of text.split('\n')) this.#add(tokensOf(withoutLinks(line)));
      this.#tokens.push('\n');
    }
    for (let at = 0; at + shortestRun <= this.#tokens.length; at += 1) {
      const key = this.#tokens.slice(at, at + shortestRun).join(' ');
      const known = this.#places.get(key);
      if (!known) this.#places.set(key, [at]);
      else if (known.length < placesTried) known.push(at);
    }
    this.#subjects = subjects.map((each) => tokensOf(each).join(' '));
  }

  #add(tokens: string[]): void {
    if (tokens.length === 0) return;
    this.#lineStarts.add(this.#tokens.length);
    this.#lines.add(tokens.join(' '));
    this.#tokens.push(...tokens);
  }

  /** Whether a subject line is ours, cut short or not, behind whatever clients and gateways put before it. */
  isSubject(text: string): boolean {
    const plain = text.replace(/^(?:\s*(?:[\p{L}]{1,6}|[\p{L}]{1,6}\[\d{1,3}\])\s?[:：]|\s*\[[^\]]{1,30}\])+/u, '');
    const said = tokensOf(plain).join(' ');
    return said === '' || this.#subjects.some((each) => each === said || each.startsWith(`${said} `));
  }

  /** Whether a line without a mark of quotation is so plainly ours that a quote begins with it. */
  beginsQuote(line: string): boolean {
    const tokens = tokensOf(withoutLinks(line));
    return tokens.length >= 8 && this.#runFrom(tokens, 0).length >= 8;
  }

  /** For each line whether it is not of what we sent. Clients break lines anew, cut quotes short and leave out parts. */
  areForeign(lines: readonly string[]): boolean[] {
    let end: number | undefined;
    const last = lines.findLastIndex((line) => tokensOf(withoutLinks(line)).length > 0);
    return lines.map((line, index) => {
      const tokens = tokensOf(withoutLinks(line));
      if (tokens.length === 0) return false;
      const reached = this.#covers(tokens, end, index === last) ?? this.#covers(tokens, undefined, index === last);
      end = reached;
      return reached === undefined && !this.#lines.has(tokens.join(' '));
    });
  }

  /** Where in our words the line ends, or undefined when some of it is not there. `from`: where the line before it ended. */
  #covers(tokens: readonly string[], from: number | undefined, isLast: boolean): number | undefined {
    let end = from;
    for (let at = 0; at < tokens.length;) {
      if (end !== undefined && this.#tokens[end] === tokens[at]) {
        end += 1;
        at += 1;
        continue;
      }
      const run = this.#runFrom(tokens, at);
      const isCutShort = isLast && at > 0 && run.length === tokens.length - at && this.#lineStarts.has(run.at);
      if (run.length < shortestRun && !isCutShort) return undefined;
      // Within a line what was sent goes on, or another line of it begins: no client takes out words.
      if (at > 0 && !this.#lineStarts.has(run.at)) return undefined;
      at += run.length;
      end = run.at + run.length;
    }
    return end;
  }

  #runFrom(tokens: readonly string[], at: number): { at: number; length: number } {
    const key = tokens.slice(at, at + shortestRun).join(' ');
    const places =
      tokens.length - at >= shortestRun ? (this.#places.get(key) ?? []) : this.#startsWith(tokens.slice(at));
    let best = { at: 0, length: 0 };
    for (const place of places) {
      let length = 0;
      while (at + length < tokens.length && this.#tokens[place + length] === tokens[at + length]) length += 1;
      const isBetter = length === best.length && this.#lineStarts.has(place) && !this.#lineStarts.has(best.at);
      if (length > best.length || isBetter) best = { at: place, length };
    }
    return best;
  }

  #startsWith(tokens: readonly string[]): number[] {
    return [...this.#lineStarts].filter((place) => tokens.every((each, index) => this.#tokens[place + index] === each));
  }
}
