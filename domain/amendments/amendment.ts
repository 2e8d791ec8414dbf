// What the state keeps of each amendment of the plan, made, declined or open.
import type { AmendableField, PlanChanges } from './planChanges.ts';

/** What has to be decided again after an amendment, and with it everything that comes later on the way to acceptance. */
export const asksAgain = ['nothing', 'signature', 'review', 'validation', 'package'] as const;
export type AsksAgain = (typeof asksAgain)[number];

/** One thing that is another than before; `about` names which of a list. Without `was` it is new, without `is` it is gone. */
export interface ChangedTerm {
  field: AmendableField;
  about?: string;
  was?: string;
  is?: string;
}

export interface Amendment {
  amendmentId: string;
  /** The change order's own reference. */
  changeOrder?: string;
  reason: string;
  changed: ChangedTerm[];
  /** Until there is an outcome. */
  changes?: PlanChanges;
  proposedBy: string;
  proposedAt: string;
  /** Who of the other party agreed, where the contract asks for that. */
  consent?: { by: string; at: string };
  outcome?: AmendmentOutcome;
}

export type AmendmentOutcome =
  | { kind: 'made'; at: string; version: number; asksAgain: AsksAgain }
  | { kind: 'lapsed'; at: string }
  | { kind: 'declined' | 'withdrawn'; at: string; by: string; reason: string };
