// The state of a milestone: plain JSON, one stage at a time, everything that was ever decided kept beside it.
import type { FeedbackItem } from './review/feedbackItem.ts';
import type { PackageSubmission, RecordValidationReport } from './commands.ts';
import type { Engagement } from './terms/engagement.ts';
import type { SignOffErrorCode } from './errors.ts';
import type { EnterableKind } from './terms/channels.ts';
import type { MilestonePlan, ReviewMeeting } from './terms/plan.ts';
import type { AcceptedPart } from './acceptance/part.ts';
import type { ProposedRevocation, Revocation } from './acceptance/revoked.ts';
import type { Actor } from './people/people.ts';
import type { Changes } from './changes.ts';
import type { Deadline } from './time/deadline.ts';

/** One stored file of a deliverable, as the record knows it. */
export interface PackageFile {
  documentId: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
}

export interface PackagedDeliverable {
  deliverableId: string;
  title: string;
  version: string;
  change?: string;
  files: PackageFile[];
}

/** A frozen package. `digest` is the SHA-256 of the canonical JSON (RFC 8785) of the milestone's ID and everything else here. */
export interface FrozenPackage extends Omit<PackageSubmission, 'deliverables'> {
  packageVersion: number;
  deliverables: PackagedDeliverable[];
  digest: string;
}

export interface SubmittedPackage extends FrozenPackage {
  submittedBy: string;
  submittedAt: string;
}

/** What everybody will be asked to sign for one package; its number is quoted in every later mail. */
export interface SignOffRequest {
  requestNumber: string;
  packageVersion: number;
  packageDigest: string;
  statementVersion: string;
  preparedAt: string;
}

/** A decision binds to one package digest; `isVoid` once a newer package or other terms replaced what was decided on. */
export interface BoundDecision {
  personId: string;
  packageDigest: string;
  at: string;
  actor: Actor;
  messageId: string;
  isVoid: boolean;
  /** Of the plan that was decided on, where it is not the first. */
  planVersion?: number;
  /** The listed person for whom this one acted. */
  onBehalfOf?: string;
}

/** A duty passed on: by the person asked (`delegated`, for one package), by the manager (`reassigned`, until changed), or to a standing deputy and back. */
export interface Delegation {
  delegationId: string;
  kind: 'delegated' | 'reassigned' | 'deputised';
  /** By which it passed to a deputy, or back to whose it is. */
  deputyshipId?: string;
  duty: 'validation' | 'review' | 'signature';
  /** The person the plan lists; a later delegation of the same place replaces this one. */
  memberId: string;
  fromPersonId: string;
  toPersonId: string;
  reason: string;
  at: string;
  actor: Actor;
  messageId: string;
  /** The package it was made on; none was submitted when absent. */
  packageDigest?: string;
  isVoid: boolean;
}

export interface ValidationReport
  extends BoundDecision, Pick<RecordValidationReport, 'summary' | 'results' | 'issues' | 'recommendation'> {
  isPassed: boolean;
}

export interface Feedback extends BoundDecision {
  verdict: 'approve' | 'comment' | 'requestRevision';
  /** Of its comments, where their writer says so. */
  needsAnswer?: boolean;
  group: number;
  reasons: string[];
}

export interface Signature extends BoundDecision {
  group: number;
  typedName: string;
  capacity: string;
  authorityLimit?: string;
  statementVersion: string;
  /** In which its signer read it, where that is not the language of its text; the contract has the translation. */
  statementLanguage?: string;
  drawnSignatureSha256?: string;
  /** What it was signed under, where there were exceptions. */
  exceptions?: SignedExceptions;
  /** Of a part that was put to signature by itself: what it accepts. */
  deliverableIds?: string[];
}

/**
 * What the firm says that somebody of the client decided on paper. It is never their own act, and nothing rests on it before they could
 * object to it. `personId` is whose decision it is; `actor` is who entered it.
 */
export interface EnteredDecision extends BoundDecision {
  entryId: string;
  duty: EnterableKind;
  group: number;
  enteredBy: string;
  /** The date on the document. */
  decidedOn: string;
  /** The document, as it was uploaded. */
  files: PackageFile[];
  capacity: string;
  authorityLimit?: string;
  exceptions?: SignedExceptions;
  deliverableIds?: string[];
  /** Until when they may object; it moves with time in which they could not. */
  objectBy: string;
  /** In which mails of their round they are told. */
  round: number;
  /** `upheld`: the period passed and nobody objected. `dropped`: it stands for nothing, though nobody did. Absent while they may object. */
  outcome?: EntryOutcome;
}

export interface EntryOutcome {
  kind: 'upheld' | 'opposed' | 'dropped';
  at: string;
  reasons: string[];
  /** That they were told, where the period passed. */
  deliveries: Delivery[];
}

/** The exceptions a signer saw, in the order in which they were agreed; `sha256` is that of their canonical JSON (RFC 8785). */
export interface SignedExceptions {
  exceptionIds: string[];
  sha256: string;
}

