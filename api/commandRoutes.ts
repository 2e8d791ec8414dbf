// Which address takes which command, and as whom; the table the routes and the OpenAPI document are both made from.
import { z } from 'zod';
import { commandSchemas, type CommandName } from '../domain/commands.ts';
import { personId, type Role } from '../domain/people/people.ts';

export interface CommandRoute {
  path: string;
  command: CommandName;
  role: Role;
  summary: string;
  /** Path parameters that are fields of the command. */
  fromPath?: string[];
}

export const commandRoutes: CommandRoute[] = [
  {
    path: 'package',
    command: 'submitPackage',
    role: 'engagementManager',
    summary: 'Submit the deliverable package, first or reworked',
  },
  {
    path: 'validation-reports',
    command: 'recordValidationReport',
    role: 'validator',
    summary: 'Report on technical validation',
  },
  {
    path: 'feedback',
    command: 'giveFeedback',
    role: 'stakeholder',
    summary: 'Approve, comment, or request a revision',
  },
  {
    path: 'feedback/:feedbackId/response',
    command: 'addressFeedback',
    role: 'engagementManager',
    summary: 'Respond to a feedback item',
    fromPath: ['feedbackId'],
  },
  {
    path: 'review-meeting',
    command: 'scheduleReviewMeeting',
    role: 'engagementManager',
    summary: 'Schedule, or move, the review meeting',
  },
  {
    path: 'meeting-notes',
    command: 'recordMeetingNotes',
    role: 'engagementManager',
    summary: 'Record the notes of the review meeting',
  },
  {
    path: 'exceptions',
    command: 'proposeException',
    role: 'engagementManager',
    summary: 'Propose an exception to sign under',
  },
  {
    path: 'exceptions/:exceptionId/closure-evidence',
    command: 'submitClosureEvidence',
    role: 'stakeholder',
    summary: 'Show, as its owner, that an exception is closed',
    fromPath: ['exceptionId'],
  },
  {
    path: 'exceptions/:exceptionId/closure-rejection',
    command: 'rejectClosure',
    role: 'exceptionVerifier',
    summary: 'Reject what the owner showed, with reasons',
    fromPath: ['exceptionId'],
  },
  {
    path: 'exceptions/:exceptionId/extension',
    command: 'extendException',
    role: 'approver',
    summary: 'Extend an exception, as the authority that granted it',
    fromPath: ['exceptionId'],
  },
  {
    path: 'exceptions/:exceptionId/failure',
    command: 'failException',
    role: 'engagementSponsor',
    summary: 'Declare an overdue exception failed; its balance is held',
    fromPath: ['exceptionId'],
  },
  {
    path: 'exceptions/:exceptionId/verification',
    command: 'verifyException',
    role: 'exceptionVerifier',
    summary: 'Verify an exception closed',
    fromPath: ['exceptionId'],
  },
  { path: 'signatures', command: 'sign', role: 'approver', summary: 'Sign the milestone acceptance' },
  {
    path: 'refusals',
    command: 'refuse',
    role: 'approver',
    summary: 'Refuse, with reasons, in review or formal sign-off',
  },
  {
    path: 'delegations',
    command: 'delegate',
    role: 'approver',
    summary: 'Pass on what one is asked to validate, review or sign',
  },
  {
    path: 'reassignments',
    command: 'reassign',
    role: 'engagementManager',
    summary: 'Reassign what a validator, stakeholder or approver is to decide; their old link dies',
  },
  {
    path: 'facilitation-outcome',
    command: 'recordFacilitationOutcome',
    role: 'engagementManager',
    summary: 'Record what the facilitation of a dispute came to',
  },
  {
    path: 'facilitation-outcome/confirmation',
    command: 'confirmFacilitationOutcome',
    role: 'stakeholder',
    summary: 'Confirm, as who had refused, the outcome recorded',
  },
  {
    path: 'facilitation-outcome/objection',
    command: 'opposeFacilitationOutcome',
    role: 'stakeholder',
    summary: 'Object to the outcome recorded; the sponsor decides',
  },
  {
    path: 'deadline-extension',
    command: 'extendDeadline',
    role: 'engagementManager',
    summary: 'Extend the deadline of what is waited for',
  },
  {
    path: 'escalation',
    command: 'escalate',
    role: 'engagementManager',
    summary: 'Escalate a dispute or an overdue wait to the sponsor',
  },
  {
    path: 'sponsor-decision',
    command: 'decideAsSponsor',
    role: 'engagementSponsor',
    summary: 'Decide what was escalated, as the sponsor',
  },
  {
    path: 'revocation',
    command: 'proposeRevocation',
    role: 'engagementManager',
    summary: 'Propose to revoke the acceptance',
  },
  {
    path: 'revocation/confirmation',
    command: 'confirmRevocation',
    role: 'engagementSponsor',
    summary: 'Confirm, as the sponsor, the revocation proposed',
  },
  {
    path: 'revocation/refusal',
    command: 'declineRevocation',
    role: 'engagementSponsor',
    summary: 'Decline, as the sponsor, the revocation proposed',
  },
  {
    path: 'cancellation',
    command: 'cancel',
    role: 'engagementManager',
    summary: 'Cancel the milestone before acceptance',
  },
];

/** The body of a command route: the command without its envelope, with who acts. */
export function bodySchemaOf({ command, fromPath = [] }: CommandRoute): z.ZodType {
  const shape = { ...(commandSchemas[command] as z.ZodObject).shape } as Record<string, z.ZodType>;
  for (const field of ['messageId', 'actor', ...fromPath]) delete shape[field];
  return z.object({ personId: personId.describe('who acts'), ...shape });
}
