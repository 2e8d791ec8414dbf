// What one workflow task decided, to be recorded in one transaction.
import type { RecordedEvent, RefusedMessage } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import type { VoucherClaim } from './vouchers.ts';
import type { Notification } from '../requests/notifications.ts';

/** A notification with the event and the round it belongs to. */
export type NotificationOfEvent = Notification & { sequence: number; round: number };

/** `batch` counts from 1 without gaps per milestone, so that recording the same one twice changes nothing. */
export interface Batch {
  milestoneId: string;
  engagementId: string;
  workflowId: string;
  batch: number;
  /** The head of the record this was decided on: the hash of the last event before it, '' before the first. */
  follows: string;
  /** Instant of the decision, ISO 8601 UTC. */
  at: string;
  events: RecordedEvent[];
  refused: RefusedMessage[];
  notifications: NotificationOfEvent[];
  /** The state after the batch. */
  snapshot: Milestone;
  /** Of the messages that were taken for vouched for; the batch counts only if all of them hold. */
  vouchers: VoucherClaim[];
}

/**
 * What became of a batch. `head` is the hash of its last event, or what it follows when it has none. Not recorded when
 * the record has another batch of that number, which stands: a worker died, or was cut off, between the commit there and
 * Temporal's. The caller has to look. Nor when vouchers do not hold, by their place among the batch's: then nobody looked, and
 * what came with them is to be decided on anew, as sent in Temporal. Nor where something was done by what was sent in Temporal in the
 * name of people who are shut out of the engagement: that is to be refused.
 */
export type Recording = (
  { isRecorded: true; head: string } | { isRecorded: false; unvouched?: number[]; shutOut?: string[] }
) & {
  /** Where the worker has runs continue as new sooner than the server suggests: after this many history events. */
  continueAsNewAfterEvents?: number;
};
