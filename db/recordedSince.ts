// What the record holds beyond a state that a workflow knows, read at one instant and in pages that fit a Temporal payload.
import type { RecordedEvent } from '../domain/events.ts';
import type { MessageOutcome } from '../domain/milestone.ts';
import { upcastMilestone } from '../domain/records/upcast.ts';
import type { Database } from './database.ts';

export interface RecordedPage {
  events: RecordedEvent[];
  /** With the last page: outcomes of the messages ruled on since `knownSequence`, and perhaps some from just before. */
  outcomes: Record<string, MessageOutcome>;
  lastBatch: number;
  /** Hash of the last event on record; what is recorded next follows it. */
  head: string;
  isLast: boolean;
}

export interface RecordedSinceQuery {
  milestoneId: string;
  /** The last event the workflow knows to be on record; 0 when it knows of none. */
  knownSequence: number;
  /** Where this page begins: events after this one. */
  afterSequence: number;
}

/** Well below the 2 MB Temporal takes, since one more event is added before the page is found to be full. */
const fullPageCharacters = 600_000;

export function readRecordedSince(
  db: Database,
  { milestoneId, knownSequence, afterSequence }: RecordedSinceQuery,
): Promise<RecordedPage> {
  return db.transaction(
    async (transaction) => {
      const row = await transaction('milestones')
        .where({ milestone_id: milestoneId })
        .first('last_batch', 'last_hash', 'sequence', 'snapshot');
      const rows: { event: RecordedEvent }[] = await transaction('milestone_events')
        .where({ milestone_id: milestoneId })
        .where('sequence', '>', afterSequence)
        .orderBy('sequence')
        .limit(500)
        .select('event');
      const events = firstPage(rows.map((each) => each.event));
      const isLast = (events.at(-1)?.sequence ?? afterSequence) >= row.sequence;
      const { messages } = upcastMilestone(row.snapshot);
      const outcomes = Object.entries(messages).filter(([, outcome]) => outcome.sequence >= knownSequence);
      return {
        events,
        outcomes: isLast ? Object.fromEntries(outcomes) : {},
        lastBatch: row.last_batch,
        head: row.last_hash,
        isLast,
      };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

function firstPage(events: readonly RecordedEvent[]): RecordedEvent[] {
  let characters = 0;
  const end = events.findIndex((event) => {
    characters += JSON.stringify(event).length;
    return characters > fullPageCharacters;
  });
  return end === -1 ? [...events] : events.slice(0, end + 1);
}
