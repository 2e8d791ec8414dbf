// What one workflow task decided, to be recorded in one transaction.
import type { RecordedEvent, RefusedMessage } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import type { Notice } from '../requests/notices.ts';

/** A notice with the event and the round it belongs to. */
export type NoticeOfEvent = Notice & { sequence: number; round: number };

/** `batch` counts from 1 without gaps per milestone, so that recording the same one twice changes nothing. */
export interface Batch {
  milestoneId: string;
  engagementId: string;
  workflowId: string;
  batch: number;
  /** Instant of the decision, ISO 8601 UTC. */
  at: string;
  events: RecordedEvent[];
  refused: RefusedMessage[];
  notices: NoticeOfEvent[];
  /** The state after the batch. */
  snapshot: Milestone;
}
