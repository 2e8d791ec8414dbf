// Says which lines of a reply are recognised as no sentence; every other line is something somebody said. Decides nothing.
import { blockLine, hasAddress, isHouse, type BlockLine } from './blocks.ts';
import { isShouted } from './capitals.ts';
import { isClosing, isDeviceLine, isNameLine } from './closings.ts';
import { withHosts, type Familiar } from './familiar.ts';
import { isLabel, isNotice } from './notices.ts';
import { hasPostcode } from './places.ts';
import { isTitle, leadsSomebody } from './titles.ts';

type Kind = 'nothing' | 'closing' | BlockLine;

/** The lines that say something, in their order. */
export function sentencesIn(lines: readonly string[], familiar: Familiar): string[] {
  const known = withHosts(familiar, lines);
  return paragraphsOf(lines).flatMap((paragraph) => leftOf(paragraph, known));
}

/** Whether a line ends what somebody wrote: a closing, their name, a rule, a phone's footer. */
export function beginsClosing(line: string, name: string): boolean {
  if (line.length > longestLine) return false;
  if (isRule(line)) return /[-_*=~]{2,}/.test(line);
  return isClosing(line, name) || isDeviceLine(line) || isNameLine(line, name);
}

/** Whether lines above a verb are a notice that a mail system put there. */
export const isBanner = (lines: readonly string[]): boolean =>
  paragraphsOf(lines).every((each) => each.every((line) => isRule(line) || isLabel(line)) || isNotice(each.join(' ')));

/** Nothing but marks that part, or a friendly picture; a question mark, an ellipsis or a cross says something. */
function isRule(line: string): boolean {
  if (/[:;=]-?[([/]/u.test(line)) return false;
  if (/[?？…<>✓✔✗✘☐☑☒❌]|\.\./u.test(line)) return false;
  return /^(?:[\s\p{P}]|[=~+|^$]|\u{1f44d}|\u{1f642}|\u{1f600}|\u{1f60a}|\u{1f64f}|\p{Emoji_Modifier})*$/u.test(line);
}

function leftOf(paragraph: readonly string[], familiar: Familiar): string[] {
  const kinds = paragraph.map((line) => kindOf(line, familiar));
  const isOpen = (index: number): boolean => !isOfBlock(kinds, paragraph, index);
  const open = paragraph.filter((_, index) => isOpen(index));
  if (open.length === 0) return [];
  const runs: string[][] = [];
  paragraph.forEach((line, index) => {
    if (!isOpen(index)) return;
    if (index > 0 && isOpen(index - 1) && runs.length > 0) runs.at(-1)?.push(line);
    else runs.push([line]);
  });
  // A notice is broken into lines anywhere; a line of it can look like something else by itself.
  if (isNotice(paragraph.join(' ')) || isNotice(withoutHead(paragraph, kinds))) return [];
  return runs.filter((run) => !isNotice(run.join(' '))).flat();
}

/** A line that is not plainly of a signature block may be of one by what stands beside it. */
function isOfBlock(kinds: readonly Kind[], paragraph: readonly string[], index: number): boolean {
  const kind = kinds[index];
  const isNumbered = (at: number): boolean => kinds[at] === 'anchor' && /\d/.test(paragraph[at] ?? '');
  if (kind === 'weak') return kinds.includes('anchor');
  if (kind === 'town')
    return isNumbered(index - 1) || isNumbered(index + 1) || (index > 0 && isHouse(paragraph[index - 1] ?? ''));
  if (hasPostcode(paragraph[index + 1] ?? '') && isHouse(paragraph[index] ?? '')) return true;
  if (kind === 'loose') return isAboveAddress(kinds, paragraph, index);
  if (kind === 'named')
    return (
      (kinds.slice(0, index).includes('anchor') && kinds.slice(index).includes('anchor')) ||
      isBelowTitle(kinds, paragraph, index)
    );
  return kind !== undefined;
}

/** The house, and then the town, below what somebody is: "Project Director", "Example Consulting", "London". */
const isBelowTitle = (kinds: readonly Kind[], paragraph: readonly string[], index: number): boolean => {
  const title = paragraph.slice(0, index).findLastIndex(isTitle);
  return (
    title >= 0 &&
    index - title <= 3 &&
    kinds.slice(title + 1, index).every((each) => each === 'loose' || each === 'named' || each === 'anchor') &&
    !paragraph.slice(title + 1, index + 1).some(isShouted)
  );
};

/** A firm or a house right above its address, in one line or two; not in capitals alone, as sentences are shouted. */
const isAboveAddress = (kinds: readonly Kind[], paragraph: readonly string[], index: number): boolean => {
  const below = kinds.findIndex((each, at) => at > index && each !== 'loose');
  const line = paragraph[index] ?? '';
  if (below < 0 || below - index > 2 || isShouted(line) || leadsSomebody(line)) return false;
  const next = paragraph[below] ?? '';
  return hasAddress(next) || (isHouse(next) && hasPostcode(paragraph[below + 1] ?? ''));
};

/** Closings and names right above a notice are not of it. */
const withoutHead = (paragraph: readonly string[], kinds: readonly Kind[]): string => {
  const start = kinds.findIndex((each) => each !== 'anchor' && each !== 'closing' && each !== 'nothing');
  return paragraph.slice(Math.max(0, start)).join(' ');
};

/** No closing, title or address is longer. */
const longestLine = 400;

/** What clients put in place of a picture: "[cid:image001.png]", "[image: Example plc]". */
const picture =
  /^\s*\[(?:cid:[^\]\s]{1,100}|(?:image|inline image|bild|logo)(?:\s?\d{1,3})?(?::\s*([^\]]{1,100}))?)\]\s*$/iu;

function kindOf(line: string, familiar: Familiar): Kind {
  if (line.length > longestLine) return undefined;
  if (isRule(line)) return 'nothing';
  const shown = picture.exec(line);
  if (shown)
    return shown[1] === undefined || /\.(?:png|jpe?g|gif|svg)$/iu.test(shown[1])
      ? 'nothing'
      : kindOf(shown[1], familiar);
  if (isLabel(line)) return 'nothing';
  if (isClosing(line, familiar.name) || isDeviceLine(line)) return 'closing';
  return blockLine(line, familiar);
}

function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of lines)
    if (line.trim() === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  return paragraphs.filter((each) => each.length > 0);
}
