// The verbs of a reply: an exact one on the first line decides, anything else does not. Knows no milestone and no person's rights.
import { isSameName } from '../../domain/people/names.ts';
import { hidesReservation, splitClosing } from './signature.ts';

export type ReplyDecision =
  | { verb: 'APPROVE' }
  | { verb: 'SIGN'; typedName: string }
  | { verb: 'REVISE' | 'REFUSE'; reasons: string[] }
  | { verb: 'DELEGATE'; address: string };

export type FirstLine =
  | ({ kind: 'decision' } & ReplyDecision)
  /** Sounds like a decision, and is not exactly one. */
  | { kind: 'unclear'; why: string; text: string }
  /** No verb at all. */
  | { kind: 'words'; text: string };

/** Clients and keyboards put these at the edges of a line; they show nothing. */
const invisibleEdges = /^[\s\u00ad\u200b-\u200f\u2060\ufeff]+|[\s\u00ad\u200b-\u200f\u2060\ufeff]+$/gu;
/** Would show a line other than it is. */
const redirecting = /[\u202a-\u202e\u2066-\u2069]/u;
const soundsLikeDecision =
  /^\W*(approve|sign|refus|reject|revis|delegat|accept|agree|ok\b|okay|yes\b|no\b|genehmig|approuv|aprob|aprov|approv|goedgekeurd|akceptuj|godkän)/iu;

/** The verb counts in capitals or not, with or without a full stop or an exclamation mark; nothing else on its line does. */
export function readFirstLine(lines: readonly string[], personName: string): FirstLine {
  const first = (lines[0] ?? '').replace(invisibleEdges, '');
  const rest = lines.slice(1);
  const text = [first, ...rest].join('\n').trim().slice(0, 4000);
  if (text === '') return { kind: 'words', text };
  if (redirecting.test(lines.join('\n')))
    return { kind: 'unclear', why: 'it has characters that change the direction of the text', text };
  const decision = decisionIn(first, rest, personName);
  if (!decision) {
    if (!soundsLikeDecision.test(first)) return { kind: 'words', text };
    return { kind: 'unclear', why: 'its first line is not exactly one of the words that decide', text };
  }
  if ('why' in decision) return { kind: 'unclear', why: decision.why, text };
  return { kind: 'decision', ...decision };
}

function decisionIn(
  first: string,
  rest: readonly string[],
  personName: string,
): ReplyDecision | { why: string } | undefined {
  if (/^approve[.!]?$/i.test(first)) return alone({ verb: 'APPROVE' }, rest, personName);
  const typed = /^sign[:,]?[ \t]+(\S.*)$/i.exec(first)?.[1]?.trim();
  if (typed) return alone({ verb: 'SIGN', typedName: nameTyped(typed, personName) }, rest, personName);
  const given = /^(revise|refuse)[ \t]*:[ \t]*(.*)$/i.exec(first);
  if (given) return reasoned(given[1] as string, [given[2] ?? '', ...rest], personName);
  const address = addressIn(/^delegate(?:[ \t]+to)?[ \t]*:?[ \t]+(\S.*)$/i.exec(first)?.[1]);
  return address ? alone({ verb: 'DELEGATE', address }, rest, personName) : undefined;
}

/** A full stop after a name is taken for punctuation where the name is right without it. */
function nameTyped(typed: string, listed: string): string {
  const without = typed.replace(/[.!]$/, '').trim();
  return !isSameName(typed, listed) && isSameName(without, listed) ? without : typed;
}

function alone(decision: ReplyDecision, rest: readonly string[], personName: string): ReplyDecision | { why: string } {
  const { said, closing } = splitClosing(rest, personName);
  if (said.length > 0) return { why: 'there is more text below the first line, which could be a condition' };
  if (hidesReservation(closing)) return { why: 'there is a reservation below the signature' };
  return decision;
}

function reasoned(verb: string, lines: readonly string[], personName: string): ReplyDecision | { why: string } {
  const [first = '', ...rest] = lines;
  const { closing } = splitClosing(rest, personName);
  const said = [first, ...rest.slice(0, rest.length - closing.length)];
  const reasons = said
    .join('\n')
    .split(/\n[ \t]*\n/)
    .map((each) => each.trim())
    .filter(Boolean);
  if (reasons.length === 0) return { why: 'it gives no reasons after the colon' };
  if (reasons.length > 50 || reasons.some((each) => each.length > 4000))
    return { why: 'its reasons are too long for a reply' };
  return { verb: verb.toUpperCase() as 'REVISE' | 'REFUSE', reasons };
}

/** `bo@example.com`, `<bo@example.com>`, `Bo Sample <bo@example.com>`, or what a client makes of it with a mailto link. */
function addressIn(text: string | undefined): string | undefined {
  const plain = text?.replace(/\s*[<([]\s*mailto:[^\s>)\]]*\s*[>)\]]/gi, '').trim();
  const address = /^(?:[^<>@]*<)?([^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+?)>?[.]?$/.exec(plain ?? '')?.[1];
  return address?.toLowerCase();
}
