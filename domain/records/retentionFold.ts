// What a record's retention comes to by all that bears on it, in the order in which it was recorded. Decides nothing.
import type { EventType } from '../events.ts';
import type { RetentionState } from './retention.ts';
import type { RetentionEvent } from './retentionActs.ts';

type ClosedBy = RetentionState['closings'][number]['what'];
type ActOf<T extends RetentionEvent['type']> = Extract<RetentionEvent, { type: T }>;

/** As much as counts of an act of record keeping, and that the milestone came to an end. */
export type RetentionFact =
  | { type: 'closed'; what: ClosedBy; at: string }
  | Pick<ActOf<'engagementEnded'>, 'type' | 'endedOn'>
  | ActOf<'holdPlaced'>
  | ActOf<'holdReleased'>
  | Pick<ActOf<'disposed'>, 'type' | 'at'>
  | Pick<ActOf<'personErased'>, 'type' | 'personId'>;

/** Events of a milestone from which the period may run. */
export const closings: Partial<Record<EventType, ClosedBy>> = {
  accepted: 'acceptance',
  acceptedWithExceptions: 'acceptance',
  closedOut: 'closeOut',
  revoked: 'revocation',
  terminated: 'termination',
  cancelled: 'cancellation',
};

/** A record that nothing was done to yet. `pending` is of the milestone as it stands. */
export type Untouched = Pick<RetentionState, 'milestoneId' | 'engagementId' | 'contract' | 'pending'>;

export const retentionAfter = (record: Untouched, facts: readonly RetentionFact[]): RetentionState =>
  facts.reduce(evolve, { ...record, closings: [], holds: [], erased: [] });

function evolve(state: RetentionState, fact: RetentionFact): RetentionState {
  switch (fact.type) {
    case 'closed':
      return { ...state, closings: [...state.closings, { what: fact.what, at: fact.at }] };
    // Another date corrects the one before.
    case 'engagementEnded':
      return { ...state, engagementEndedOn: fact.endedOn };
    case 'holdPlaced':
      return { ...state, holds: [...state.holds, fact.hold] };
    case 'holdReleased':
      return {
        ...state,
        holds: state.holds.map((each) => (each.holdId === fact.holdId ? { ...each, release: fact.release } : each)),
      };
    case 'disposed':
      return { ...state, disposedAt: fact.at };
    case 'personErased':
      return state.erased.includes(fact.personId) ? state : { ...state, erased: [...state.erased, fact.personId] };
    default:
      return fact satisfies never;
  }
}
