// Parts what a message quotes from what stands beside it. What is quoted is compared with what was sent; nothing is thrown away.
import { beginsHeaderBlock, isAttribution, isHeaderLine, isSeparator, type Correspondents } from './quoteHeads.ts';

export interface SplitMessage {
  /** Lines outside any quote, with the attributions taken out; blank ones at either end removed. */
  own: string[];
  /** Lines within quotes, without their marks and without the lines over them. */
  quoted: string[];
}

const isMarked = (line: string | undefined): boolean =>
  line !== undefined && /^\s*[>|](?!\s*(?:[|>]\s*)?$)|^\s*>/.test(line);
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';
const unmarked = (line: string): string => line.replace(/^(?:\s*[>|])+ ?/, '');

export function splitQuote(lines: readonly string[], correspondents: Correspondents): SplitMessage {
  const own: string[] = [];
  const quoted: string[] = [];
  let isInTail = false;
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? '';
    const isQuoted: boolean = isInTail || isMarked(line);
    const bare = isQuoted ? unmarked(line) : line;
    const heads = headLines(lines, index, isQuoted, correspondents);
    if (heads > 0) {
      // What follows an attribution is the quote; where its lines are marked, the marks say how far it goes.
      isInTail ||= !isQuoted && !isMarked(nextLine(lines, index + heads)) && !isBlank(nextLine(lines, index + heads));
      index += heads;
      continue;
    }
    if (!isQuoted && beginsTail(lines, index, correspondents)) isInTail = true;
    else (isQuoted ? quoted : own).push(bare);
    if (isInTail && !isQuoted && !isSeparator(line)) quoted.push(bare);
    index += 1;
  }
  return {
    own: withoutBlankEnds(own),
    quoted: quoted.filter((line) => !isHeaderLine(line, correspondents) && !isSeparator(line)),
  };
}

const nextLine = (lines: readonly string[], from: number): string | undefined =>
  lines.slice(from, from + 4).find((line) => !isBlank(line));

/** How many lines from here are an attribution: clients break them where they are long. */
function headLines(lines: readonly string[], index: number, isQuoted: boolean, correspondents: Correspondents): number {
  let text = '';
  for (let count = 1; count <= 3; count += 1) {
    const line = lines[index + count - 1];
    if (isBlank(line) || (isMarked(line) && !isQuoted)) return 0;
    text += ` ${isQuoted ? unmarked(line ?? '') : line}`;
    if (isAttribution(text, correspondents)) return count;
  }
  return 0;
}

/** Outlook and web mail put the quote under a header block or a line, or under nothing, without a mark before each line. */
const beginsTail = (lines: readonly string[], index: number, { sent }: Correspondents): boolean => {
  const line = lines[index] ?? '';
  if (beginsHeaderBlock(lines.slice(index, index + 6)) || sent.beginsQuote(line)) return true;
  if (!isSeparator(line)) return false;
  const next = lines.slice(index + 1).findIndex((each) => !isBlank(each));
  return next >= 0 && beginsHeaderBlock(lines.slice(index + 1 + next, index + 7 + next));
};

function withoutBlankEnds(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return first < 0 ? [] : lines.slice(first, last + 1);
}
