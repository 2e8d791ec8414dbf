// Who is told of what the firm entered as somebody's decision, and of what became of it.
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';

type AboutEntry = Extract<
  RecordedEvent,
  { type: 'decisionEntered' | 'objectionPeriodExtended' | 'entryOpposed' | 'entryUpheld' | 'entryDropped' }
>;

interface EntryNotification {
  kind: 'entryNotice' | 'entryPeriodNotice' | 'entryOutcomeNotice';
  recipientId: string;
  asks?: 'objection';
}

/** Whose decision it is is asked whether they object; manager and sponsor are told. Who objected has a receipt of it. */
export function aboutEntry({ engagement, entered }: Milestone, event: AboutEntry): EntryNotification[] {
  const entry = event.type === 'decisionEntered' ? event.entry : entered.find((each) => each.entryId === event.entryId);
  if (!entry) return [];
  const { personId: whose, enteredBy } = entry;
  const offices = [engagement.engagementManagerId, engagement.engagementSponsorId].filter((id) => id !== whose);
  switch (event.type) {
    case 'decisionEntered':
      return [
        { kind: 'entryNotice', recipientId: whose, asks: 'objection' },
        ...tell(
          'entryNotice',
          offices.filter((id) => id !== enteredBy),
        ),
      ];
    case 'objectionPeriodExtended':
      return [{ kind: 'entryPeriodNotice', recipientId: whose, asks: 'objection' }];
    case 'entryOpposed':
      return tell('entryOutcomeNotice', offices);
    case 'entryUpheld':
    case 'entryDropped':
      return tell('entryOutcomeNotice', [...offices, whose]);
    default:
      return event satisfies never;
  }
}

const tell = (kind: EntryNotification['kind'], ids: readonly string[]): EntryNotification[] =>
  ids.map((recipientId) => ({ kind, recipientId }));
