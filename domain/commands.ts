// Everything anyone can ask of a milestone, in the imperative; shapes only, no rules.
import { z } from 'zod';
import { severity } from './terms/engagement.ts';
import { enterable } from './terms/channels.ts';
import { language } from './terms/language.ts';
import { amount } from './terms/money.ts';
import { deliverableIds, digest, envelope } from './envelope.ts';
import { personId } from './people/people.ts';
import { changeCommands, revocationCommands } from './changeCommands.ts';
import { reviewMeeting } from './terms/plan.ts';
import { anyText, key, line, text } from './terms/text.ts';

const reasons = z.array(text(4000)).min(1).max(50).describe('detailed enough to correct');

const planVersion = z
  .int()
  .min(1)
  .optional()
  .describe('of the plan that the decision is on; the first where it is left out, which was never amended');

const packageContents = {
  completedOn: z.iso.date().describe('the date the work was completed, which is not the date of signing'),
  summary: text(4000),
  deliverables: z
    .array(
      z.object({
        deliverableId: key,
        version: line(60),
        documentIds: z.array(key).min(1).max(200),
        change: text(2000).optional().describe('what changed since the last package'),
      }),
    )
    .max(500),
  waivers: z.array(z.object({ deliverableId: key, reason: text(2000) })).default([]),
  completedServices: z.array(z.object({ description: text(1000), completedOn: z.iso.date() })).max(500),
  qualityReviews: z
    .array(
      z.object({
        name: line(200),
        outcome: z.enum(['passed', 'failed']),
        explanation: text(2000).optional().describe('required when the review failed'),
      }),
    )
    .max(200),
};
export const packageSubmission = z.object(packageContents);
export type PackageSubmission = z.infer<typeof packageSubmission>;

export const submitPackage = z.object({ ...envelope, ...packageContents });
export type SubmitPackage = z.infer<typeof submitPackage>;

const exceptionTerms = {
  exceptionId: key,
  description: text(2000),
  impact: text(2000),
  severity,
  ownerId: key,
  plan: text(4000),
  closureCriterion: text(2000),
  dueOn: z.iso.date(),
  amountWithheld: amount.default('0.00'),
  requirementIds: z
    .array(key)
    .min(1)
    .max(100)
    .optional()
    .describe('mandatory requirements that are not met and accepted under this exception: a concession'),
};
export const exceptionProposal = z.object(exceptionTerms);
export type ExceptionProposal = z.infer<typeof exceptionProposal>;

export const validationIssue = z.object({
  description: text(2000),
  severity,
  isMaterial: z.boolean(),
  deliverableId: key.optional(),
});

export const recordValidationReport = z.object({
  ...envelope,
  packageDigest: digest,
  planVersion,
  summary: text(4000),
  results: z
    .array(
      z.object({
        requirementId: key,
        outcome: z.enum(['met', 'notMet', 'notApplicable']),
        evidence: text(4000),
        severity: severity.optional().describe('of a requirement not met'),
        isMaterial: z
          .boolean()
          .optional()
          .describe('of a requirement not met: what it is for cannot be used as intended'),
      }),
    )
    .max(1000),
  issues: z.array(validationIssue).max(500).default([]),
  recommendation: z.enum(['accept', 'acceptWithIssues', 'rework']),
  exceptions: z
    .array(exceptionProposal)
    .max(50)
    .optional()
    .describe(
      'named with "acceptWithIssues": a mandatory requirement not met is accepted under one of them, or not at all',
    ),
});
export type RecordValidationReport = z.infer<typeof recordValidationReport>;

export const giveFeedback = z
  .object({
    ...envelope,
    packageDigest: digest,
    planVersion,
    verdict: z.enum(['approve', 'comment', 'requestRevision']),
    comments: z.array(text(4000)).max(50).default([]).describe('each becomes a feedback item'),
    needsAnswer: z
      .boolean()
      .optional()
      .describe('whether each comment must be addressed before formal sign-off; false by default, as of praise'),
    reasons: reasons.optional().describe('required to request a revision'),
  })
  .refine((value) => value.verdict !== 'requestRevision' || value.reasons, {
    path: ['reasons'],
    message: 'give the reasons of a revision request',
  })
  .refine((value) => value.verdict !== 'comment' || value.comments.length > 0, {
    path: ['comments'],
    message: 'write at least one comment',
  });
