// What a page offers whoever is asked about deputies: whom they could name, and which of theirs they could end.
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import { eligibleDeputies, standingDeputies } from '../domain/people/deputies.ts';
import { deputyDays } from '../mail/deputyContent.ts';
import type { Words } from '../mail/messages/words.ts';

export function deputyChoices(milestone: Milestone, personId: string, isAsked: boolean, words: Words) {
  const standing = isAsked ? standingDeputies(milestone, new Date().toISOString()) : [];
  return {
    deputyChoices: isAsked
      ? eligibleDeputies(milestone, personId).map((id) => ({ personId: id, ...personOf(milestone, id) }))
      : [],
    ownDeputies: standing
      .filter((each) => each.personId === personId)
      .map((each) => ({
        deputyshipId: each.deputyshipId,
        deputy: nameOf(milestone, each.deputyId),
        days: deputyDays(each, words),
      })),
  };
}
