// Whether people were corrected and added by who may, so that one mailbox stays one human. Reads the state, decides nothing.
import type { RecordedEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { Milestone } from '../milestone.ts';
import { doubled } from '../people/humans.ts';
import { isGone, lastDayOf } from '../people/leaving.ts';
import { whyMayNot } from '../people/whoMay.ts';
import { who } from './words.ts';

type Change = Extract<RecordedEvent, { type: 'personCorrected' | 'personAdded' }>;

export const oneHuman = (people: Milestone['engagement']['people']): string[] =>
  doubled(people).map(
    ({ personId, first }) => `“${personId}” and “${first}” have one mailbox and are one human under two person IDs`,
  );

export function againstPerson(milestone: Milestone, event: Change): string[] {
  const act = event.type === 'personAdded' ? 'addPerson' : 'correctPerson';
  const did = event.type === 'personAdded' ? 'added to the people' : 'corrected';
  const { personId } = event.actor;
  return [
    ...(whyMayNot(milestone, act, personId, {})
      ? [
          `“${event.person.personId}” was ${did} by ${who(milestone, personId)} and not by engagement manager or sponsor`,
        ]
      : []),
    ...oneHuman(evolve(milestone, event).engagement.people),
  ];
}

/** Nobody acts whose last day was over when they did, by the people as they are on record. */
export const afterLeaving = (milestone: Milestone, { actor, voucher, at }: RecordedEvent): string[] =>
  isGone(milestone, actor.personId, voucher?.takenAt ?? at)
    ? [`${who(milestone, actor.personId)} acted after their last day, ${lastDayOf(milestone, actor.personId) ?? ''}`]
    : [];
