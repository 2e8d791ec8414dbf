// Rows of the state table in the form its test plays them, and the further guards that a row names.
import type { SignOffErrorCode } from '../../domain/errors.ts';
import type { EventType } from '../../domain/events.ts';
import type { Phase } from '../../domain/milestone.ts';
import * as act from './acts.ts';
import { given, givenTerms, until, type Scenario, type Step } from './scenario.ts';

export interface Row {
  row: string;
  /** Where the milestone is before. */
  given: () => Scenario;
  step: Step;
  to: Phase;
  evidence: EventType;
  refused: Step;
  code: SignOffErrorCode;
}

export const disputed = [...act.toLastSignature, act.refuse('director')];
export const escalated = [...disputed, act.escalate('director')];
export const inRework = [...act.toValidation, act.fail('validator1')];
export const onTheLastSignature = [...act.toSignOff, act.propose('E1'), act.sign('approver1'), act.sign('approver2')];
const approvals = ['user1', 'user2', 'owner1'].map((each) => act.approve(each));
const results = (...outcomes: string[]) =>
  outcomes.map((outcome, index) => ({ requirementId: `R${index + 1}`, outcome, evidence: 'Page 3' }));
const limited = {
  name: 'Either',
  quorum: { kind: 'any' },
  members: [
    { personId: 'approver1', limit: '100000.00' },
    { personId: 'approver2', limit: '99999.99' },
  ],
};
export const overdue = () => {
  const before = given(...act.toConditional);
  return before.when(until('2026-04-01T00:00:00.000Z'));
};

/** The further guards that a row of the table names; each is reached in one way and refused in another. */
export const guards: Row[] = [
  {
    row: 'compiling → validating, with an item waived for a reason',
    given: () => given(),
    step: act.submit({ deliverables: [], waivers: [{ deliverableId: 'D1', reason: 'Moved to the next milestone' }] }),
    to: 'validating',
    evidence: 'packageFrozen',
    refused: act.submit({
      deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['missing1'] }],
    }),
    code: 'DOCUMENT_UNKNOWN',
  },
  {
    row: 'validating → rework, by a validator on a mandatory requirement not met',
    given: () => given(...act.toValidation),
    step: act.report('validator1', { results: results('notMet', 'met') }),
    to: 'rework',
    evidence: 'nonConformanceNoticed',
    refused: act.report('validator1', { packageDigest: act.noDigest, results: results('notMet', 'met') }),
    code: 'STALE_PACKAGE',
  },
  {
    row: 'validating → inReview, with only issues the contract accepts',
    given: () => given(...act.toValidation, act.report('validator1')),
    step: act.report('validator2', {
      results: results('met', 'notMet'),
      issues: [{ description: 'Typing error', severity: 4, isMaterial: false }],
      recommendation: 'acceptWithIssues',
    }),
    to: 'inReview',
    evidence: 'reviewOpened',
    refused: act.report('validator2', { recommendation: 'acceptWithIssues' }),
    code: 'REPORT_INCOMPLETE',
  },
  {
    row: 'inReview → formalSignOff, when the last feedback item is addressed',
    given: () => given(...act.toReview, act.comment('user1', 'Why?'), ...approvals),
    step: act.address('F1'),
    to: 'formalSignOff',
    evidence: 'feedbackAddressed',
    refused: act.sign('approver1'),
    code: 'NOT_AWAITING_SIGNATURES',
  },
  {
    row: 'inReview → formalSignOff, when the notes of the review meeting are recorded',
    given: () => given(...act.toReview, act.schedule(), ...approvals),
    step: act.takeNotes(),
    to: 'formalSignOff',
    evidence: 'meetingNotesRecorded',
    refused: act.takeNotes('user1'),
    code: 'WRONG_ACTOR',
  },
  {
    row: 'facilitation → formalSignOff, up to the last second before its deadline',
    given: () => given(...disputed).when(until('2026-03-16T17:29:59.000Z')),
    step: act.conclude('askAgain'),
    to: 'formalSignOff',
    evidence: 'facilitationOutcomeRecorded',
    refused: act.determine('formalSignOff'),
    code: 'NOT_ESCALATED',
  },
  {
    row: 'escalated → formalSignOff, with exceptions the sponsor names',
    given: () => given(...escalated),
    step: act.determine('formalSignOff', 'sponsor', { exceptions: [act.exception('E1')] }),
    to: 'formalSignOff',
    evidence: 'exceptionProposed',
    refused: act.determine('formalSignOff', 'sponsor', { exceptions: [act.exception('E1', { severity: 1 })] }),
    code: 'EXCEPTION_NOT_ALLOWED',
  },
  {
    row: 'escalated → terminated, with reasons',
    given: () => given(...escalated),
    step: act.determine('terminate'),
    to: 'terminated',
    evidence: 'terminated',
    refused: act.determine('terminate', 'sponsor', { reasons: undefined }),
    code: 'INVALID_MESSAGE',
  },
  {
    row: 'rework → validating, saying what changed',
    given: () => given(...inRework),
    step: act.submit(),
    to: 'validating',
    evidence: 'packageFrozen',
    refused: act.submit({ deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['doc1'] }] }),
    code: 'PACKAGE_INCOMPLETE',
  },
  {
    row: 'formalSignOff → accepted, by signers within their limits',
    given: () => givenTerms({ plan: { approvalAuthorityList: [limited] } }, ...act.toSignOff),
    step: act.sign('approver1'),
    to: 'accepted',
    evidence: 'accepted',
    refused: act.sign('approver2'),
    code: 'AUTHORITY_EXCEEDED',
  },
  {
    row: 'formalSignOff → acceptedWithExceptions, each of which the signer saw',
    given: () => given(...onTheLastSignature),
    step: act.sign('director', { exceptionIds: ['E1'] }),
    to: 'acceptedWithExceptions',
    evidence: 'signed',
    refused: act.sign('director', { exceptionIds: [] }),
    code: 'EXCEPTIONS_CHANGED',
  },
  {
    row: 'exception overdue → the engagement sponsor is told',
    given: () => given(...act.toConditional).when(until('2026-03-31T16:30:00.000Z')),
    step: until('2026-04-02T16:30:00.000Z'),
    to: 'acceptedWithExceptions',
    evidence: 'overdueEscalated',
    refused: act.extendException('E1', '2026-08-31'),
    code: 'EXCEPTION_NOT_ALLOWED',
  },
  {
    row: 'exception overdue → failed in the end',
    given: () => overdue(),
    step: act.failException('E1'),
    to: 'acceptedWithExceptions',
    evidence: 'exceptionFailed',
    refused: act.failException('E1', 'manager'),
    code: 'WRONG_ACTOR',
  },
];
