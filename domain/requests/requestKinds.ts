// What a request asks its recipient to decide, and what is known of one; each kind has a page behind its link.
import type { Duty } from '../people/assignments.ts';
import type { DecisionKind } from '../terms/channels.ts';

export type RequestKind =
  | 'validation'
  | 'review'
  | 'signature'
  | 'facilitation'
  | 'confirmation'
  | 'objection'
  | 'determination'
  | 'closure'
  | 'verification'
  | 'extension'
  | 'revocation'
  | 'amendment';

/** The duty a request is about; the other kinds come with an office, or with a refusal or exception of one's own. */
export const dutyOf = (kind: RequestKind): Duty | undefined =>
  kind === 'validation' || kind === 'review' || kind === 'signature' ? kind : undefined;

/** The kinds of decision that the page of a request takes; an outcome of facilitation is none. */
export const decisionsAsked = {
  validation: ['validation', 'delegation'],
  review: ['review', 'refusal', 'delegation'],
  signature: ['signature', 'refusal', 'delegation'],
  facilitation: [],
  confirmation: ['outcome'],
  objection: ['objection'],
  determination: ['determination'],
  closure: ['closure'],
  verification: ['verification'],
  extension: ['extension'],
  revocation: ['revocation'],
  amendment: ['amendment'],
} as const satisfies Record<RequestKind, readonly DecisionKind[]>;

/** A request as it was made: one per person, round and package. Instants are ISO 8601 UTC. */
export interface AskedRequest {
  requestId: string;
  personId: string;
  kind: RequestKind;
  round: number;
  packageDigest?: string;
  createdAt: string;
  /** Until when its link can be read. */
  expiresAt: string;
}

/** What is on record of a link; with the key, its token can be made again for a reminder. */
export interface LinkParts {
  requestId: string;
  /** 192 random bits, so that neither the key nor the record alone makes a link. */
  nonce: string;
  /** SHA-256 in hex; the token itself is stored nowhere. */
  tokenHash: string;
  /** Of the token in Reply-To, which is another one. */
  replyTokenHash: string;
}
