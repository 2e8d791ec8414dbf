// The state table of the domain, row by row: what leads from a state to the next, and what is refused although it looks like it.
import assert from 'node:assert/strict';
import type { SignOffErrorCode } from '../../domain/errors.ts';
import type { EventType } from '../../domain/events.ts';
import type { Phase } from '../../domain/milestone.ts';
import * as act from './acts.ts';
import { given, givenTerms, until, type Scenario, type Step } from './scenario.ts';

interface Row {
  row: string;
  /** Where the milestone is before. */
  given: () => Scenario;
  step: Step;
  to: Phase;
  evidence: EventType;
  refused: Step;
  code: SignOffErrorCode;
}

const disputed = [...act.toLastSignature, act.refuse('director')];
const escalated = [...disputed, act.escalate('director')];
const inRework = [...act.toValidation, act.fail('validator1')];
const onTheLastSignature = [...act.toSignOff, act.propose('E1'), act.sign('approver1'), act.sign('approver2')];
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
const overdue = () => {
  const before = given(...act.toConditional);
  return before.when(until('2026-04-01T00:00:00.000Z'));
};

const rows: Row[] = [
  {
    row: 'compiling → validating, by the engagement manager with a complete package',
    given: () => given(),
    step: act.submit(),
    to: 'validating',
    evidence: 'signOffRequestPrepared',
    refused: act.submit({ deliverables: [] }),
    code: 'PACKAGE_INCOMPLETE',
  },
  {
    row: 'validating → rework, by a validator on a material issue',
    given: () => given(...act.toValidation),
    step: act.fail('validator1'),
    to: 'rework',
    evidence: 'nonConformanceNoticed',
    refused: act.fail('author'),
    code: 'NOT_ON_LIST',
  },
  {
    row: 'validating → inReview, by a validator when all requirements are met',
    given: () => given(...act.toValidation, act.report('validator1')),
    step: act.report('validator2'),
    to: 'inReview',
    evidence: 'validationReported',
    refused: act.report('validator2', { results: [] }),
    code: 'REPORT_INCOMPLETE',
  },
  {
    row: 'inReview → rework, by a stakeholder with reasons',
    given: () => given(...act.toReview),
    step: act.requestRevision('user1'),
    to: 'rework',
    evidence: 'nonConformanceNoticed',
    refused: act.requestRevision('user1', { reasons: undefined }),
    code: 'INVALID_MESSAGE',
  },
  {
    row: 'inReview → formalSignOff, when every group is at quorum and nothing is left open',
    given: () => given(...act.toReview, act.approve('user1'), act.approve('user2')),
    step: act.approve('owner1'),
    to: 'formalSignOff',
    evidence: 'formalSignOffOpened',
    refused: act.approve('owner1', { packageDigest: act.noDigest }),
    code: 'STALE_PACKAGE',
  },
  {
    row: 'inReview → facilitation, by a stakeholder’s refusal',
    given: () => given(...act.toReview),
    step: act.refuse('user1'),
    to: 'facilitation',
    evidence: 'refused',
    refused: act.refuse('owner1'),
    code: 'NOT_YET_ASKED',
  },
  {
    row: 'formalSignOff → facilitation, by an approver’s refusal',
    given: () => given(...act.toSignOff),
    step: act.refuse('approver1'),
    to: 'facilitation',
    evidence: 'refused',
    refused: act.refuse('user1'),
    code: 'NOT_ON_LIST',
  },
  ...(
    [
      ['rework', 'rework'],
      ['reviewAgain', 'inReview'],
      ['askAgain', 'formalSignOff'],
    ] as const
  ).map(([outcome, to]): Row => ({
    row: `facilitation → ${to}, when the manager records the outcome`,
    given: () => given(...disputed),
    step: act.conclude(outcome),
    to,
    evidence: 'facilitationOutcomeRecorded',
    refused: act.conclude(outcome, 'director'),
    code: 'WRONG_ACTOR',
  })),
  {
    row: 'facilitation → escalated, by any party',
    given: () => given(...disputed),
    step: act.escalate('director'),
    to: 'escalated',
    evidence: 'escalatedToSponsor',
    refused: act.escalate('outsider'),
    code: 'WRONG_ACTOR',
  },
  {
    row: 'facilitation → escalated, at its deadline',
    given: () => given(...disputed),
    step: until('2026-03-16T17:30:00.000Z'),
    to: 'escalated',
    evidence: 'escalatedToSponsor',
    refused: act.escalate('outsider'),
    code: 'WRONG_ACTOR',
  },
  ...(
    [
      ['rework', 'rework'],
      ['formalSignOff', 'formalSignOff'],
      ['terminate', 'terminated'],
    ] as const
  ).map(([determination, to]): Row => ({
    row: `escalated → ${to}, by the sponsor’s own reasoned act`,
    given: () => given(...escalated),
    step: act.determine(determination),
    to,
    evidence: 'sponsorDecided',
    refused: act.determine(determination, 'manager'),
    code: 'WRONG_ACTOR',
  })),
  {
    row: 'rework → validating, by the manager with a new package',
    given: () => given(...inRework),
    step: act.submit(),
    to: 'validating',
    evidence: 'packageFrozen',
    refused: act.submit({}, 'author'),
    code: 'WRONG_ACTOR',
  },
  {
    row: 'rework beyond the contract’s maximum → facilitation instead',
    given: () => givenTerms({ contract: { maxReworkCycles: 0 } }, ...act.toValidation),
    step: act.fail('validator1'),
    to: 'facilitation',
    evidence: 'facilitationOpened',
    refused: act.conclude('rework'),
    code: 'NOT_IN_FACILITATION',
  },
  {
    row: 'formalSignOff → accepted, when the authority list is at quorum',
    given: () => given(...act.toLastSignature),
    step: act.sign('director'),
    to: 'accepted',
    evidence: 'accepted',
    refused: act.sign('director', { typedName: 'Somebody else' }),
    code: 'NAME_MISMATCH',
  },
  {
    row: 'formalSignOff → acceptedWithExceptions, the same under agreed exceptions',
    given: () => given(...onTheLastSignature),
    step: act.sign('director'),
    to: 'acceptedWithExceptions',
    evidence: 'acceptedWithExceptions',
    refused: act.propose('E2', { severity: 2 }),
    code: 'EXCEPTION_NOT_ALLOWED',
  },
  {
    row: 'acceptedWithExceptions → accepted, when somebody else verified every exception closed',
    given: () => given(...act.toConditional, act.showClosed('E1')),
    step: act.verify('E1', 'validator1'),
    to: 'accepted',
    evidence: 'closedOut',
    refused: act.verify('E1', 'author'),
    code: 'SEPARATION_OF_DUTIES',
  },
  {
    row: 'exception overdue → told to manager and owner, then extended by the authority that granted it',
    given: overdue,
    step: act.extendException('E1', '2026-04-15'),
    to: 'acceptedWithExceptions',
    evidence: 'exceptionExtended',
    refused: act.extendException('E1', '2026-04-15', 'manager'),
    code: 'WRONG_ACTOR',
  },
  {
    row: 'accepted → revoked, by manager and sponsor',
    given: () => given(...act.toAccepted, act.proposeRevocation()),
    step: act.confirmRevocation(),
    to: 'revoked',
    evidence: 'revoked',
    refused: act.confirmRevocation('manager'),
    code: 'WRONG_ACTOR',
  },
  {
    row: 'acceptedWithExceptions → revoked, by manager and sponsor',
    given: () => given(...act.toConditional, act.proposeRevocation()),
    step: act.confirmRevocation(),
    to: 'revoked',
    evidence: 'revoked',
    refused: act.proposeRevocation(),
    code: 'NOT_REVOCABLE',
  },
  ...(
    [
      ['compiling', () => given()],
      ['validating', () => given(...act.toValidation)],
      ['rework', () => given(...inRework)],
      ['inReview', () => given(...act.toReview)],
      ['formalSignOff', () => given(...act.toSignOff)],
      ['facilitation', () => given(...disputed)],
      ['escalated', () => given(...escalated)],
    ] as const
  ).map(([phase, before]): Row => ({
    row: `${phase} → cancelled, with a reason`,
    given: before,
    step: act.cancel('manager'),
    to: 'cancelled',
    evidence: 'cancelled',
    refused: act.cancel('outsider'),
    code: 'WRONG_ACTOR',
  })),
];

