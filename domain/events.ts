// Everything that can have happened to a milestone, in the past tense.
import type { Engagement } from './engagement.ts';
import type { SignOffErrorCode } from './errors.ts';
import type {
  Acceptance,
  AgreedException,
  Determination,
  Dispute,
  Facilitation,
  Feedback,
  FeedbackItem,
  MeetingNotes,
  PublishedOutputs,
  Refusal,
  Signature,
  SignOffRequest,
  Stage,
  SubmittedPackage,
  ValidationReport,
} from './milestone.ts';
import type { MilestonePlan, ReviewMeeting } from './plan.ts';
import type { Actor } from './people.ts';
import type { Wait } from './wait.ts';

type StageIn<P extends Stage['phase']> = Extract<Stage, { phase: P }>;

export type MilestoneEvent =
  | { type: 'milestoneStarted'; milestoneId: string; engagement: Engagement; plan: MilestonePlan; wait: Wait }
  | { type: 'packageFrozen'; package: SubmittedPackage }
  | { type: 'signOffRequestPrepared'; request: SignOffRequest }
  | { type: 'validationOpened'; wait: Wait; askedIds: string[] }
  | { type: 'validationReported'; report: ValidationReport }
  | { type: 'nonConformanceNoticed'; reasons: string[]; source: 'validation' | 'revisionRequest' }
  | { type: 'reviewOpened'; wait: Wait; openGroup: number; askedIds: string[] }
  | { type: 'reviewGroupAsked'; wait: Wait; openGroup: number; askedIds: string[] }
  | { type: 'feedbackGiven'; feedback: Feedback; items: FeedbackItem[] }
  | { type: 'feedbackAddressed'; feedbackId: string; response: string; respondedAt: string }
  | { type: 'reviewMeetingScheduled'; meeting: ReviewMeeting & { sequence: number } }
  | { type: 'meetingNotesRecorded'; notes: MeetingNotes }
  | { type: 'formalSignOffOpened'; wait: Wait; openGroup: number; askedIds: string[] }
  | { type: 'approvalGroupAsked'; wait: Wait; openGroup: number; askedIds: string[] }
  | { type: 'exceptionProposed'; exception: AgreedException }
  | { type: 'signaturesVoided'; personIds: string[]; reason: string }
  | { type: 'signed'; signature: Signature }
  | { type: 'refused'; refusal: Refusal }
  | { type: 'facilitationOpened'; dispute: Dispute; from: StageIn<'facilitation'>['from']; wait: Wait }
  | { type: 'facilitationOutcomeRecorded'; facilitation: Facilitation }
  | { type: 'escalatedToSponsor'; reason: string; from: Stage['phase']; wait: Wait }
  | { type: 'sponsorDecided'; determination: Determination }
  | { type: 'reworkStarted'; reasons: string[]; wait: Wait; isCounted: boolean }
  | { type: 'reminderDue'; askedIds: string[]; deadline: string; next: number }
  | { type: 'deadlinePassed'; askedIds: string[]; deadline: string; next: number }
  | { type: 'overdueEscalated'; askedIds: string[]; deadline: string; next: number }
  | { type: 'undeliverableReported'; mailId: string; addresseeId: string; reason: string }
  | { type: 'absenceReported'; absenteeId: string; note: string }
  | { type: 'accepted'; acceptance: Acceptance }
  | { type: 'acceptedWithExceptions'; acceptance: Acceptance; wait: Wait }
  | {
      type: 'exceptionVerified';
      exceptionId: string;
      evidence: string;
      verifiedBy: string;
      verifiedAt: string;
      wait?: Wait;
    }
  | { type: 'closedOut'; acceptance: Acceptance }
  | { type: 'outputsPublished'; outputs: PublishedOutputs }
  | { type: 'terminated'; reasons: string }
  | { type: 'cancelled'; reason: string };

export type EventType = MilestoneEvent['type'];

/** An event with its place in the record. `at` is ISO 8601 UTC, from the workflow's clock. */
export type RecordedEvent = MilestoneEvent & { sequence: number; at: string; actor: Actor; messageId?: string };

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
