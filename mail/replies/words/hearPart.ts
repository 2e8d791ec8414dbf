// What one part of a reply, text or HTML, says: its verb with what belongs to it, or why it is not exactly one. Knows no person's rights.
import type { Familiar } from './familiar.ts';
import { isNotice } from './notices.ts';
import type { Correspondents } from './quoteHeads.ts';
import { splitQuote } from './splitQuote.ts';
import { beginsClosing, isBanner, sentencesIn } from './unsaidLines.ts';
import { looksDecided, readVerb, type ReplyDecision } from './verbs.ts';

/** A text or HTML part, as lines in which quotes are marked. */
export interface MessagePart {
  lines: string[];
  /** Struck through, or not shown. */
  unsaid: string[];
  hasStruckQuote: boolean;
  /** It was longer than what is read. */
  isCut: boolean;
}

export interface Context {
  familiar: Familiar;
  correspondents: Correspondents;
}

/** Why it is not exactly a decision; people are told in their language. */
export type Unclear =
  | 'direction'
  | 'firstLine'
  | 'tooLong'
  | 'noReasons'
  | 'longReasons'
  | 'moreText'
  | 'withinQuote'
  | 'struck'
  | 'files'
  | 'differing';

export type Heard = {
  /** What was not taken for the decision, for people to see; all of it where there is no decision. */
  leftOut: string[];
  /** All that was said, struck out or added to the quote, the decision included. */
  whole: string[];
} & (
  | { kind: 'decision'; decision: ReplyDecision }
  /** Sounds like a decision, and is not exactly one. */
  | { kind: 'unclear'; why: Unclear; files?: string; text: string }
  /** No verb at all. */
  | { kind: 'words'; text: string }
);

/** Would show a line other than it is. */
const redirecting = /[\u202a-\u202e\u2066-\u2069]/u;
/** A verb further down stands below a letter, not below a banner. */
const linesAboveVerb = 40;

export function hearPart(part: MessagePart, { familiar, correspondents }: Context): Heard {
  const { own, quoted } = splitQuote(part.lines, correspondents);
  const lines = own.slice(startOf(own));
  const remarks = remarksIn(quoted, correspondents);
  // Of what is not shown, as a preview line, what was sent so is nobody’s.
  const areForeign = correspondents.sent.areForeign(part.unsaid);
  const unsaid = part.unsaid.filter((_, index) => areForeign[index]);
  const text = [...lines, ...remarks].join('\n').trim().slice(0, 4000);
  const everything = [...lines.filter((line) => line.trim() !== ''), ...remarks, ...unsaid];
  const whole = { whole: everything, leftOut: everything };
  const unclear = (why: Unclear): Heard => ({ kind: 'unclear', why, text, ...whole });
  if (lines.length === 0) return { kind: 'words', text, ...whole };
  if (redirecting.test(lines.join('\n'))) return unclear('direction');
  const [first = '', ...rest] = lines;
  const verb = readVerb(first, familiar.name);
  if (!verb) {
    if (!looksDecided(first)) return { kind: 'words', text, ...whole };
    return unclear('firstLine');
  }
  if (part.isCut) return unclear('tooLong');
  if ('firstReason' in verb) {
    const { reasons, left } = reasonsIn([verb.firstReason, ...rest], remarks, familiar);
    if (reasons.length === 0) return unclear('noReasons');
    if (reasons.length > 50 || reasons.some((each) => each.length > 4000)) return unclear('longReasons');
    return { ...whole, kind: 'decision', decision: { verb: verb.verb, reasons }, leftOut: [...left, ...unsaid] };
  }
  if (sentencesIn(rest, familiar).length > 0) return unclear('moreText');
  if (remarks.length > 0) return unclear('withinQuote');
  if (part.hasStruckQuote) return unclear('struck');
  const leftOut = [...rest.filter((line) => line.trim() !== ''), ...unsaid];
  return { ...whole, kind: 'decision', decision: verb, leftOut };
}

/** Where the person begins: below what a mail system put above, if a verb stands there. */
function startOf(own: readonly string[]): number {
  const verb = own.slice(0, linesAboveVerb).findIndex((line) => readVerb(line, '') !== undefined);
  return verb > 0 && isBanner(own.slice(0, verb)) ? verb : 0;
}

/** What stands in the quote and was neither sent by us nor put there by a mail system. */
function remarksIn(quoted: readonly string[], { sent }: Correspondents): string[] {
  const areForeign = sent.areForeign(quoted);
  const remarks: string[] = [];
  let run: string[] = [];
  const endRun = (): void => {
    if (run.length > 0 && !isNotice(run.join(' '))) remarks.push(...run);
    run = [];
  };
  quoted.forEach((line, index) => {
    if (areForeign[index]) run.push(line.trim());
    else endRun();
  });
  endRun();
  return remarks;
}

/** Down to the closing everything is a reason; below it what is a sentence is one, and so is a remark in the quote. */
function reasonsIn(
  lines: readonly string[],
  remarks: readonly string[],
  familiar: Familiar,
): { reasons: string[]; left: string[] } {
  const closing = lines.findIndex((line, index) => index > 0 && beginsClosing(line, familiar.name));
  const [above, below] = closing < 0 ? [lines, []] : [lines.slice(0, closing), lines.slice(closing)];
  const said = sentencesIn(below, familiar);
  const paragraphs = above
    .join('\n')
    .split(/\n[ \t]*\n/)
    .concat(said.join('\n'), remarks.join('\n'));
  return {
    reasons: paragraphs.map((each) => each.trim()).filter(Boolean),
    left: below.filter((line) => line.trim() !== '' && !said.includes(line)),
  };
}
