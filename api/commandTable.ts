// Which address takes which command, and as whom.
import type { CommandName } from '../domain/commands.ts';
import type { Role } from '../domain/people/people.ts';
import type { ErrorCode } from './http/problems.ts';

export interface CommandRoute {
  /** Below the milestone's address; names in braces are fields of the command. */
  path: string;
  command: CommandName;
  role: Role;
  summary: string;
  /** What this command alone is refused with. */
  problems: readonly ErrorCode[];
}

export const commandTable: CommandRoute[] = [
  {
    path: 'package',
    command: 'submitPackage',
    role: 'engagementManager',
    summary: 'Submit the deliverable package, first or reworked',
    problems: ['NOT_COMPILING', 'DOCUMENT_UNKNOWN', 'PACKAGE_INCOMPLETE'],
  },
  {
    path: 'validation-reports',
    command: 'recordValidationReport',
    role: 'validator',
    summary: 'Report on technical validation',
    problems: [
      'NOT_VALIDATING',
      'STALE_PACKAGE',
      'NOT_ON_LIST',
      'PASSED_ON',
      'SEPARATION_OF_DUTIES',
      'ALREADY_DECIDED',
      'REPORT_INCOMPLETE',
    ],
  },
  {
    path: 'feedback',
    command: 'giveFeedback',
    role: 'stakeholder',
    summary: 'Approve, comment, or request a revision',
    problems: ['NOT_IN_REVIEW', 'NOT_ON_LIST', 'PASSED_ON', 'NOT_YET_ASKED', 'ALREADY_DECIDED', 'STALE_PACKAGE'],
  },
  {
    path: 'feedback/{feedbackId}/response',
    command: 'addressFeedback',
    role: 'engagementManager',
    summary: 'Respond to a feedback item',
    problems: ['NOT_IN_REVIEW', 'FEEDBACK_UNKNOWN'],
  },
  {
    path: 'review-meeting',
    command: 'scheduleReviewMeeting',
    role: 'engagementManager',
    summary: 'Schedule, or move, the review meeting',
    problems: ['NOT_IN_REVIEW'],
  },
  {
    path: 'meeting-notes',
    command: 'recordMeetingNotes',
    role: 'engagementManager',
    summary: 'Record the notes of the review meeting',
    problems: ['NOT_IN_REVIEW'],
  },
  {
    path: 'exceptions',
    command: 'proposeException',
    role: 'engagementManager',
    summary: 'Propose an exception to sign under',
    problems: ['EXCEPTION_NOT_ALLOWED'],
  },
  {
    path: 'exceptions/{exceptionId}/closure-evidence',
    command: 'submitClosureEvidence',
    role: 'stakeholder',
    summary: 'Show, as its owner, that an exception is closed',
    problems: ['EXCEPTION_UNKNOWN', 'DOCUMENT_UNKNOWN'],
  },
  {
    path: 'exceptions/{exceptionId}/closure-rejection',
    command: 'rejectClosure',
    role: 'exceptionVerifier',
    summary: 'Reject what the owner showed, with reasons',
    problems: ['EXCEPTION_UNKNOWN', 'SEPARATION_OF_DUTIES'],
  },
  {
    path: 'exceptions/{exceptionId}/extension',
    command: 'extendException',
    role: 'approver',
    summary: 'Extend an exception, as the authority that granted it',
    problems: ['EXCEPTION_UNKNOWN', 'EXCEPTION_NOT_ALLOWED'],
  },
  {
    path: 'exceptions/{exceptionId}/failure',
    command: 'failException',
    role: 'engagementSponsor',
    summary: 'Declare an overdue exception failed; its balance is held',
    problems: ['EXCEPTION_UNKNOWN', 'EXCEPTION_NOT_ALLOWED'],
  },
  {
    path: 'exceptions/{exceptionId}/verification',
    command: 'verifyException',
    role: 'exceptionVerifier',
    summary: 'Verify an exception closed',
    problems: ['EXCEPTION_UNKNOWN', 'SEPARATION_OF_DUTIES'],
  },
  {
    path: 'signatures',
    command: 'sign',
    role: 'approver',
    summary: 'Sign the milestone acceptance',
    problems: [
      'NOT_AWAITING_SIGNATURES',
      'NOT_ON_LIST',
      'PASSED_ON',
      'NOT_YET_ASKED',
      'ALREADY_DECIDED',
      'STALE_PACKAGE',
      'SEPARATION_OF_DUTIES',
      'AUTHORITY_EXCEEDED',
      'NAME_MISMATCH',
      'STATEMENT_MISMATCH',
      'EXCEPTIONS_CHANGED',
    ],
  },
  {
    path: 'refusals',
    command: 'refuse',
    role: 'approver',
    summary: 'Refuse, with reasons, in review or formal sign-off',
    problems: ['NOT_REFUSABLE', 'NOT_ON_LIST', 'PASSED_ON', 'NOT_YET_ASKED', 'ALREADY_DECIDED', 'STALE_PACKAGE'],
  },
  {
    path: 'delegations',
    command: 'delegate',
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
  {
    path: 'reassignments',
    command: 'reassign',
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
  {
    path: 'facilitation-outcome',
    command: 'recordFacilitationOutcome',
    role: 'engagementManager',
    summary: 'Record what the facilitation of a dispute came to',
    problems: ['NOT_IN_FACILITATION', 'OUTCOME_NOT_AVAILABLE'],
  },
  {
    path: 'facilitation-outcome/confirmation',
    command: 'confirmFacilitationOutcome',
    role: 'stakeholder',
    summary: 'Confirm, as who had refused, the outcome recorded',
    problems: ['NOTHING_TO_CONFIRM'],
  },
  {
    path: 'facilitation-outcome/objection',
    command: 'opposeFacilitationOutcome',
    role: 'stakeholder',
    summary: 'Object to the outcome recorded; the sponsor decides',
    problems: ['NOTHING_TO_CONFIRM'],
  },
  {
    path: 'deadline-extension',
    command: 'extendDeadline',
    role: 'engagementManager',
    summary: 'Extend the deadline of what is waited for',
    problems: ['NOT_EXTENDABLE'],
  },
  {
    path: 'escalation',
    command: 'escalate',
    role: 'engagementManager',
    summary: 'Escalate a dispute or an overdue wait to the sponsor',
    problems: ['NOT_ESCALATABLE'],
  },
  {
    path: 'sponsor-decision',
    command: 'decideAsSponsor',
    role: 'engagementSponsor',
    summary: 'Decide what was escalated, as the sponsor',
    problems: ['NOT_ESCALATED', 'OUTCOME_NOT_AVAILABLE', 'EXCEPTION_NOT_ALLOWED'],
  },
  {
    path: 'revocation',
    command: 'proposeRevocation',
    role: 'engagementManager',
    summary: 'Propose to revoke the acceptance',
    problems: ['NOT_REVOCABLE'],
  },
  {
    path: 'revocation/confirmation',
    command: 'confirmRevocation',
    role: 'engagementSponsor',
    summary: 'Confirm, as the sponsor, the revocation proposed',
    problems: ['NOT_REVOCABLE'],
  },
  {
    path: 'revocation/refusal',
    command: 'declineRevocation',
    role: 'engagementSponsor',
    summary: 'Decline, as the sponsor, the revocation proposed',
    problems: ['NOT_REVOCABLE'],
  },
  {
    path: 'cancellation',
    command: 'cancel',
    role: 'engagementManager',
    summary: 'Cancel the milestone before acceptance',
    problems: [],
  },
];

/** The fields of the command that stand in its path. */
export const fieldsInPath = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