export type GiveFeedback = z.infer<typeof giveFeedback>;

export const addressFeedback = z.object({ ...envelope, feedbackId: key, response: text(4000) });
export type AddressFeedback = z.infer<typeof addressFeedback>;

export const scheduleReviewMeeting = z.object({ ...envelope, ...reviewMeeting.shape });
export type ScheduleReviewMeeting = z.infer<typeof scheduleReviewMeeting>;

export const recordMeetingNotes = z.object({
  ...envelope,
  heldOn: z.iso.date(),
  notes: text(20000),
  attendeeIds: z.array(key).default([]),
});
export type RecordMeetingNotes = z.infer<typeof recordMeetingNotes>;

export const proposeException = z.object({ ...envelope, ...exceptionTerms });
export type ProposeException = z.infer<typeof proposeException>;

export const sign = z.object({
  ...envelope,
  packageDigest: digest,
  planVersion,
  typedName: text(200),
  statementVersion: text(40),
  statementLanguage: language
    .optional()
    .describe(
      'in which the signer read the statement, where the contract gives it in several; that of its text by default',
    ),
  agreesToStatement: z.literal(true).describe('consent to sign electronically'),
  exceptionIds: z
    .array(key)
    .max(500)
    .optional()
    .describe('the exceptions the signer saw; when given, they must be those it is signed under'),
  deliverableIds: deliverableIds
    .optional()
    .describe('where a part is put to signature by itself: the deliverables the signer saw, which must be those'),
  drawnSignatureSha256: digest.optional().describe('a signature drawn by hand, kept as evidence under its digest'),
});
export type Sign = z.infer<typeof sign>;

export const enterDecision = z.object({
  ...envelope,
  packageDigest: digest,
  planVersion,
  forPersonId: personId.describe('whose decision the document shows'),
  duty: z.enum(enterable).describe('review: an approval; signature: acceptance at formal sign-off'),
  decidedOn: z.iso.date().describe('the date on the document'),
  documentIds: z
    .array(key)
    .min(1)
    .max(20)
    .describe('the signed document, uploaded to the engagement; kept in the record, and shown to whose decision it is'),
  exceptionIds: z
    .array(key)
    .max(500)
    .optional()
    .describe('the exceptions that the document names, where there are any'),
  deliverableIds: deliverableIds
    .optional()
    .describe(
      'where a part is put to signature by itself: the deliverables that the document accepts, which must be those',
    ),
});
export type EnterDecision = z.infer<typeof enterDecision>;

export const opposeEntry = z.object({ ...envelope, entryId: key, reasons: text(4000) });
export type OpposeEntry = z.infer<typeof opposeEntry>;

export const refuse = z.object({
  ...envelope,
  packageDigest: digest,
  reasons,
  asksForRevision: z.boolean().optional().describe('would accept once what the reasons name is put right'),
});
export type Refuse = z.infer<typeof refuse>;

export const delegate = z.object({
  ...envelope,
  packageDigest: digest,
  toPersonId: personId.describe('who decides instead'),
  reason: text(2000),
});
export type Delegate = z.infer<typeof delegate>;

export const reassign = z.object({
  ...envelope,
  fromPersonId: personId.describe('who is to decide as things stand'),
  toPersonId: personId.describe('who decides instead; the same person gets a new request, and the old link dies'),
  duty: z
    .enum(['validation', 'review', 'signature'])
    .optional()
    .describe('the one asked for now by default; required while nothing is asked'),
  reason: text(2000),
});
export type Reassign = z.infer<typeof reassign>;

export const recordFacilitationOutcome = z.object({
  ...envelope,
  outcome: z.enum(['rework', 'reviewAgain', 'askAgain', 'underExceptions', 'escalate']),
  exceptions: z
    .array(exceptionProposal)
    .max(50)
    .optional()
    .describe('with "underExceptions": those under which stakeholders review and signers sign'),
  note: text(8000).describe('what was discussed, and why this outcome'),
});
export type RecordFacilitationOutcome = z.infer<typeof recordFacilitationOutcome>;

export const escalate = z.object({ ...envelope, reason: text(4000) });
export type Escalate = z.infer<typeof escalate>;

