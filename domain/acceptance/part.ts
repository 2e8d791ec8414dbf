// A part of a milestone put to signature by itself: some of its deliverables, with their part of the value. Shape only.

/** `accepted` by a certificate of its own; `withdrawn` by who proposed it, or since the plan changed; `lapsed` with its package. */
export type PartOutcome =
  | { kind: 'accepted'; at: string; certificateNumber: string; amount: string }
  | { kind: 'withdrawn'; at: string; by: string; reason: string }
  | { kind: 'lapsed'; at: string };

export interface AcceptancePart {
  /** "P1", "P2", … within the milestone. */
  partId: string;
  deliverableIds: string[];
  /** The package in which they were handed in. */
  packageDigest: string;
  reason: string;
  /** Until when the rest is to be handed in, once the part is accepted; by the contract's days where absent. */
  restDueOn?: string;
  proposedBy: string;
  proposedAt: string;
  outcome?: PartOutcome;
}

/** What an acceptance in parts covers: which act it is, what by it, and whether nothing is left open after it. */
export interface AcceptedPart {
  number: number;
  isLast: boolean;
  deliverableIds: string[];
  /** Their part of the value. */
  amount: string;
}
