// By which words a milestone is found: those that whoever sees it in a list sees, and those that only who may read it does. Pure.
import type { Engagement } from '../terms/engagement.ts';
import type { MilestonePlan } from '../terms/plan.ts';

export interface SearchedText {
  listed: string;
  read: string;
}

/** What is longer adds no word that anybody looks for, and would be split up again with every batch. */
const longest = 20_000;

export function searchedText(
  milestoneId: string,
  { title, deliverables, requirements }: Pick<MilestonePlan, 'title' | 'deliverables' | 'requirements'>,
  { engagementId, name, client, contract, people }: Engagement,
): SearchedText {
  const listed = [title, milestoneId, engagementId, name, client, contract.reference, contract.statementOfWork];
  const read = [
    ...people.map((each) => each.name),
    ...deliverables.map((each) => `${each.deliverableId} ${each.title}`),
    ...requirements.map((each) => `${each.requirementId} ${each.text}`),
  ];
  return { listed: listed.join(' \n'), read: read.join(' \n').slice(0, longest) };
}

/** What somebody typed, word by word, each of which may go on; words of more than letters and digits are split as PostgreSQL splits them. */
export const searchedWords = (typed: string): string[] =>
  typed
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 10);
