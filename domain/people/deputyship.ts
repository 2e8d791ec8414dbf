// What the state keeps of a standing deputy: who decides instead of whom, from when until when.
import type { Actor } from './people.ts';

export interface Deputyship {
  deputyshipId: string;
  /** Instead of whom. */
  personId: string;
  deputyId: string;
  /** First and last day, and the instants at which these begin and end; without them, whenever an automatic reply says that they are away. */
  from?: string;
  until?: string;
  startsAt?: string;
  endsAt?: string;
  reason: string;
  at: string;
  /** The person, or the engagement manager. */
  actor: Actor;
  messageId: string;
  ended?: { by: string; at: string; reason: string };
}
