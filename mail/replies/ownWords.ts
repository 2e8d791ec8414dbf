// What the sender wrote themselves: the text of a message without what it quotes. Judges nothing about what remains.
import EmailReplyParser from 'email-reply-parser';

/** Longer texts are cut: the library's patterns take time that grows faster than the text. */
const maxCharacters = 32_000;
const maxLines = 2000;

/**
 * Lines without the quote, blank ones at either end removed. email-reply-parser knows quotes in about ten languages;
 * what it leaves of attributions and Outlook header blocks in others is cut here, always towards keeping less.
 */
export function ownWords(text: string): string[] {
  const plain = text
    .slice(0, maxCharacters)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .split('\n')
    .slice(0, maxLines);
  const withoutAttributions = withoutAttributionsOfMarkedQuotes(plain);
  const kept = new EmailReplyParser()
    .read(withoutAttributions.join('\n'))
    .getFragments()
    .filter((each) => !each.isQuoted())
    .flatMap((each) => each.getContent().split('\n'));
  return withoutBlankEnds(beforeUnmarkedQuote(kept).map((line) => line.trimEnd()));
}

const isMarked = (line: string | undefined): boolean => line !== undefined && /^\s*[>|]/.test(line);
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

/** Clients that write from right to left wrap attributions in these. */
const directions = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** "On … wrote:", in whatever language, says when or who, and ends with a colon. */
function isAttributionEnd(text: string): boolean {
  const line = text.replace(directions, '');
  if (!/[:：]\s*$/.test(line) || line.length >= 300) return false;
  return /[^\s@]@[^\s@]/.test(line) || /\d{1,2}[:.]\d{2}/.test(line);
}

function withoutAttributionsOfMarkedQuotes(lines: readonly string[]): string[] {
  const dropped = new Set<number>();
  lines.forEach((line, index) => {
    const isQuoteNext = isMarked(lines[index + 1]) || (isBlank(lines[index + 1]) && isMarked(lines[index + 2]));
    if (!isQuoteNext || isMarked(line)) return;
    if (isAttributionEnd(line)) dropped.add(index);
    else if (/[:：]\s*$/.test(line) && isAttributionEnd(`${lines[index - 1] ?? ''} ${line}`))
      dropped.add(index).add(index - 1);
  });
  return lines.filter((_, index) => !dropped.has(index));
}

/** Outlook and web mail put the quote under a header block or a line, without a mark before each line. */
function beforeUnmarkedQuote(lines: readonly string[]): string[] {
  const start = lines.findIndex(
    (line, index) =>
      /^\s*_{10,}\s*$/.test(line) ||
      /^\s*-{2,}\s*[^-\s][^-]{2,80}\s*-{2,}\s*$/.test(line) ||
      isHeaderBlock(lines.slice(index, index + 6)) ||
      (isAttributionEnd(line) && /20\d\d/.test(line)) ||
      (isAttributionEnd(`${line} ${lines[index + 1] ?? ''}`) && /20\d\d/.test(line)),
  );
  return start < 0 ? [...lines] : lines.slice(0, start);
}

const headerLine = /^\s*\*{0,2}[\p{L}][\p{L}\p{M} .-]{0,24}\*{0,2}\s*[:：]\*{0,2}\s*\S/u;

/** Three header-like lines on end, one of them with an address: From, Sent, To, Subject in any language. */
function isHeaderBlock(lines: readonly string[]): boolean {
  const upToBlank = lines.slice(0, Math.max(0, lines.findIndex(isBlank)) || lines.length);
  const run = upToBlank.findIndex((line) => !headerLine.test(line));
  const block = run < 0 ? upToBlank : upToBlank.slice(0, run);
  return block.length >= 3 && block.some((line) => /[^\s@]@[^\s@]/.test(line));
}

function withoutBlankEnds(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return first < 0 ? [] : lines.slice(first, last + 1);
}
