// Stage 1: what a package must hold, and that it is frozen under a digest of its own.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms, Scenario, started } from './scenario.ts';

const deliverable = (deliverableId: string, change?: string) => ({
  deliverableId,
  version: '1',
  documentIds: ['doc1'],
  ...(change === undefined ? {} : { change }),
});

const review = { name: 'Peer review', outcome: 'passed' };

describe('Milestone compiling its package', () => {
  it('freezes a complete package, prepares the sign-off request and asks the validators', () => {
    const after = given().when(act.submit()).then('packageFrozen', 'signOffRequestPrepared', 'validationOpened');
    assert.equal(after.phase, 'validating');
    assert.equal(after.event('packageFrozen').package.submittedBy, 'manager');
    assert.deepEqual(after.event('signOffRequestPrepared').request, {
      requestNumber: 'M1-S1',
      packageVersion: 1,
      packageDigest: after.event('packageFrozen').package.digest,
      statementVersion: '1',
      preparedAt: after.now,
    });
    assert.deepEqual(after.event('validationOpened').askedIds, ['validator1', 'validator2']);
  });

  it('takes a waiver with a reason in place of a deliverable', () => {
    given()
      .when(act.submit({ deliverables: [], waivers: [{ deliverableId: 'D1', reason: 'Comes with the next one' }] }))
      .thenIn('validating');
  });

  const incomplete: [string, object, RegExp][] = [
    ['a required deliverable missing', { deliverables: [deliverable('D2')] }, /"D1" .* neither present nor waived/],
    ['a deliverable the plan does not know', { deliverables: [deliverable('D1'), deliverable('X')] }, /"X" is not in/],
    ['one deliverable twice', { deliverables: [deliverable('D1'), deliverable('D1')] }, /"D1" is given twice/],
    ['one both present and waived', { waivers: [{ deliverableId: 'D1', reason: 'No' }] }, /both present and waived/],
    ['an expected review missing', { qualityReviews: [{ ...review, name: 'Other' }] }, /"Peer review" has no result/],
    ['a failed review unexplained', { qualityReviews: [{ ...review, outcome: 'failed' }] }, /not explained/],
    ['no review at all', { qualityReviews: [] }, /no quality review result/],
    [
      'a file without a byte',
      { deliverables: [{ ...deliverable('D1'), documentIds: ['doc1', 'empty1'] }] },
      /"D1": .* is empty; upload it again/,
    ],
    ['no completed services', { completedServices: [] }, /work services are not stated/],
  ];
  for (const [what, changes, problem] of incomplete)
    it(`refuses a package with ${what}, and says so`, () => {
      const after = given().when(act.submit(changes)).then('PACKAGE_INCOMPLETE', 'deliverables').thenIn('compiling');
      assert.match(after.result?.outcome.details?.join('\n') ?? '', problem);
    });

  it('names every gap at once', () => {
    const after = given().when(act.submit({ deliverables: [], completedServices: [], qualityReviews: [] }));
    assert.equal(after.then('PACKAGE_INCOMPLETE').result?.outcome.details?.length, 4);
  });

  it('refuses a waiver without a reason', () => {
    given()
      .when(act.submit({ deliverables: [], waivers: [{ deliverableId: 'D1', reason: ' ' }] }))
      .then('INVALID_MESSAGE', 'waivers.0.reason');
  });

  it('takes no work as completed that is dated after today, by the calendar of the contract', () => {
    const service = (completedOn: string) => ({ completedServices: [{ description: 'Design', completedOn }] });
    const tomorrow = '2026-03-03';
    given()
      .when(act.submit({ completedOn: tomorrow }))
      .then('INVALID_MESSAGE', 'completedOn');
    given()
      .when(act.submit(service(tomorrow)))
      .then('INVALID_MESSAGE', 'completedServices.0.completedOn');
    given()
      .when(act.submit({ completedOn: '2026-03-02', ...service('2026-03-02') }))
      .thenIn('validating');
    const noon = '2026-03-02T12:00:00Z';
    const inAuckland = started({ contract: { calendar: { timeZone: 'Pacific/Auckland' } } }, noon);
    const auckland = new Scenario(inAuckland.milestone, noon, [], inAuckland.events);
    auckland.when(act.submit({ completedOn: tomorrow })).thenIn('validating');
  });

  it('takes no work as completed that is dated before the engagement began', () => {
    const began = givenTerms({ engagement: { startsOn: '2026-02-16' } });
    const { result } = began.when(act.submit({ completedOn: '2026-02-15' })).then('INVALID_MESSAGE', 'completedOn');
    assert.match(result?.outcome.message ?? '', /before the engagement began on 2026-02-16/);
    const early = { completedServices: [{ description: 'Design', completedOn: '2025-12-31' }] };
    began.when(act.submit(early)).then('INVALID_MESSAGE', 'completedServices.0.completedOn');
    began.when(act.submit({ completedOn: '2026-02-16' })).thenIn('validating');
  });

  it('takes the package from the engagement manager alone', () => {
    for (const other of ['sponsor', 'author', 'director', 'outsider'])
      given().when(act.submit({}, other)).then('WRONG_ACTOR', 'actor.personId');
  });
});

describe('Milestone in rework', () => {
  const inRework = [...act.toValidation, act.fail('validator1')];

  it('wants to hear what changed since the last package', () => {
    const after = given(...inRework).when(act.submit({ deliverables: [deliverable('D1')] }));
    assert.match(after.then('PACKAGE_INCOMPLETE').result?.outcome.message ?? '', /what changed/);
  });

  it('opens validation anew with the next version under another digest', () => {
    const before = given(...inRework);
    const after = before.when(act.submit()).thenIn('validating');
    const [first, second] = after.milestone.packages;
    assert.equal(second?.packageVersion, 2);
    assert.notEqual(first?.digest, second?.digest);
    assert.equal(after.event('signOffRequestPrepared').request.requestNumber, 'M1-S2');
  });

  it('voids what was decided on the package before and keeps it on record', () => {
    const after = given(...act.toLastSignature, act.refuse('director'), act.conclude('rework'), act.submit());
    const { reports, feedback, signatures, refusals } = after.milestone;
    assert.deepEqual(
      [reports, feedback, signatures, refusals].map((each) => each.length),
      [2, 3, 2, 1],
    );
    for (const each of [...reports, ...feedback, ...signatures, ...refusals]) assert.equal(each.isVoid, true);
    after.when(act.report('validator1')).then('validationReported');
  });

  it('drops the exceptions agreed on the package before', () => {
    const after = given(
      ...act.toSignOff,
      act.propose('E1'),
      act.refuse('approver1'),
      act.conclude('rework'),
      act.submit(),
    );
    assert.deepEqual(after.milestone.exceptions, []);
  });
});
