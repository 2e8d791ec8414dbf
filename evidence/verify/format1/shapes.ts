// The shapes that a record of format 1 has, as far as its reader looks into them. Frozen: see docs/recordFormat.md.

/** A decision or document that is quoted whole in the record; only what the reader changes or looks at is named. */
interface Quoted {
  [field: string]: unknown;
}

interface Decision extends Quoted {
  personId: string;
  packageDigest?: string;
  isVoid: boolean;
  actor: { authentication: { method: string; messageSha256?: string } };
}

export interface Feedback extends Decision {
  verdict: string;
  reasons: unknown[];
  needsAnswer?: boolean;
}

export interface Signature extends Decision {
  drawnSignatureSha256?: string;
}

/** What the firm entered as somebody's decision. */
export interface Entered extends Decision {
  entryId: string;
  duty: string;
  objectBy: string;
  files: { sha256: string }[];
  outcome?: Quoted;
}

export interface Refusal extends Decision {
  refusalId: string;
  settledBy?: string;
}

export interface Delegation extends Decision {
  kind: string;
}

export interface Package extends Quoted {
  digest: string;
}

export interface Exception extends Quoted {
  exceptionId: string;
  closures?: ({ files: { sha256: string }[] } & Quoted)[];
  extensions?: Quoted[];
}

export interface Facilitation extends Quoted {
  outcome: string;
  refusalId?: string;
  confirmBy?: string;
}

/** An amendment of the plan, with what became of it. */
export interface Amendment extends Quoted {
  amendmentId: string;
  changes?: unknown;
}

export interface Acceptance {
  certificateNumber: string;
}

/** The events that change what is checked; `passedOver` in facts.ts names all others of this format. */
export type FoldedEvent =
  | { type: 'packageFrozen'; package: Package }
  | { type: 'signOffRequestPrepared'; request: Quoted }
  | { type: 'validationReported'; report: Decision }
  | { type: 'feedbackGiven'; feedback: Feedback; items: ({ feedbackId: string } & Quoted)[] }
  | { type: 'feedbackAddressed'; feedbackId: string; response: string; respondedAt: string }
  | { type: 'meetingNotesRecorded'; notes: Quoted }
  | { type: 'exceptionProposed'; exception: Exception }
  | { type: 'signaturesVoided'; personIds: string[] }
  | { type: 'signed'; signature: Signature }
  | { type: 'decisionEntered'; entry: Entered }
  | { type: 'objectionPeriodExtended'; entryId: string; objectBy: string }
  | { type: 'entryOpposed'; entryId: string; reasons: string; opposedAt: string }
  | { type: 'entryUpheld'; entryId: string; endedAt: string; deliveries: Quoted[] }
  | { type: 'entryDropped'; entryId: string; endedAt: string; reasons: string[] }
  | { type: 'refused'; refusal: Refusal }
  | { type: 'delegated' | 'reassigned' | 'deputised'; delegation: Delegation }
  | { type: 'facilitationOutcomeRecorded'; facilitation: Facilitation }
  | { type: 'facilitationOutcomeConfirmed'; refusalId: string; by: string; confirmedAt: string }
  | { type: 'facilitationOutcomeUnopposed'; refusalId: string; endedAt: string }
  | { type: 'facilitationOutcomeOpposed'; refusalId: string; by: string; reasons: string; opposedAt: string }
  | { type: 'sponsorDecided'; determination: Quoted }
  | { type: 'closureEvidenceSubmitted'; exceptionId: string; closure: NonNullable<Exception['closures']>[number] }
  | { type: 'closureRejected'; exceptionId: string; reasons: string[]; by: string; rejectedAt: string }
  | { type: 'exceptionVerified'; exceptionId: string; evidence: string; verifiedBy: string; verifiedAt: string }
  | {
      type: 'exceptionExtended';
      exceptionId: string;
      from: string;
      to: string;
      reason: string;
      by: string;
      extendedAt: string;
    }
  | { type: 'exceptionFailed'; exceptionId: string; reason: string; by: string; failedAt: string }
  | { type: 'amendmentProposed'; amendment: Amendment }
  | { type: 'amendmentConsented'; amendmentId: string; by: string; consentedAt: string }
  | { type: 'amendmentDeclined'; amendmentId: string; by: string; reason: string; declinedAt: string }
  | { type: 'amendmentWithdrawn'; amendmentId: string; by: string; reason: string; withdrawnAt: string }
  | { type: 'amendmentLapsed'; amendmentId: string; lapsedAt: string }
  | { type: 'planAmended'; amendmentId: string; version: number; asksAgain: string; amendedAt: string }
  | { type: 'acceptanceWithheld'; withheld: { certificateNumber: string } }
  | { type: 'partAccepted' | 'accepted' | 'acceptedWithExceptions' | 'closedOut' | 'revoked'; acceptance: Acceptance };

export interface ArchivedEvent {
  type: string;
  sequence: number;
}

/** A key by which entrances vouched; `publicKey` is base64 of 32 bytes of Ed25519. */
export interface EntranceKey {
  keyId: string;
  publicKey: string;
  validTo?: string;
}

/** certificate.json, which is attached to the sealed PDF. */
export interface Certificate {
  certificateNumber: string;
  kind: string;
  supersedes: string | null;
  milestone: { milestoneId: string };
  package: { digest: string };
  signatories: { personId: string; name: string }[];
  entered: { personId: string; name: string }[];
  deliverables: { files: { fileName: string; sha256: string }[] }[];
  seal: { fingerprint: string } | null;
  entranceKeys: EntranceKey[];
  auditLog: {
    sequence: number;
    hash: string;
    proof?: {
      lineSequence: number;
      lineHash: string;
      leafIndex: number;
      path: string[];
      checkpoint: string;
      logKey: string;
    };
  };
}

/** A line of audit-log.jsonl. */
export interface AuditLine {
  chain: string;
  sequence: number;
  previousHash: string;
  entry: AuditEntry | { type: '' };
}

type AuditEntry =
  | {
      type: 'batchRecorded';
      events: { first: number; last: number; head: string } | null;
      mailsQueued: { kind: string; recipientId: string; messageId: string; sequence: number }[];
    }
  | { type: 'decisionRecorded'; event: number; hash: string }
  | { type: 'certificateSealed'; certificateNumber: string; pdfSha256: string; documentSha256: string };