export interface Refusal extends BoundDecision {
  refusalId: string;
  reasons: string[];
  asksForRevision?: boolean;
  refusedIn: 'inReview' | 'formalSignOff';
  /** How it was settled; a refusal stands until it is. */
  settledBy?: 'rework' | 'reviewAgain' | 'askAgain' | 'sponsor' | 'newPackage';
}

export interface MeetingNotes {
  heldOn: string;
  notes: string;
  attendeeIds: string[];
  recordedBy: string;
  recordedAt: string;
}

/** What a facilitation came to. Its outcome takes effect at once; who had refused confirms it or objects until `confirmBy`. */
export interface Facilitation {
  outcome: 'rework' | 'reviewAgain' | 'askAgain' | 'underExceptions' | 'escalate';
  note: string;
  by: string;
  at: string;
  /** The refusal it was about, if it was about one. */
  refusalId?: string;
  confirmBy?: string;
  confirmation?: { kind: 'confirmed' | 'opposed' | 'unopposed'; at: string; by?: string; reasons?: string };
}

/** One mail's fate, as the record had it when silence was judged. */
export interface Delivery {
  mailId: string;
  recipientId: string;
  kind: string;
  status: 'queued' | 'sending' | 'sent' | 'failed';
  /** When the SMTP server took it, and what it said. */
  sentAt?: string;
  response?: string;
}

/** People whose silence the contract gives a meaning to (rule 7); it is never recorded as their approval or signature. */
export interface DeemedDecision {
  deemingId: string;
  of: 'review' | 'signOff';
  outcome: 'accepted' | 'rejected';
  group: number;
  personIds: string[];
  packageDigest: string;
  askedAt: string;
  deadline: string;
  finalNoticeAt: string;
  at: string;
  /** The proof of delivery it rests on. */
  deliveries: Delivery[];
  isVoid: boolean;
}

export interface Determination {
  determination: 'rework' | 'formalSignOff' | 'terminate';
  /** Exceptions the sponsor attached to it; they are signed under like any other. */
  exceptionIds?: string[];
  /** The package it was made on; none was submitted when absent. */
  packageDigest?: string;
  reasons: string;
  by: string;
  at: string;
}

export interface AgreedException {
  exceptionId: string;
  description: string;
  impact: string;
  severity: number;
  ownerId: string;
  plan: string;
  closureCriterion: string;
  dueOn: string;
  amountWithheld: string;
  /** Mandatory requirements that are not met and accepted under it: a concession. */
  requirementIds?: string[];
  proposedBy: string;
  proposedAt: string;
  /** What the owner showed, each with what became of it; the last one counts. */
  closures?: ClosureEvidence[];
  extensions?: { from: string; to: string; reason: string; by: string; at: string }[];
  /** Failed: its balance is held until it is verified closed after all, or extended. */
  failure?: { reason: string; by: string; at: string };
  verifiedBy?: string;
  verifiedAt?: string;
  evidence?: string;
}

export interface ClosureEvidence {
  evidence: string;
  files: PackageFile[];
  submittedBy: string;
  submittedAt: string;
  rejection?: { reasons: string[]; by: string; at: string };
}

/**
 * What was reached. `basis` says whether everybody needed signed, whether the sponsor sent it to signature over a dispute,
 * whether the firm entered what somebody needed had decided, or whether the contract made silence count.
 */
export interface Acceptance {
  certificateNumber: string;
  kind: 'acceptance' | 'partial' | 'conditional' | 'closeOut' | 'revocation';
  acceptedAt: string;
  basis: 'express' | 'sponsorDetermined' | 'entered' | 'deemed';
  amountReleased: string;
  amountWithheld: string;
  supersedes?: string;
  /** Where the milestone is accepted in parts: of what, and whether it is the last. */
  part?: AcceptedPart;
}

/** Set once the certificate, the authorisation, the invoice release and the archive are published together. */
export interface PublishedOutputs {
  certificateNumber: string;
  certificateSha256: string;
  archiveSha256: string;
  publishedAt: string;
  /** Of the certificate as data, which a timestamp on its seal does not change. Absent in older records, as all below. */
  documentSha256?: string;
  /** Signed checkpoint of the audit log that covers the sealed certificate; goes out with every receipt. */
  checkpoint?: string;
  /** Where anybody who holds the certificate can check it, without an account. */
  certificateAddress?: string;
  /** Until when a timestamp for the seal is tried for; absent where none is asked for. */
  awaitsTimestampUntil?: string;
}

/** An acceptance that does not rest on what it needs: nothing is sealed or released for it, and it is to be revoked. */
export interface WithheldAcceptance {
  certificateNumber: string;
  /** Whose decision is missing or does not hold, in words. */
  reasons: string[];
}

/** What became of the timestamp of a seal: the level the certificate has reached, and until when it was tried otherwise. */
export interface TimestampOutcome {
  certificateNumber: string;
  level: 'B-B' | 'B-T';
  /** The authority's time, and digests of certificate and archive with the timestamp; at level B-T. */
  timestampedAt?: string;
  certificateSha256?: string;
  archiveSha256?: string;
  /** Why there is none, at level B-B. */
  reason?: string;
}

