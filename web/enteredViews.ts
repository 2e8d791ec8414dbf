// What a page shows of what the firm entered as somebody's decision: to whose it is said to be, and to everybody else who decides.
import { openEntries, standingEntries } from '../domain/entered/entries.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { deciderName } from '../mail/actingNames.ts';
import type { Reader } from './pageWords.ts';
import { shownFile } from './shownFiles.ts';

/** Apart from what was signed: nobody signed it. */
export const enteredViews = (milestone: Milestone, reader: Reader) =>
  [...standingEntries(milestone, 'review'), ...standingEntries(milestone, 'signature')].map((each) => ({
    who: deciderName(milestone, each, reader.words),
    what: reader.words.say(`entry.${each.duty}`),
    enterer: nameOf(milestone, each.enteredBy),
    when: reader.at(each.at),
  }));

/** What somebody is told to have decided, and the document it is said to follow from. */
export function entriesOf(milestone: Milestone, personId: string, reader: Reader) {
  const theirs = openEntries(milestone).filter((each) => each.personId === personId);
  return theirs.map((each) => ({
    ...each,
    enterer: nameOf(milestone, each.enteredBy),
    what: reader.words.say(`entry.${each.duty}`),
    until: reader.at(each.objectBy),
    files: each.files.map((file) => shownFile(file, reader.words)),
    isOnly: theirs.length === 1,
  }));
}
