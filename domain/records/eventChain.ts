// The hash chain through a milestone's events: what a head hash is made of. One place for the workflow, the record and its readers.
import type { RecordedEvent } from '../events.ts';
import { canonicalSha256 } from './canonical.ts';

/** An event with its place in the chain; hashes are SHA-256 in lower-case hexadecimal. */
export interface LinkedEvent {
  event: RecordedEvent;
  previousHash: string;
  hash: string;
}

/** The head of a milestone that has no event yet; the first one follows it. */
export const noHead = '';

/** SHA-256 over the canonical JSON (RFC 8785) of each event and the hash before it. */
export function linkEvents(head: string, events: readonly RecordedEvent[]): LinkedEvent[] {
  let previousHash = head;
  return events.map((event) => {
    const link = { event, previousHash, hash: hashOf({ event, previousHash }) };
    previousHash = link.hash;
    return link;
  });
}

/** The head after `events`, when it was `head` before them. */
export const headAfter = (head: string, events: readonly RecordedEvent[]): string =>
  linkEvents(head, events).at(-1)?.hash ?? head;

const hashOf = (link: { event: RecordedEvent; previousHash: string }): string => canonicalSha256(link);
