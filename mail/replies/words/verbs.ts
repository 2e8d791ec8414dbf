// The words that decide, in English and German whatever language the request was in: an exact one on the first line counts, in
// capitals or not, with or without a full stop; nothing else does.
import { isSameName } from '../../../domain/people/names.ts';

export type ReplyDecision =
  | { verb: 'APPROVE' }
  | { verb: 'SIGN'; typedName: string }
  | { verb: ReasonedVerb; reasons: string[] }
  | { verb: 'DELEGATE'; address: string };

/** What stands after it counts; a question is a comment that waits for an answer. */
type ReasonedVerb = 'REVISE' | 'REFUSE' | 'COMMENT' | 'QUESTION';

const reasoned: Record<string, ReasonedVerb> = {
  ...{ revise: 'REVISE', überarbeiten: 'REVISE', ueberarbeiten: 'REVISE', refuse: 'REFUSE', ablehnen: 'REFUSE' },
  ...{ comment: 'COMMENT', anmerkung: 'COMMENT', question: 'QUESTION', frage: 'QUESTION' },
};

export type Verb =
  | Exclude<ReplyDecision, { reasons: string[] }>
  | { verb: ReasonedVerb; /** What stands on the line of the verb. */ firstReason: string };

const withReasons = new RegExp(`^(${Object.keys(reasoned).join('|')})[ \\t]*:[ \\t]*(.*)$`, 'iu');

/** Clients and keyboards put these at the edges of a line; they show nothing. */
const invisibleEdges =
  /^[\s\u00ad\u200b-\u200f\u2060\ufeff]+|(?<![\s\u00ad\u200b-\u200f\u2060\ufeff])[\s\u00ad\u200b-\u200f\u2060\ufeff]+$/gu;
/** What cannot be seen may also stand between the verb and a name that was pasted. */
const afterSign = /^(?:sign|unterschreiben)[:,]?[\u00ad\u200b-\u200f\u2060]*\s[\s\u00ad\u200b-\u200f\u2060]*(\S.*)$/i;
const soundsLikeDecision =
  /^\W*(approve|sign|refus|reject|revis|delegat|accept|agree|ok\b|okay|yes\b|no\b|genehmig|freig|unterschr|unterzeich|ablehn|abgelehnt|ich lehne|überarbeit|delegier|abnahme erteilt|abgenommen|akzeptier|einverstanden|zustimm|zugestimmt|ja\b|nein\b|approuv|aprob|aprov|approv|goedgekeurd|akceptuj|godkän)/iu;

export const looksDecided = (line: string): boolean => soundsLikeDecision.test(line.replace(invisibleEdges, ''));

export function readVerb(line: string, personName: string): Verb | undefined {
  // Some write an umlaut as two characters. What is said is kept as it was written.
  const written = line.replace(invisibleEdges, '');
  const first = written.normalize('NFC');
  if (first.length > 8000) return undefined;
  if (/^(?:approve|freigeben)[.!]?$/i.test(first)) return { verb: 'APPROVE' };
  const typed = afterSign.exec(written)?.[1]?.trim();
  if (typed) return { verb: 'SIGN', typedName: nameTyped(typed, personName) };
  const verb = reasoned[withReasons.exec(first)?.[1]?.toLowerCase() ?? ''];
  if (verb) return { verb, firstReason: written.slice(written.indexOf(':') + 1).replace(/^[ \t]+/, '') };
  const address = addressIn(
    /^(?:delegate(?:[ \t]+to)?|delegieren(?:[ \t]+an)?)[ \t]*:?[ \t]+(\S.*)$/i.exec(first)?.[1],
  );
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
