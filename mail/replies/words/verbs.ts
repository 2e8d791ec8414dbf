// The words that decide, in every language there are words in, whatever language the request was in: an exact one on the first line
// counts, in capitals or not, with or without a full stop; nothing else does.
import { isSameName } from '../../../domain/people/names.ts';
import type { ReplyWords } from '../../messages/language.ts';
import { replyWords } from '../../messages/words.ts';

export type ReplyDecision =
  | { verb: 'APPROVE' }
  | { verb: 'SIGN'; typedName: string }
  | { verb: ReasonedVerb; reasons: string[] }
  | { verb: 'DELEGATE'; address: string };

/** What stands after it counts; a question is a comment that waits for an answer. */
type ReasonedVerb =
  'REVISE' | 'REFUSE' | 'COMMENT' | 'QUESTION' | 'NEED INFORMATION' | 'MORE TIME' | 'NOT MINE' | 'WITHDRAW';

const spoken = replyWords();

/** Of all languages, in lower case and as one character each umlaut. */
const written = (verb: keyof ReplyWords): string[] =>
  spoken.flatMap((each) => each[verb]).map((each) => each.normalize('NFC').toLowerCase());

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Between two words there may be several blanks. */
const spaced = (text: string): string => literal(text).replaceAll(' ', '[ \\t]+');
const anyOf = (verb: keyof ReplyWords): string => written(verb).map(literal).join('|');

/** The last four are said in place of a decision. */
const verbsWithReasons = {
  revise: 'REVISE',
  refuse: 'REFUSE',
  comment: 'COMMENT',
  question: 'QUESTION',
  needInformation: 'NEED INFORMATION',
  moreTime: 'MORE TIME',
  notMine: 'NOT MINE',
  withdraw: 'WITHDRAW',
} as const satisfies Partial<Record<keyof ReplyWords, ReasonedVerb>>;

const reasoned = new Map<string, ReasonedVerb>(
  Object.entries(verbsWithReasons).flatMap(([verb, is]) =>
    written(verb as keyof ReplyWords).map((each) => [each, is] as const),
  ),
);

export type Verb =
  | Exclude<ReplyDecision, { reasons: string[] }>
  | { verb: ReasonedVerb; /** What stands on the line of the verb. */ firstReason: string };

const withReasons = new RegExp(`^(${[...reasoned.keys()].map(spaced).join('|')})[ \\t]*:[ \\t]*(.*)$`, 'iu');

/** Clients and keyboards put these at the edges of a line; they show nothing. */
const invisibleEdges =
  /^[\s\u00ad\u200b-\u200f\u2060\ufeff]+|(?<![\s\u00ad\u200b-\u200f\u2060\ufeff])[\s\u00ad\u200b-\u200f\u2060\ufeff]+$/gu;
/** Without the flag `u`, under which a long s and a Kelvin sign are letters of a verb. What cannot be seen may also stand between the verb and a name that was pasted. */
const afterSign = new RegExp(
  `^(?:${anyOf('sign')})[:,]?[\\u00ad\\u200b-\\u200f\\u2060]*\\s[\\s\\u00ad\\u200b-\\u200f\\u2060]*(\\S.*)$`,
  'i',
);
const approves = new RegExp(`^(?:${anyOf('approve')})[.!]?$`, 'i');
const afterDelegate = new RegExp(
  `^(?:${anyOf('delegate')})(?:[ \\t]+(?:${anyOf('to')}))?[ \\t]*:?[ \\t]+(\\S.*)$`,
  'i',
);

/** Whoever decides in a language without words here is asked back as well. */
const elsewhere = ['approuv-', 'aprob-', 'aprov-', 'approv-', 'goedgekeurd-', 'akceptuj-', 'godkän-'];

const soundsLikeDecision = new RegExp(
  `^[^\\p{L}\\p{N}_]*(?:${[...written('soundsDecided'), ...elsewhere]
    .map((each) => (each.endsWith('-') ? literal(each.slice(0, -1)) : `${literal(each)}(?![\\p{L}\\p{N}_])`))
    .join('|')})`,
  'iu',
);

export const looksDecided = (line: string): boolean => soundsLikeDecision.test(line.replace(invisibleEdges, ''));

export function readVerb(line: string, personName: string): Verb | undefined {
  // Some write an umlaut as two characters. What is said is kept as it was written.
  const asWritten = line.replace(invisibleEdges, '');
  const first = asWritten.normalize('NFC');
  if (first.length > 8000) return undefined;
  if (approves.test(first)) return { verb: 'APPROVE' };
  const typed = afterSign.exec(asWritten)?.[1]?.trim();
  if (typed) return { verb: 'SIGN', typedName: nameTyped(typed, personName) };
  const verb = reasoned.get(
    withReasons
      .exec(first)?.[1]
      ?.toLowerCase()
      .replace(/[ \t]+/g, ' ') ?? '',
  );
  if (verb) return { verb, firstReason: asWritten.slice(asWritten.indexOf(':') + 1).replace(/^[ \t]+/, '') };
  const address = addressIn(afterDelegate.exec(first)?.[1]);
  return address ? { verb: 'DELEGATE', address } : undefined;
}

/** A full stop after a name is taken for punctuation where the name is right without it. */
function nameTyped(typed: string, listed: string): string {
  const without = typed.replace(/[.!]$/, '').trim();
  return !isSameName(typed, listed) && isSameName(without, listed) ? without : typed;
}

/** `bo@example.com`, `<bo@example.com>`, `Bo Sample <bo@example.com>`, or what a client makes of it with a mailto link. */
function addressIn(text: string | undefined): string | undefined {
  const plain = text?.replace(/(?<!\s)\s*[<([]\s*mailto:[^\s<([>)\]]{0,320}\s*[>)\]]/gi, '').trim();
  const address = /^(?:[^<>@]*<)?([^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+?)>?[.]?$/.exec(plain ?? '')?.[1];
  return address?.toLowerCase();
}
