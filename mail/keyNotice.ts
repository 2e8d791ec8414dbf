// The mail that says that a key is about to end.
import { wordsIn } from './messages/words.ts';
import { inUtc } from './formatInstant.ts';
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export interface KeyNotice {
  keyId: string;
  label: string;
  /** ISO 8601 UTC. */
  validUntil: string;
}

/** Whoever keeps the service running reads English. */
export function keyNotice({ keyId: id, label, validUntil }: KeyNotice, words = wordsIn(undefined)): RenderedMail {
  const { say } = words;
  const lines = [
    say('keyEnds.until', { id, label, until: inUtc(validUntil) }),
    say('keyEnds.rotate', { id }),
    say('keyEnds.because'),
  ];
  return plainMail(words, say('keyEnds.subject', { date: words.dateIn(validUntil, 'UTC'), label }), lines);
}
