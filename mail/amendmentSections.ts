// What an amendment of the plan changes, in words: for the mails about it, and for the pages that show it.
import type { Amendment, AsksAgain } from '../domain/amendments/amendment.ts';
import { openAmendment } from '../domain/amendments/consent.ts';
import { askedAgainBy, planAfter } from '../domain/amendments/consequences.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { changedLines } from './messages/changedLines.ts';
import type { Words } from './messages/words.ts';
import { written } from './contentSections.ts';
import type { MailSection } from './mailContent.ts';

/** Who proposed it, and under which change order. */
export const proposedWords = (
  milestone: Milestone,
  { amendmentId: id, changeOrder: reference, proposedBy }: Amendment,
  { say }: Words,
): string => {
  const name = nameOf(milestone, proposedBy);
  return reference === undefined
    ? say('amend.proposed', { id, name })
    : say('amend.proposedUnder', { id, reference, name });
};

/** What would be asked again, if it were made now. */
export const asksOf = (milestone: Milestone, { changes }: Amendment): AsksAgain =>
  changes ? askedAgainBy(milestone, planAfter(milestone.plan, changes)) : 'nothing';

export function amendmentSections(milestone: Milestone, words: Words): MailSection[] {
  const open = openAmendment(milestone);
  if (!open) return [];
  const { say } = words;
  return [
    { title: say('amend.section.what'), items: changedLines(open.changed, words), rest: say('amend.rest') },
    ...written(milestone, say('amend.section.why'), [open.reason], words),
  ];
}
