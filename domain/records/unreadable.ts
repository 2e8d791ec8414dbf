// A message that reached a milestone without being one: not encrypted, or not for this milestone. It is on record that it came, and why it counts for nothing.
import { SignOffError } from '../errors.ts';

export interface Unreadable {
  /** Why, as the end of a sentence. */
  unreadable: string;
}

export const unreadable = (why: string): Unreadable => ({ unreadable: why });

export const isUnreadable = (raw: unknown): raw is Unreadable =>
  typeof raw === 'object' && raw !== null && Object.keys(raw).join() === 'unreadable';

/** Throws MESSAGE_UNREADABLE. */
export function assertReadable(raw: unknown): void {
  if (!isUnreadable(raw)) return;
  throw new SignOffError(
    'MESSAGE_UNREADABLE',
    `The message cannot be read: ${String(raw.unreadable).slice(0, 200)}. Send it by the API, or from the Temporal UI with the codec server of this service.`,
  );
}
