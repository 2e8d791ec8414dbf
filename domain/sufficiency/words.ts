// The words in which insufficiency is told: people with their party, groups and duties by the names of the plan. Decides nothing.
import type { RecordedEvent } from '../events.ts';
import { personOf, type Milestone } from '../milestone.ts';
import type { Duty } from '../people/assignments.ts';

/** "Ann Sample of the client", or the bare ID of whom nobody knows. */
export function who(milestone: Milestone, personId: string): string {
  const person = personOf(milestone, personId);
  return person
    ? `${person.name} of the ${person.party}`
    : `“${personId}”, who is not among the people of the engagement,`;
}

export const named = (milestone: Milestone, personIds: readonly string[]): string =>
  personIds.map((each) => personOf(milestone, each)?.name ?? `“${each}”`).join(', ');

/** Where in the record it stands, behind the sentence. */
export const at = (event: Pick<RecordedEvent, 'sequence'>, sentence: string): string =>
  `${sentence} (event ${event.sequence})`;

export const duties = {
  validation: { did: 'validated', phase: 'validating', unlisted: 'without being a validator of the milestone' },
  review: { did: 'reviewed', phase: 'inReview', unlisted: 'without belonging to a review group' },
  signature: { did: 'signed', phase: 'formalSignOff', unlisted: 'without being on the approval authority list' },
} as const satisfies Record<Duty, object>;
