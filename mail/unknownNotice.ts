// The mail that says that milestones run in Temporal of which the record knows nothing.
import { wordsIn } from './messages/words.ts';
import { inUtc } from './formatInstant.ts';
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export interface UnknownNotice {
  workflows: number;
  /** ISO 8601 UTC. */
  since: string;
  /** Some of them. */
  milestoneIds: readonly string[];
}

/** Whoever keeps the service running reads English. */
export function unknownNotice(
  { workflows, since, milestoneIds }: UnknownNotice,
  words = wordsIn(undefined),
): RenderedMail {
  const { say } = words;
  const lines = [
    say('unknown.found', {
      ...{ workflows, since: inUtc(since), names: milestoneIds.join(', '), more: workflows - milestoneIds.length },
    }),
    say('unknown.older'),
    say('unknown.byHand'),
    say('keyEnds.because'),
  ];
  return plainMail(words, say('unknown.subject', { workflows }), lines);
}