export const decideAsSponsor = z.object({
  ...envelope,
  determination: z.enum(['rework', 'formalSignOff', 'terminate']),
  reasons: text(8000),
  exceptions: z
    .array(exceptionProposal)
    .max(50)
    .optional()
    .describe('named exceptions to go back to formal sign-off with; none: as it stands'),
});
export type DecideAsSponsor = z.infer<typeof decideAsSponsor>;

export const confirmFacilitationOutcome = z.object({ ...envelope });
export type ConfirmFacilitationOutcome = z.infer<typeof confirmFacilitationOutcome>;

export const opposeFacilitationOutcome = z.object({ ...envelope, reasons: text(4000) });
export type OpposeFacilitationOutcome = z.infer<typeof opposeFacilitationOutcome>;

export const extendDeadline = z.object({
  ...envelope,
  newDeadlineOn: z.iso.date().describe('the wait then ends with the business of this date, in the contract’s zone'),
  reason: text(4000),
});
export type ExtendDeadline = z.infer<typeof extendDeadline>;

const ownDays = z.array(z.iso.date()).max(500).optional();

export const calendarCorrection = {
  holidays: ownDays.describe('the contract’s own days without business, whole; left out, they stay'),
  workingDays: ownDays.describe('days with business although weekend or public holiday, whole; left out, they stay'),
  reason: text(4000),
};
export const correctCalendar = z.object({ ...envelope, ...calendarCorrection });
export type CorrectCalendar = z.infer<typeof correctCalendar>;

export const submitClosureEvidence = z.object({
  ...envelope,
  exceptionId: key,
  evidence: text(4000).describe('how the closure criterion is met'),
  documentIds: z.array(key).max(200).default([]),
});
export type SubmitClosureEvidence = z.infer<typeof submitClosureEvidence>;

export const rejectClosure = z.object({ ...envelope, exceptionId: key, reasons });
export type RejectClosure = z.infer<typeof rejectClosure>;

export const extendException = z.object({ ...envelope, exceptionId: key, dueOn: z.iso.date(), reason: text(4000) });
export type ExtendException = z.infer<typeof extendException>;

export const failException = z.object({ ...envelope, exceptionId: key, reason: text(4000) });
export type FailException = z.infer<typeof failException>;

export const verifyException = z.object({ ...envelope, exceptionId: key, evidence: text(4000) });
export type VerifyException = z.infer<typeof verifyException>;

export const cancel = z.object({ ...envelope, reason: text(4000) });
export type Cancel = z.infer<typeof cancel>;

/** Told by whatever reads or sends mail when a mail to someone asked for a decision cannot be delivered. */
export const reportUndeliverable = z.object({
  ...envelope,
  mailId: anyText(300),
  addresseeId: key,
  reason: text(500),
});
export type ReportUndeliverable = z.infer<typeof reportUndeliverable>;

/** Told by the reading of inbound mail when somebody asked for a decision sent an automatic reply; a decision it is not. */
export const reportAbsence = z.object({
  ...envelope,
  absenteeId: key,
  note: anyText(500).describe('what the automatic reply says'),
});
export type ReportAbsence = z.infer<typeof reportAbsence>;

/** Every command by its name; the name is that of the Temporal signal and of the update as well. */
export const commandSchemas = {
  submitPackage,
  recordValidationReport,
  giveFeedback,
  addressFeedback,
  scheduleReviewMeeting,
  recordMeetingNotes,
  proposeException,
  sign,
  enterDecision,
  opposeEntry,
  refuse,
  delegate,
  reassign,
  recordFacilitationOutcome,
  escalate,
  decideAsSponsor,
  confirmFacilitationOutcome,
  opposeFacilitationOutcome,
  extendDeadline,
  correctCalendar,
  submitClosureEvidence,
  verifyException,
  rejectClosure,
  extendException,
  failException,
  ...revocationCommands,
  ...changeCommands,
  cancel,
  reportUndeliverable,
  reportAbsence,
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandOf<N extends CommandName> = { name: N } & z.infer<(typeof commandSchemas)[N]>;
/** A command as the domain takes it: its name and its fields. */
export type Command = { [N in CommandName]: CommandOf<N> }[CommandName];
export const commandNames = Object.keys(commandSchemas) as CommandName[];
