// What one run of a milestone hands to the next, small enough for one Temporal payload; when it cannot be, says so.
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Milestone } from '../domain/milestone.ts';

/** Up to here the state stays readable in the Temporal UI; the server warns from 512 KB and refuses from 2 MB. */
const readableBytes = 400_000;
const greatestBytes = 1_900_000;

/** The state compressed, as an argument of its own: bytes travel as they are, without the third that base64 adds. */
export type CompressedState = Uint8Array;

/** Where the record stands that a run goes on from: the number of its last batch, and the hash of its last event. */
export interface RecordPosition {
  lastBatch: number;
  head: string;
}

/**
 * Everything a run hands to the next: decisions, deadlines, steps fired, processed message IDs, all inside `milestone`.
 * A large one travels compressed beside it, and is absent here.
 */
export interface ContinuedState extends RecordPosition {
  milestone?: Milestone;
}

export interface ContinueAsNewInput {
  continuedState: ContinuedState;
  compressed?: CompressedState;
}

/**
 * Undefined when even compressed the state is too much for a payload. The run then goes on past the length at which it should
 * continue as new, which costs slow replays and in the end the server's limit of 51,200 events, but loses nothing.
 */
export function continueAsNewInput(milestone: Milestone, position: RecordPosition): ContinueAsNewInput | undefined {
  const bytes = strToU8(JSON.stringify(milestone));
  if (bytes.length <= readableBytes) return { continuedState: { milestone, ...position } };
  const compressed = deflateSync(bytes);
  return compressed.length <= greatestBytes ? { continuedState: position, compressed } : undefined;
}

/** The state as it was handed on, not yet checked; undefined where there is none to be read. */
export function continuedMilestone({ milestone }: ContinuedState, compressed: CompressedState | undefined): unknown {
  if (milestone !== undefined || compressed === undefined) return milestone;
  try {
    return JSON.parse(strFromU8(inflateSync(compressed)));
  } catch {
    return undefined;
  }
}
