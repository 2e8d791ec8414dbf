// Drafts of invoices as rows of a list, on the page of a milestone's money and on that of an engagement's invoices.
import type { DraftRecord } from '../../db/invoices.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { ListRow } from './lists.ts';

interface DraftsShown {
  words: Words;
  /** Of the engagement. */
  at: string;
  mayRegister: boolean;
  /** Left out where all are of the one milestone that the page is about. */
  titleOf?: (milestoneId: string) => string;
}

/** A draft that reserves can be issued or withdrawn; of one that ended it is said how. */
export const draftRows = (
  drafts: readonly DraftRecord[],
  { words, at, mayRegister, titleOf }: DraftsShown,
): ListRow[] =>
  [...drafts].reverse().map((each) => ({
    title: each.draftNumber,
    ...(each.endedAs === undefined
      ? { chip: words.say('invoice.reserves') }
      : { chip: words.say(`invoice.endedAs.${each.endedAs}`) }),
    facts: [
      words.say('invoice.draftFacts', {
        amount: words.money(each.amount, each.currency),
        date: words.date(each.reservedUntil),
      }),
      titleOf?.(each.milestoneId),
      each.endedBecause,
    ],
    acts:
      mayRegister && each.endedAs === undefined
        ? [
            {
              href: `${at}/new-invoice?${String(new URLSearchParams({ draftNumber: each.draftNumber }))}`,
              label: words.say('invoice.issue'),
            },
            {
              href: `${at}/invoice-drafts/${encodeURIComponent(each.draftNumber)}/withdraw`,
              label: words.say('invoice.withdraw'),
            },
          ]
        : [],
  }));
