// What somebody was given of the log at some time, to be held against a bag.

export interface Receipt {
  /** A signed checkpoint, as it was mailed with a certificate. */
  checkpoint: string;
  proof?: GrowthProof;
  /** What somebody decided, by the place and hash of its event, where the receipt is the proof of a decision. */
  decision?: { sequence: number; hash: string };
}

/** Proof by the log that one tree grew from another, as GET /log/consistency gives it. */
export interface GrowthProof {
  from: number;
  to: number;
  path: string[];
}
