// Stage 2: who may validate, what a report must say, and what it leads to.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

const issue = (severity: number, isMaterial = false) => ({ description: 'Slow', severity, isMaterial });
const result = (requirementId: string, outcome: string) => ({ requirementId, outcome, evidence: 'Page 3' });
const anyValidator = (...memberIds: string[]) => ({ validators: { name: 'V', quorum: { kind: 'any' }, memberIds } });

describe('Milestone in technical validation', () => {
  it('waits for every validator the quorum needs, then opens the review', () => {
    given(...act.toValidation)
      .when(act.report('validator2'))
      .then('validationReported')
      .when(act.report('validator1'))
      .then('validationReported', 'reviewOpened')
      .thenIn('inReview');
  });

  it('opens the review at the first report when any validator will do', () => {
    givenTerms({ plan: anyValidator('validator1', 'validator2') }, act.submit())
      .when(act.report('validator2'))
      .thenIn('inReview');
  });

  it('counts a validator once', () => {
    given(...act.toValidation, act.report('validator1'))
      .when(act.report('validator1'))
      .then('ALREADY_DECIDED');
  });

  it('neither asks nor hears an author', () => {
    const before = givenTerms({ plan: anyValidator('author', 'validator1') }, act.submit());
    assert.deepEqual(before.event('validationOpened').askedIds, ['validator1']);
    before.when(act.report('author')).then('SEPARATION_OF_DUTIES', 'actor.personId');
  });

  for (const other of ['manager', 'user1', 'director', 'outsider'])
    it(`hears nobody off the list of validators, such as the ${other}`, () => {
      given(...act.toValidation)
        .when(act.report(other))
        .then('NOT_ON_LIST');
    });

  const failing: [string, object][] = [
    ['a mandatory requirement is not met', { results: [result('R1', 'notMet'), result('R2', 'met')] }],
    ['an issue is material, however light', { issues: [issue(5, true)], recommendation: 'acceptWithIssues' }],
    ['an issue is graver than the contract accepts', { issues: [issue(2)], recommendation: 'acceptWithIssues' }],
    ['the validator recommends rework', { recommendation: 'rework' }],
  ];
  for (const [why, changes] of failing)
    it(`goes to rework with a non-conformance notice when ${why}`, () => {
      given(...act.toValidation)
        .when(act.report('validator1', changes))
        .then('validationReported', 'nonConformanceNoticed', 'reworkStarted')
        .thenIn('rework');
    });

  const passing: [string, object][] = [
    ['an optional requirement is not met', { results: [result('R1', 'met'), result('R2', 'notMet')] }],
    ['issues are within the threshold', { issues: [issue(3), issue(5)], recommendation: 'acceptWithIssues' }],
  ];
  for (const [why, changes] of passing)
    it(`goes on when ${why}`, () => {
      given(...act.toValidation, act.report('validator1'))
        .when(act.report('validator2', changes))
        .thenIn('inReview');
    });

  it('takes the threshold from the contract', () => {
    givenTerms({ contract: { acceptableIssueSeverity: 4 } }, act.submit())
      .when(act.report('validator1', { issues: [issue(3)] }))
      .thenIn('rework');
  });

  const unfit: [string, object, RegExp][] = [
    ['leaves out a requirement', { results: [result('R1', 'met')] }, /"R2" has no result/],
    [
      'speaks of a requirement nobody planned',
      { results: [result('R1', 'met'), result('R2', 'met'), result('R9', 'met')] },
      /"R9" is not in the plan/,
    ],
    [
      'contradicts itself on a requirement',
      { results: [result('R1', 'met'), result('R1', 'notMet'), result('R2', 'met')] },
      /"R1" has two results/,
    ],
    ['names a deliverable that was not handed in', { issues: [{ ...issue(5), deliverableId: 'D2' }] }, /"D2"/],
    ['speaks of issues and lists none', { recommendation: 'acceptWithIssues' }, /none is listed/],
  ];
  for (const [what, changes, problem] of unfit)
    it(`refuses a report that ${what}`, () => {
      const after = given(...act.toValidation).when(act.report('validator1', changes));
      assert.match(after.then('REPORT_INCOMPLETE', 'results').result?.outcome.message ?? '', problem);
    });

  it('refuses a result without evidence', () => {
    given(...act.toValidation)
      .when(act.report('validator1', { results: [{ requirementId: 'R1', outcome: 'met', evidence: '' }] }))
      .then('INVALID_MESSAGE', 'results.0.evidence');
  });

  it('refuses a report on a package that is not the current one', () => {
    given(...act.toValidation)
      .when(act.report('validator1', { packageDigest: act.noDigest }))
      .then('STALE_PACKAGE', 'packageDigest');
  });
});

describe('Milestone whose rework cycles are used up', () => {
  const cycle = [act.submit(), act.fail('validator1')];

  it('counts each cycle and then is facilitated instead', () => {
    const second = givenTerms({ contract: { maxReworkCycles: 1 } }, ...cycle);
    assert.equal(second.milestone.reworkCycles, 1);
    second
      .when(act.submit())
      .when(act.fail('validator2'))
      .then('validationReported', 'nonConformanceNoticed', 'facilitationOpened')
      .thenIn('facilitation');
  });

  const exhausted = () => givenTerms({ contract: { maxReworkCycles: 0 } }, ...cycle);

  it('may be reworked beyond the maximum when the manager records that it was agreed', () => {
    const after = exhausted().when(act.conclude('rework')).then('facilitationOutcomeRecorded', 'reworkStarted');
    assert.deepEqual(after.event('reworkStarted').isCounted, false);
    assert.deepEqual(after.event('reworkStarted').reasons, ['Material issue of severity 1: Does not work']);
  });

  it('is not reviewed or signed without having been validated', () => {
    for (const outcome of ['reviewAgain', 'askAgain'])
      exhausted().when(act.conclude(outcome)).then('OUTCOME_NOT_AVAILABLE', 'outcome');
  });

  it('cannot be sent to signature by the sponsor over a failed report, even if another validator passed it', () => {
    givenTerms(
      { contract: { maxReworkCycles: 0 } },
      act.submit(),
      act.report('validator1'),
      act.fail('validator2'),
      act.conclude('escalate'),
    )
      .when(act.determine('formalSignOff'))
      .then('OUTCOME_NOT_AVAILABLE', 'determination');
  });

  it('is facilitated after a revision request as well', () => {
    givenTerms({ contract: { maxReworkCycles: 0 } }, ...act.toReview)
      .when(act.requestRevision('user1'))
      .then('feedbackGiven', 'nonConformanceNoticed', 'facilitationOpened');
  });
});