/** The further guards that a row of the table names; each is reached in one way and refused in another. */
const guards: Row[] = [
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

describe('The state table', () => {
  for (const { row, given: before, step, to, evidence, refused, code } of [...rows, ...guards]) {
    it(row, () => {
      const after = before().when(step).thenIn(to);
      after.event(evidence);
    });

    it(`${row}; refused otherwise`, () => {
      const scenario = before();
      const after = scenario.when(refused).then(code);
      assert.equal(after.phase, scenario.phase);
    });
  }

  it('tells people before an exception is overdue, and the manager and the owner once it is', () => {
    const reminded = given(...act.toConditional).when(until('2026-03-31T16:00:00.000Z'));
    assert.ok(reminded.notices().includes('reminder to author'));
    const missed = reminded.when(until('2026-03-31T16:30:00.000Z'));
    assert.deepEqual(missed.notices(), ['overdueNotice to manager', 'overdueNotice to author']);
  });

  it('takes no outcome of a facilitation after its deadline', () => {
    given(...disputed)
      .when(until('2026-03-16T17:30:00.000Z'))
      .when(act.conclude('askAgain'))
      .then('NOT_IN_FACILITATION');
  });

  it('prompts the firm alone, after a refusal', () => {
    const prompted = given(...act.toReview)
      .when(act.refuse('user1'))
      .notices()
      .filter((each) => each.startsWith('indemnityPrompt'));
    assert.deepEqual(prompted, ['indemnityPrompt to manager', 'indemnityPrompt to sponsor']);
  });

  it('has a row for every state', () => {
    const states = new Set(rows.flatMap((each) => [each.to, each.given().phase]));
    assert.equal(states.size, 12);
  });

  it('keeps everything that was accepted from being cancelled', () => {
    given(...act.toConditional)
      .when(act.cancel('manager'))
      .then('MILESTONE_CLOSED');
    given(...act.toAccepted)
      .when(act.cancel('manager'))
      .then('MILESTONE_CLOSED');
  });
});
