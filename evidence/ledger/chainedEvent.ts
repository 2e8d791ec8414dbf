// An event of a milestone with its place in the hash chain, as the record keeps it and an archive quotes it.
import type { RecordedEvent } from '../../domain/events.ts';

export interface ChainedEvent {
  event: RecordedEvent;
  /** Empty for the first event. */
  previousHash: string;
  /** SHA-256, in hex, of the canonical JSON of `{ event, previousHash }`. */
  hash: string;
  recordedAt: string;
  /** JSON pointers of what an erasure replaced by a mark; the hash is that of the event as it was. */
  redacted?: string[];
}
