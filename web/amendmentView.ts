// What a page shows of amendments of the plan: the one to consent to, and those made, with what changed.
import { openAmendment } from '../domain/amendments/consent.ts';
import type { Milestone } from '../domain/milestone.ts';
import { asksOf, proposedWords } from '../mail/amendmentSections.ts';
import { changedLines } from '../mail/messages/changedLines.ts';
import type { Reader } from './pageWords.ts';

export function amendmentView(milestone: Milestone, { words }: Reader) {
  const open = openAmendment(milestone);
  if (!open) return undefined;
  return {
    amendmentId: open.amendmentId,
    proposed: proposedWords(milestone, open, words),
    asks: words.say(`amend.asks.${asksOf(milestone, open)}`),
    changed: changedLines(open.changed, words),
    reason: open.reason,
  };
}

/** Those that were made, the latest first. */
export const amendedViews = ({ amendments }: Milestone, { words, at }: Reader) =>
  amendments
    .flatMap(({ outcome, changeOrder: reference, changed }) => {
      if (outcome?.kind !== 'made') return [];
      const date = at(outcome.at).local;
      const heading =
        reference === undefined
          ? words.say('page.amendedBy', { date })
          : words.say('page.amendedUnder', { date, reference });
      return [{ heading, changed: changedLines(changed, words) }];
    })
    .reverse();
