// What a reply says: its text and its HTML each heard by itself, and a decision only where both say the same.
import { hearPart, type Context, type Heard, type MessagePart } from './hearPart.ts';
import type { ReplyDecision } from './verbs.ts';
import { tokensOf, withoutLinks } from './tokens.ts';

export type { Context, Heard, MessagePart } from './hearPart.ts';
export type { ReplyDecision } from './verbs.ts';

/** `files`: names of what came with it and could hold words of its own. */
export function hearReply(parts: readonly MessagePart[], files: readonly string[], context: Context): Heard {
  const [first, second] = parts.map((each) => hearPart(each, context));
  if (!first) return { kind: 'words', text: '', leftOut: [], whole: [] };
  const heard = second ? both(first, second) : first;
  if (heard.kind !== 'decision' || files.length === 0 || 'reasons' in heard.decision) return heard;
  return {
    kind: 'unclear',
    why: 'files',
    files: files.join(', ').slice(0, 200),
    text: heard.leftOut.join('\n'),
    leftOut: heard.whole,
    whole: heard.whole,
  };
}

function both(text: Heard, html: Heard): Heard {
  const leftOut = joined(text.leftOut, html.leftOut);
  const whole = joined(text.whole, html.whole);
  if (text.kind === 'decision' && html.kind === 'decision') {
    if (isSame(text.decision, html.decision)) return { ...text, leftOut, whole };
    return differing(wordsOf(text.decision), whole);
  }
  const unclear = [text, html].find((each) => each.kind === 'unclear');
  if (unclear) return { ...unclear, leftOut: whole, whole };
  // One decides, and the other says something else without a verb.
  const other = [text, html].find((each) => each.kind === 'words');
  return text.kind === 'words' && html.kind === 'words'
    ? { ...text, leftOut: whole, whole }
    : differing(other?.text ?? '', whole);
}

/** What both say once, and what one of them says alone. */
const joined = (text: readonly string[], html: readonly string[]): string[] => [
  ...text,
  ...html.filter((each) => !text.includes(each)),
];

const differing = (text: string, whole: string[]): Heard => ({
  kind: 'unclear',
  why: 'differing',
  text,
  leftOut: whole,
  whole,
});

const isSame = (a: ReplyDecision, b: ReplyDecision): boolean =>
  a.verb === b.verb &&
  tokensOf(withoutLinks(wordsOf(a))).join(' ') === tokensOf(withoutLinks(wordsOf(b))).join(' ') &&
  addressOf(a) === addressOf(b);

const addressOf = (decision: ReplyDecision): string => ('address' in decision ? decision.address : '');

function wordsOf(decision: ReplyDecision): string {
  if ('typedName' in decision) return decision.typedName;
  if ('reasons' in decision) return decision.reasons.join('\n');
  return 'address' in decision ? decision.address : '';
}
