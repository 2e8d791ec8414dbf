// What the state keeps of time that stands still, of people who were nudged, who gave themselves more time, and who said it is not theirs.

/** Time stands still until something is there: for everybody, or for one person who needs to know more first. */
export interface ClockStop {
  stopId: string;
  /** The round of the wait it is in; a stop ends with its wait. */
  of: number;
  from: string;
  by: string;
  reason: string;
  /** Which party must bring what is waited for. */
  awaits: 'firm' | 'client';
  /** Whose clock alone stands still. */
  forPersonId?: string;
  to?: string;
  /** What came of it. */
  note?: string;
}

/** Something done once or a few times within one wait. */
export interface InWait {
  /** The round of the wait. */
  of: number;
  at: string;
  personId: string;
}

/** Somebody who is asked says that it is not theirs to decide. */
export interface Declined {
  personId: string;
  duty: 'validation' | 'review' | 'signature';
  packageDigest: string;
  at: string;
  reason: string;
  /** Whom they propose. */
  proposedId?: string;
}
