// Everything that can have happened to a milestone, in the past tense.
import type { FeedbackItem } from './review/feedbackItem.ts';
import type { AcceptancePart } from './acceptance/part.ts';
import type { ProposedRevocation, Revocation } from './acceptance/revoked.ts';
import type { Amendment, AsksAgain } from './amendments/amendment.ts';
import type { PinnedHolidays } from './time/businessCalendar.ts';
import type { Engagement } from './terms/engagement.ts';
import type { SignOffErrorCode } from './errors.ts';
import type {
  Acceptance,
  AgreedException,
  ClosureEvidence,
  DeemedDecision,
  Delegation,
  Delivery,
  Determination,
  Dispute,
  EnteredDecision,
  Facilitation,
  Feedback,
  MeetingNotes,
  PublishedOutputs,
  Refusal,
  Signature,
  SignOffRequest,
  Stage,
  SubmittedPackage,
  TimestampOutcome,
  ValidationReport,
  WithheldAcceptance,
} from './milestone.ts';
import type { MilestonePlan, ReviewMeeting } from './terms/plan.ts';
import type { Deputyship } from './people/deputyship.ts';
import type { Actor, Person } from './people/people.ts';
import type { RequestKind } from './requests/requestKinds.ts';
import type { ClockStop, Declined, InWait } from './time/clockStop.ts';
import type { Deadline } from './time/deadline.ts';
import type { RecordedVoucher } from './records/vouchers.ts';

type StageIn<P extends Stage['phase']> = Extract<Stage, { phase: P }>;

