// Which address takes which command, and as whom.
import type { CommandName } from '../domain/commands.ts';
import { changeAddresses } from './changeAddresses.ts';
import type { Address, CommandRoute } from './commandRoute.ts';

/** What comes by no address: only whoever reads the mail reports it. */
type NotAddressed = 'reportUndeliverable' | 'reportAbsence';

/** By command, so that the compiler asks for the address of every new one. */
const addresses: Record<Exclude<CommandName, NotAddressed>, Address> = {
  submitPackage: {
    path: 'package',
    role: 'engagementManager',
    summary: 'Submit the deliverable package, first or reworked',
    problems: ['NOT_COMPILING', 'NOT_SIGNABLE', 'DOCUMENT_UNKNOWN', 'DOCUMENT_MISSING', 'PACKAGE_INCOMPLETE'],
  },
  recordValidationReport: {
    path: 'validation-reports',
    role: 'validator',
    summary: 'Report on technical validation',
    problems: [
      'NOT_VALIDATING',
      'STALE_PACKAGE',
      'PLAN_AMENDED',
      'NOT_ON_LIST',
      'PASSED_ON',
      'SEPARATION_OF_DUTIES',
      'ALREADY_DECIDED',
      'REPORT_INCOMPLETE',
    ],
  },
  giveFeedback: {
    path: 'feedback',
    role: 'stakeholder',
    summary: 'Approve, comment, or request a revision',
    problems: [
      'NOT_IN_REVIEW',
      'NOT_ON_LIST',
      'PASSED_ON',
      'NOT_YET_ASKED',
      'ALREADY_DECIDED',
      'STALE_PACKAGE',
      'PLAN_AMENDED',
    ],
  },
  addressFeedback: {
    path: 'feedback/{feedbackId}/response',
    role: 'engagementManager',
    summary: 'Respond to a feedback item',
    problems: ['NOT_IN_REVIEW', 'FEEDBACK_UNKNOWN'],
  },
  scheduleReviewMeeting: {
    path: 'review-meeting',
    role: 'engagementManager',
    summary: 'Schedule, or move, the review meeting',
    problems: ['NOT_IN_REVIEW'],
  },
  recordMeetingNotes: {
    path: 'meeting-notes',
    role: 'engagementManager',
    summary: 'Record the notes of the review meeting',
    problems: ['NOT_IN_REVIEW'],
  },
  proposeException: {
    path: 'exceptions',
    role: 'engagementManager',
    summary: 'Propose an exception to sign under',
    problems: ['EXCEPTION_NOT_ALLOWED'],
  },
  submitClosureEvidence: {
    path: 'exceptions/{exceptionId}/closure-evidence',
    role: 'stakeholder',
    summary: 'Show, as its owner, that an exception is closed',
    problems: ['EXCEPTION_UNKNOWN', 'DOCUMENT_UNKNOWN', 'DOCUMENT_MISSING'],
  },
  rejectClosure: {
    path: 'exceptions/{exceptionId}/closure-rejection',
    role: 'exceptionVerifier',
    summary: 'Reject what the owner showed, with reasons',
    problems: ['EXCEPTION_UNKNOWN', 'SEPARATION_OF_DUTIES'],
  },
  extendException: {
    path: 'exceptions/{exceptionId}/extension',
    role: 'approver',
    summary: 'Extend an exception, as the authority that granted it',
    problems: ['EXCEPTION_UNKNOWN', 'EXCEPTION_NOT_ALLOWED'],
  },
  failException: {
    path: 'exceptions/{exceptionId}/failure',
    role: 'engagementSponsor',
    summary: 'Declare an overdue exception failed; its balance is held',
    problems: ['EXCEPTION_UNKNOWN', 'EXCEPTION_NOT_ALLOWED'],
  },
  verifyException: {
    path: 'exceptions/{exceptionId}/verification',
    role: 'exceptionVerifier',
    summary: 'Verify an exception closed',
    problems: ['DOCUMENT_MISSING', 'EXCEPTION_UNKNOWN', 'SEPARATION_OF_DUTIES'],
  },
  sign: {
    path: 'signatures',
    role: 'approver',
    summary: 'Sign the milestone acceptance',
    problems: [
      'DOCUMENT_MISSING',
      'NOT_AWAITING_SIGNATURES',
      'NOT_ON_LIST',
      'PASSED_ON',
      'NOT_YET_ASKED',
      'ALREADY_DECIDED',
      'STALE_PACKAGE',
      'PLAN_AMENDED',
      'SEPARATION_OF_DUTIES',
      'AUTHORITY_EXCEEDED',
      'NAME_MISMATCH',
      'STATEMENT_MISMATCH',
      'EXCEPTIONS_CHANGED',
      'PART_CHANGED',
    ],
  },
  enterDecision: {
    path: 'entered-decisions',
    role: 'administrator',
    summary: 'Enter, for the firm, what a document shows that somebody of the client decided',
    problems: [
      'CHANNEL_NOT_ALLOWED',
      'NOT_IN_REVIEW',
      'NOT_AWAITING_SIGNATURES',
      'NOT_ON_LIST',
      'PASSED_ON',
      'NOT_YET_ASKED',
      'ALREADY_DECIDED',
      'STALE_PACKAGE',
      'PLAN_AMENDED',
      'SEPARATION_OF_DUTIES',
      'AUTHORITY_EXCEEDED',
      'EXCEPTIONS_CHANGED',
      'PART_CHANGED',
      'DOCUMENT_UNKNOWN',
      'DOCUMENT_MISSING',
    ],
  },
  opposeEntry: {
    path: 'entered-decisions/{entryId}/objection',
    role: 'stakeholder',
    summary: 'Object, as whose decision it is, to what the firm entered',
    problems: ['NOTHING_TO_OBJECT_TO'],
  },
  refuse: {
    path: 'refusals',
    role: 'approver',
    summary: 'Refuse, with reasons, in review or formal sign-off',
    problems: ['NOT_REFUSABLE', 'NOT_ON_LIST', 'PASSED_ON', 'NOT_YET_ASKED', 'ALREADY_DECIDED', 'STALE_PACKAGE'],
  },
  delegate: {
    path: 'delegations',
    role: 'approver',
    summary: 'Pass on what one is asked to validate, review or sign',
    problems: [
      'NOTHING_TO_PASS_ON',
      'DELEGATE_NOT_ELIGIBLE',
      'SEPARATION_OF_DUTIES',
      'NOT_ON_LIST',
      'PASSED_ON',
      'NOT_YET_ASKED',
      'ALREADY_DECIDED',
      'STALE_PACKAGE',
    ],
  },
  reassign: {
    path: 'reassignments',
    role: 'engagementManager',
    summary: 'Reassign what a validator, stakeholder or approver is to decide; their old link dies',
    problems: [
      'NOTHING_TO_PASS_ON',
      'DELEGATE_NOT_ELIGIBLE',
      'SEPARATION_OF_DUTIES',
      'NOT_ON_LIST',
      'PASSED_ON',
      'NOT_YET_ASKED',
      'ALREADY_DECIDED',
      'STALE_PACKAGE',
    ],
  },
  recordFacilitationOutcome: {
    path: 'facilitation-outcome',
    role: 'engagementManager',
    summary: 'Record what the facilitation of a dispute came to',
    problems: ['DOCUMENT_MISSING', 'NOT_IN_FACILITATION', 'OUTCOME_NOT_AVAILABLE'],
  },
  confirmFacilitationOutcome: {
    path: 'facilitation-outcome/confirmation',
    role: 'stakeholder',
    summary: 'Confirm, as who had refused, the outcome recorded',
    problems: ['DOCUMENT_MISSING', 'NOTHING_TO_CONFIRM'],
  },
  opposeFacilitationOutcome: {
    path: 'facilitation-outcome/objection',
    role: 'stakeholder',
    summary: 'Object to the outcome recorded; the sponsor decides',
    problems: ['NOTHING_TO_CONFIRM'],
  },
  extendDeadline: {
    path: 'deadline-extension',
    role: 'engagementManager',
    summary: 'Extend the deadline of what is waited for',
    problems: ['NOT_EXTENDABLE'],
  },
  correctCalendar: {
    path: 'calendar-correction',
    role: 'engagementManager',
    summary: 'Correct the contract’s own holidays and working days, for periods that begin later',
    problems: [],
  },
  escalate: {
    path: 'escalation',
    role: 'engagementManager',
    summary: 'Escalate a dispute or an overdue wait to the sponsor',
    problems: ['NOT_ESCALATABLE'],
  },
  decideAsSponsor: {
    path: 'sponsor-decision',
    role: 'engagementSponsor',
    summary: 'Decide what was escalated, as the sponsor',
    problems: ['DOCUMENT_MISSING', 'NOT_ESCALATED', 'OUTCOME_NOT_AVAILABLE', 'EXCEPTION_NOT_ALLOWED'],
  },
  proposeRevocation: {
    path: 'revocation',
    role: 'engagementManager',
    summary: 'Propose to revoke the acceptance',
    problems: ['NOT_REVOCABLE'],
  },
  confirmRevocation: {
    path: 'revocation/confirmation',
    role: 'engagementSponsor',
    summary: 'Confirm, as the sponsor, the revocation proposed',
    problems: ['NOT_REVOCABLE'],
  },
  declineRevocation: {
    path: 'revocation/refusal',
    role: 'engagementSponsor',
    summary: 'Decline, as the sponsor, the revocation proposed',
    problems: ['NOT_REVOCABLE'],
  },
  ...changeAddresses,
  cancel: {
    path: 'cancellation',
    role: 'engagementManager',
    summary: 'Cancel the milestone before acceptance',
    problems: [],
  },
};

export const commandTable: CommandRoute[] = Object.entries(addresses).map(([command, address]) => ({
  command: command as keyof typeof addresses,
  ...address,
}));

/** The fields of the command that stand in its path. */
export const fieldsInPath = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
