// What events about parts bring to the state: one entry per event. Decides nothing.
import type { EventType, MilestoneEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import { enter } from '../phases.ts';
import type { AcceptancePart, PartOutcome } from './part.ts';

type EventOf<T extends EventType> = Extract<MilestoneEvent, { type: T }>;
type PartEventType = 'partProposed' | 'partWithdrawn' | 'partAccepted';

export const partFolds: { [T in PartEventType]: (milestone: Milestone, event: EventOf<T>) => Milestone } = {
  partProposed: (milestone, { part }) => ({ ...milestone, parts: [...milestone.parts, part] }),
  partWithdrawn: (milestone, { partId, by, reason, withdrawnAt: at }) =>
    withOutcome(milestone, partId, { kind: 'withdrawn', at, by, reason }),
  partAccepted: (milestone, { type, partId, acceptance, wait }) => {
    const { certificateNumber, acceptedAt: at, part } = acceptance;
    const accepted = withOutcome(milestone, partId, {
      kind: 'accepted',
      at,
      certificateNumber,
      amount: part?.amount ?? '0',
    });
    return enter({ ...accepted, acceptances: [...milestone.acceptances, acceptance] }, type, { wait });
  },
};

function withOutcome(milestone: Milestone, partId: string, outcome: PartOutcome): Milestone {
  return {
    ...milestone,
    parts: milestone.parts.map((each) => (each.partId === partId ? { ...each, outcome } : each)),
  };
}

/** What was put to signature of a package goes with it. */
export const lapsed = (parts: readonly AcceptancePart[], at: string): AcceptancePart[] =>
  parts.map((each) => (each.outcome ? each : { ...each, outcome: { kind: 'lapsed', at } }));