export type MilestoneEvent =
  | {
      type: 'milestoneStarted';
      milestoneId: string;
      engagement: Engagement;
      plan: MilestonePlan;
      wait: Deadline;
      rulesVersion: number;
    }
  | { type: 'holidaysPinned'; holidays: PinnedHolidays; wait: Deadline }
  | { type: 'packageFrozen'; package: SubmittedPackage }
  | { type: 'signOffRequestPrepared'; request: SignOffRequest }
  | { type: 'validationOpened'; wait: Deadline; askedIds: string[] }
  | { type: 'validationReported'; report: ValidationReport }
  | { type: 'nonConformanceNoticed'; reasons: string[]; source: 'validation' | 'concession' | 'revisionRequest' }
  | { type: 'reviewOpened'; wait: Deadline; openGroup: number; askedIds: string[] }
  | { type: 'reviewGroupAsked'; wait: Deadline; openGroup: number; askedIds: string[] }
  | { type: 'feedbackGiven'; feedback: Feedback; items: FeedbackItem[] }
  | { type: 'feedbackAddressed'; feedbackId: string; response: string; respondedAt: string }
  | { type: 'reviewMeetingScheduled'; meeting: ReviewMeeting & { sequence: number } }
  | { type: 'meetingNotesRecorded'; notes: MeetingNotes }
  | { type: 'formalSignOffOpened'; wait: Deadline; openGroup: number; askedIds: string[] }
  | { type: 'approvalGroupAsked'; wait: Deadline; openGroup: number; askedIds: string[] }
  | { type: 'exceptionProposed'; exception: AgreedException }
  | { type: 'signaturesVoided'; personIds: string[]; reason: string }
  | { type: 'signed'; signature: Signature }
  | { type: 'decisionEntered'; entry: EnteredDecision }
  | { type: 'objectionPeriodExtended'; entryId: string; was: string; objectBy: string; reasons: string[] }
  | { type: 'entryOpposed'; entryId: string; reasons: string; opposedAt: string }
  | { type: 'entryUpheld'; entryId: string; endedAt: string; deliveries: Delivery[] }
  | { type: 'entryDropped'; entryId: string; endedAt: string; reasons: string[] }
  | { type: 'refused'; refusal: Refusal }
  | { type: 'delegated'; delegation: Delegation }
  | { type: 'reassigned'; delegation: Delegation }
  | { type: 'deputised'; delegation: Delegation }
  | { type: 'deputyNamed'; deputyship: Deputyship }
  | { type: 'deputyAppointed'; deputyship: Deputyship }
  | { type: 'deputyEnded'; deputyshipId: string; by: string; reason: string; endedAt: string }
  | { type: 'facilitationOpened'; dispute: Dispute; from: StageIn<'facilitation'>['from']; wait: Deadline }
  | { type: 'facilitationOutcomeRecorded'; facilitation: Facilitation }
  | { type: 'escalatedToSponsor'; reason: string; from: Stage['phase']; wait: Deadline }
  | { type: 'sponsorDecided'; determination: Determination }
  | { type: 'reworkStarted'; reasons: string[]; wait: Deadline; isCounted: boolean }
  | ({ type: 'reminderDue' } & StepFired)
  | ({ type: 'deadlinePassed' } & StepFired)
  | ({ type: 'overdueEscalated' } & StepFired)
  | ({
      type: 'finalNoticeGiven';
      outcome: DeemedDecision['outcome'];
      noticedAt: string;
      judgedAt: string;
    } & StepFired)
  | { type: 'furtherPeriodExtended'; askedIds: string[]; wait: Deadline; judgedAt: string; reasons: string[] }
  | ({ type: 'silenceNotDeemed'; reasons: string[] } & StepFired)
  | ({ type: 'silenceDeemed'; deeming: DeemedDecision } & StepFired)
  | { type: 'deadlineExtended'; wait: Deadline; was: string; by: string; reason: string }
  | { type: 'calendarCorrected'; holidays: string[]; workingDays: string[]; by: string; reason: string }
  | { type: 'facilitationOutcomeConfirmed'; refusalId: string; by: string; confirmedAt: string }
  | { type: 'facilitationOutcomeOpposed'; refusalId: string; by: string; reasons: string; opposedAt: string }
  | { type: 'facilitationOutcomeUnopposed'; refusalId: string; endedAt: string }
  | { type: 'signatureWithdrawn'; withdrawal: { personId: string; packageDigest: string; reason: string; at: string } }
  | { type: 'decidingDeclined'; declined: Declined }
  | { type: 'informationAsked'; stop: ClockStop }
  | { type: 'clockStopped'; stop: ClockStop }
  | { type: 'clockResumed'; stop: ClockStop; by: string; wait: Deadline }
  | { type: 'nudged'; askedIds: string[]; nudge: InWait }
  | { type: 'ownTimeTaken'; taken: InWait; wait: Deadline; was: string; reason: string }
  | { type: 'moreTimeAsked'; asked: InWait; newDeadlineOn: string; reason: string }
  | {
      type: 'personCorrected';
      person: Person;
      was: Person;
      /** Whether the address is another one: what was asked under the old one is asked again. */
      isReaddressed: boolean;
      by: string;
      reason: string;
      correctedAt: string;
    }
  | { type: 'personLeft'; personId: string; lastDayOn: string; leftAt: string }
  | { type: 'personAdded'; person: Person; by: string; reason: string; addedAt: string }
  | {
      type: 'packageTakenBack';
      takenBack: { packageVersion: number; packageDigest: string; by: string; reason: string; at: string };
    }
  /** `consentWait` where the other party is asked: until when it answers. */
  | { type: 'amendmentProposed'; amendment: Amendment; askedIds: string[]; consentWait?: Deadline }
  | {
      type: 'consentStepDue';
      amendmentId: string;
      step: 'reminder' | 'overdue' | 'escalation';
      askedIds: string[];
      deadline: string;
      next: number;
    }
  | { type: 'amendmentLapsed'; amendmentId: string; askedIds: string[]; deadline: string; lapsedAt: string }
  | { type: 'amendmentConsented'; amendmentId: string; by: string; consentedAt: string }
  | { type: 'amendmentDeclined'; amendmentId: string; by: string; reason: string; declinedAt: string }
  | { type: 'amendmentWithdrawn'; amendmentId: string; by: string; reason: string; withdrawnAt: string }
  | {
      type: 'planAmended';
      amendmentId: string;
      /** Of the plan; the one it started with is the first. */
      version: number;
      plan: MilestonePlan;
      asksAgain: AsksAgain;
      amendedAt: string;
    }
  | { type: 'askedAgain'; askedId: string; request: RequestKind }
  | { type: 'undeliverableReported'; mailId: string; addresseeId: string; reason: string }
  | { type: 'absenceReported'; absenteeId: string; note: string; proposedDeputyId?: string; reportedAt: string }
  | { type: 'partProposed'; part: AcceptancePart }
  | { type: 'partWithdrawn'; partId: string; by: string; reason: string; withdrawnAt: string }
  | { type: 'partAccepted'; partId: string; acceptance: Acceptance; wait: Deadline }
  | { type: 'accepted'; acceptance: Acceptance }
  | { type: 'acceptedWithExceptions'; acceptance: Acceptance; wait: Deadline }
  | {
      type: 'exceptionVerified';
      exceptionId: string;
      evidence: string;
      verifiedBy: string;
      verifiedAt: string;
      wait?: Deadline;
    }
  | { type: 'closureEvidenceSubmitted'; exceptionId: string; closure: ClosureEvidence }
  | { type: 'closureRejected'; exceptionId: string; reasons: string[]; by: string; rejectedAt: string }
  | {
      type: 'exceptionExtended';
      exceptionId: string;
      from: string;
      to: string;
      reason: string;
      by: string;
      extendedAt: string;
      wait: Deadline;
    }
  | { type: 'exceptionFailed'; exceptionId: string; reason: string; by: string; failedAt: string; wait: Deadline }
  | { type: 'revocationProposed'; proposal: ProposedRevocation }
  | { type: 'revocationDeclined'; by: string; reason: string; declinedAt: string }
  | { type: 'revoked'; revocation: Revocation; acceptance: Acceptance }
  | { type: 'closedOut'; acceptance: Acceptance }
  | { type: 'outputsPublished'; outputs: PublishedOutputs }
  | { type: 'acceptanceWithheld'; withheld: WithheldAcceptance }
  | { type: 'certificateTimestamped'; timestamp: TimestampOutcome }
  | { type: 'timestampAbandoned'; timestamp: TimestampOutcome }
  | { type: 'terminated'; reasons: string }
  | { type: 'cancelled'; reason: string };

/** A step of the stage's deadline, or of a proposed revocation's; `next` counts those fired. */
interface StepFired {
  askedIds: string[];
  deadline: string;
  next: number;
  of?: 'revocation';
  exceptionId?: string;
}

export type EventType = MilestoneEvent['type'];

/** With these a milestone is closed; a revocation closes one again that was. */
export const endings: readonly EventType[] = ['accepted', 'closedOut', 'terminated', 'cancelled', 'revoked'];

/** An event with its place in the record. `at` is ISO 8601 UTC, from the workflow's clock. */
export type RecordedEvent = MilestoneEvent & { sequence: number; at: string; actor: Actor } & FromMessage;

/** Where an event came of a message. What was vouched for stands on the first of them. */
export interface FromMessage {
  messageId?: string;
  voucher?: RecordedVoucher;
  /** The message's own words, as they were vouched for; those of a start are in its event. */
  said?: Record<string, unknown>;
}

/** A message that was not acted on, for the auditor. */
export interface RefusedMessage {
  messageId: string;
  name: string;
  at: string;
  actor?: Actor;
  code: SignOffErrorCode;
  message: string;
  field?: string;
  details: string[];
}
