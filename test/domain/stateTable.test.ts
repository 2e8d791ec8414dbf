// The state table of the domain, row by row: what leads from a state to the next, and what is refused although it looks like it.
import assert from 'node:assert/strict';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import * as act from './acts.ts';
import { onTheLastOfAPart, partTerms } from './parting.ts';
import { given, givenTerms, until } from './scenario.ts';
import { disputed, escalated, guards, inRework, onTheLastSignature, overdue, type Row } from './stateTableGuards.ts';

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
    row: 'formalSignOff → compiling, when a part put to signature by itself is at quorum',
    given: () => givenTerms(partTerms, ...onTheLastOfAPart),
    step: act.sign('director'),
    to: 'compiling',
    evidence: 'partAccepted',
    refused: act.sign('director', { deliverableIds: ['D2'] }),
    code: 'PART_CHANGED',
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
    step: act.verify('E1', 'approver1'),
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

  it('tells people before an exception is overdue, and manager, owner and who granted it once it is', () => {
    const reminded = given(...act.toConditional).when(until('2026-03-31T16:00:00.000Z'));
    assert.ok(reminded.notifications().includes('reminder to author'));
    const missed = reminded.when(until('2026-03-31T16:30:00.000Z'));
    const notices = ['manager', 'author', 'director'].map((id) => `overdueNotice to ${id}`);
    assert.deepEqual(missed.notifications(), notices);
    const asked = missed.events.flatMap((event) => notificationsFor(missed.milestone, event));
    assert.deepEqual(
      asked.flatMap(({ recipientId, asks }) => (asks ? [`${recipientId}: ${asks}`] : [])),
      ['director: extension'],
    );
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
      .notifications()
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