export type Dispute =
  | { kind: 'refusal'; refusalId: string }
  | { kind: 'reworkExhausted'; reasons: string[] }
  | { kind: 'concession'; requirementIds: string[] }
  | { kind: 'deemedRejection'; deemingId: string };

export type Stage =
  | { phase: 'compiling'; wait: Deadline }
  | { phase: 'rework'; wait: Deadline; reasons: string[] }
  | { phase: 'validating'; wait: Deadline }
  | { phase: 'inReview'; wait: Deadline; openGroup: number }
  | { phase: 'formalSignOff'; wait: Deadline; openGroup: number }
  | { phase: 'facilitation'; wait: Deadline; dispute: Dispute; from: 'validating' | 'inReview' | 'formalSignOff' }
  | { phase: 'escalated'; wait: Deadline; reason: string; from: Phase }
  | { phase: 'acceptedWithExceptions'; wait: Deadline }
  | { phase: 'accepted' }
  | { phase: 'revoked'; revocation: Revocation }
  | { phase: 'terminated'; reasons: string }
  | { phase: 'cancelled'; reason: string };

export type Phase = Stage['phase'];

/**
 * What became of a message, kept so that its repeat gets the same answer. The state travels from run to run in one payload,
 * so a refusal is kept in brief here; the record has it in full.
 */
export interface MessageOutcome {
  /** What the message was and whose, so that another message under its ID is not taken for its repeat. */
  name: string;
  personId?: string;
  /** What it said and who vouches for it, in brief; absent for what has no canonical form, and for reports of the service itself. */
  content?: string;
  outcome: 'accepted' | 'refused';
  sequence: number;
  code?: SignOffErrorCode;
  message?: string;
  field?: string;
  details?: string[];
}

export interface Milestone extends Changes {
  milestoneId: string;
  engagement: Engagement;
  plan: MilestonePlan;
  startedAt: string;
  /** The version of the rules this milestone plays by, all its life; see `rulesVersions.ts`. */
  rulesVersion: number;
  /** The version of the shape this state is written in; see `records/upcast.ts`. */
  shapesVersion: number;
  /** Sequence number of the last event. */
  sequence: number;
  /** Grows whenever people are asked anew, so that a request of an earlier round can be told apart. */
  round: number;
  reworkCycles: number;
  stage: Stage;
  packages: SubmittedPackage[];
  signOffRequests: SignOffRequest[];
  reports: ValidationReport[];
  feedback: Feedback[];
  feedbackItems: FeedbackItem[];
  meeting?: ReviewMeeting & { sequence: number };
  meetingNotes: MeetingNotes[];
  signatures: Signature[];
  entered: EnteredDecision[];
  refusals: Refusal[];
  delegations: Delegation[];
  facilitations: Facilitation[];
  determinations: Determination[];
  deemings: DeemedDecision[];
  /** Everybody who was asked to validate, review or sign so far, each once, in the order in which they were. */
  askedIds: string[];
  /** Mails that came back, or never left. */
  undeliverable: { mailId: string; addresseeId: string }[];
  exceptions: AgreedException[];
  acceptances: Acceptance[];
  proposedRevocation?: ProposedRevocation;
  /** Absent until the sponsor has declined one. */
  declinedRevocations?: { by: string; at: string }[];
  outputs: PublishedOutputs[];
  timestamps: TimestampOutcome[];
  withheld: WithheldAcceptance[];
  messages: Record<string, MessageOutcome>;
}

export const currentPackage = (milestone: Milestone): SubmittedPackage | undefined => milestone.packages.at(-1);

/** Phases in which a milestone ends; acceptedWithExceptions is not one of them. */
export const endPhases = ['accepted', 'revoked', 'terminated', 'cancelled'] as const satisfies readonly Phase[];

export const isEndPhase = (phase: Phase): boolean => (endPhases as readonly Phase[]).includes(phase);

/** Whether nothing can happen any more. */
export const isOver = (milestone: Milestone): boolean =>
  isEndPhase(milestone.stage.phase) && !milestone.proposedRevocation;

/** Those whose silence stands for acceptance on the current package: deemed, and not refused since. */
export function deemedPeople(milestone: Milestone, of: DeemedDecision['of']): string[] {
  const digest = currentPackage(milestone)?.digest;
  const standing = milestone.deemings.filter(
    (each) => !each.isVoid && each.packageDigest === digest && each.of === of && each.outcome === 'accepted',
  );
  return standing.flatMap(({ personIds, at }) =>
    personIds.filter((id) => !milestone.refusals.some((each) => !each.isVoid && each.personId === id && each.at >= at)),
  );
}

export const openExceptions = (milestone: Milestone): AgreedException[] =>
  milestone.exceptions.filter((each) => each.verifiedAt === undefined);

export function personOf(milestone: Milestone, id: string): Engagement['people'][number] | undefined {
  return milestone.engagement.people.find((each) => each.personId === id);
}

/** What people read for a person; of whom nobody listed has the ID, they read that and not the ID. */
export const nameOf = (milestone: Milestone, id: string): string =>
  personOf(milestone, id)?.name ?? 'somebody who is not listed';
