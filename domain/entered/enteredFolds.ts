// What the events about entered decisions bring to the state. Decides nothing.
import type { EventType, MilestoneEvent } from '../events.ts';
import type { EnteredDecision, EntryOutcome, Milestone } from '../milestone.ts';

type EventOf<T extends EventType> = Extract<MilestoneEvent, { type: T }>;
type EntryEventType = 'decisionEntered' | 'objectionPeriodExtended' | 'entryOpposed' | 'entryUpheld' | 'entryDropped';

const withEntry = (milestone: Milestone, entryId: string, changes: Partial<EnteredDecision>): Milestone => ({
  ...milestone,
  entered: milestone.entered.map((each) => (each.entryId === entryId ? { ...each, ...changes } : each)),
});

const withOutcome = (milestone: Milestone, entryId: string, outcome: EntryOutcome): Milestone =>
  withEntry(milestone, entryId, { outcome });

export const enteredFolds: { [T in EntryEventType]: (milestone: Milestone, event: EventOf<T>) => Milestone } = {
  decisionEntered: (milestone, { entry }) => ({ ...milestone, entered: [...milestone.entered, entry] }),
  /** It is never shortened, whatever an event says. */
  objectionPeriodExtended: (milestone, { entryId, objectBy }) => ({
    ...milestone,
    entered: milestone.entered.map((each) =>
      each.entryId === entryId && objectBy > each.objectBy ? { ...each, objectBy } : each,
    ),
  }),
  entryOpposed: (milestone, { entryId, reasons, opposedAt: at }) =>
    withOutcome(milestone, entryId, { kind: 'opposed', at, reasons: [reasons], deliveries: [] }),
  entryUpheld: (milestone, { entryId, endedAt: at, deliveries }) =>
    withOutcome(milestone, entryId, { kind: 'upheld', at, reasons: [], deliveries }),
  entryDropped: (milestone, { entryId, endedAt: at, reasons }) =>
    withOutcome(milestone, entryId, { kind: 'dropped', at, reasons, deliveries: [] }),
};
