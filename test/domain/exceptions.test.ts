// Exceptions: what may be agreed, that every signer saw them, how they are verified, and what is paid when.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

describe('An exception proposed', () => {
  it('in review, is there when people are asked to sign', () => {
    given(...act.toReview)
      .when(act.propose('E1'))
      .then('exceptionProposed')
      .thenIn('inReview');
  });

  it('after somebody signed, voids what was signed without it and asks everybody again', () => {
    const after = given(...act.toLastSignature).when(act.propose('E1'));
    after.then('exceptionProposed', 'signaturesVoided', 'formalSignOffOpened');
    assert.deepEqual(after.event('signaturesVoided').personIds, ['approver1', 'approver2']);
    assert.deepEqual(after.event('formalSignOffOpened').askedIds, ['approver1', 'approver2']);
    assert.equal(after.milestone.signatures.length, 2);
    after.when(act.sign('director')).then('NOT_YET_ASKED');
    after.when(act.sign('approver1')).then('signed');
  });

  const forbidden: [string, object, string][] = [
    ['of severity 2', { severity: 2 }, 'severity'],
    ['owned by nobody of the engagement', { ownerId: 'stranger' }, 'ownerId'],
    ['due yesterday', { dueOn: '2026-03-01' }, 'dueOn'],
    ['due later than the contract allows', { dueOn: '2026-05-02' }, 'dueOn'],
    ['that withholds what its currency cannot be paid in', { amountWithheld: '0.001' }, 'amountWithheld'],
    ['that withholds more than the value', { amountWithheld: '100000.01' }, 'amountWithheld'],
  ];
  for (const [what, changes, field] of forbidden)
    it(`${what} is refused`, () => {
      given(...act.toSignOff)
        .when(act.propose('E1', changes))
        .then('EXCEPTION_NOT_ALLOWED', field);
    });

  it('at each of these limits is taken', () => {
    for (const changes of [
      { severity: 3 },
      { dueOn: '2026-03-02' },
      { dueOn: '2026-05-01' },
      { amountWithheld: '100000.00' },
    ])
      given(...act.toSignOff)
        .when(act.propose('E1', changes))
        .then('exceptionProposed', 'formalSignOffOpened');
  });

  it('counts what the others withhold', () => {
    given(...act.toSignOff, act.propose('E1', { amountWithheld: '60000.00' }))
      .when(act.propose('E2', { amountWithheld: '40000.01' }))
      .then('EXCEPTION_NOT_ALLOWED', 'amountWithheld');
  });

  it('under a number already used is refused', () => {
    given(...act.toSignOff, act.propose('E1'))
      .when(act.propose('E1'))
      .then('EXCEPTION_NOT_ALLOWED', 'exceptionId');
  });

  it('beside a critical issue the contract let through is refused', () => {
    const critical = { issues: [{ description: 'Slow', severity: 2, isMaterial: false }] };
    givenTerms({ contract: { acceptableIssueSeverity: 1 } }, act.submit(), act.report('validator1', critical))
      .when(act.report('validator2'))
      .when(act.propose('E1'))
      .then('EXCEPTION_NOT_ALLOWED', 'severity');
  });

  it('by anyone but the manager, or outside review and sign-off, is refused', () => {
    given(...act.toSignOff)
      .when(act.propose('E1', {}, 'director'))
      .then('WRONG_ACTOR');
    for (const steps of [[], act.toValidation, act.toConditional])
      given(...steps)
        .when(act.propose('E2'))
        .then('EXCEPTION_NOT_ALLOWED');
  });
});

describe('Milestone accepted with exceptions', () => {
  it('withholds what was agreed', () => {
    const after = given(...act.toConditional);
    after.then('signed', 'acceptedWithExceptions').thenIn('acceptedWithExceptions');
    const { kind, amountReleased, amountWithheld } = after.event('acceptedWithExceptions').acceptance;
    assert.deepEqual([kind, amountReleased, amountWithheld], ['conditional', '99000.00', '1000.00']);
  });

  it('releases and withholds to the last decimal', () => {
    const value = { amount: '100.0049', currency: 'CLF' };
    const after = givenTerms(
      { plan: { value } },
      ...act.toSignOff,
      act.propose('E1', { amountWithheld: '0.005' }),
      ...act.toAccepted.slice(-3),
    );
    const { amountReleased, amountWithheld } = after.event('acceptedWithExceptions').acceptance;
    assert.deepEqual([amountReleased, amountWithheld], ['99.9999', '0.0050']);
  });

  it('is closed out when the last exception is verified, with a certificate that supersedes the conditional one', () => {
    const first = given(...act.toSignOff, act.propose('E1'), act.propose('E2'), ...act.toAccepted.slice(-3));
    const half = first.when(act.verify('E2', 'approver1')).then('exceptionVerified').thenIn('acceptedWithExceptions');
    const after = half.when(act.verify('E1', 'approver1')).then('exceptionVerified', 'closedOut').thenIn('accepted');
    assert.deepEqual(after.event('closedOut').acceptance, {
      certificateNumber: 'M1-C2',
      kind: 'closeOut',
      acceptedAt: after.now,
      basis: 'express',
      amountReleased: '100000.00',
      amountWithheld: '0.00',
      supersedes: 'M1-C1',
    });
    assert.equal(after.milestone.exceptions.find((each) => each.exceptionId === 'E2')?.verifiedBy, 'approver1');
  });

  it('has no exception verified by its owner, even one who holds another office', () => {
    given(...act.toSignOff, act.propose('E1', { ownerId: 'manager' }), ...act.toAccepted.slice(-3))
      .when(act.verify('E1', 'manager'))
      .then('SEPARATION_OF_DUTIES', 'actor.personId');
  });

  it('has exceptions verified by validators, approvers and the manager only, and of those by the other party', () => {
    const before = given(...act.toConditional);
    for (const other of ['user1', 'sponsor', 'outsider']) before.when(act.verify('E1', other)).then('WRONG_ACTOR');
    for (const own of ['validator2', 'manager'])
      before.when(act.verify('E1', own)).then('SEPARATION_OF_DUTIES', 'actor.personId');
    for (const verifier of ['approver1', 'director']) before.when(act.verify('E1', verifier)).thenIn('accepted');
  });

  it('verifies each exception once', () => {
    given(
      ...act.toSignOff,
      act.propose('E1'),
      act.propose('E2'),
      ...act.toAccepted.slice(-3),
      act.verify('E1', 'approver1'),
    )
      .when(act.verify('E1', 'director'))
      .then('EXCEPTION_UNKNOWN', 'exceptionId');
  });

  it('cannot be cancelled, refused or escalated any more', () => {
    const before = given(...act.toConditional);
    before.when(act.cancel('manager')).then('MILESTONE_CLOSED');
    before.when(act.refuse('director')).then('NOT_REFUSABLE');
    before.when(act.escalate('manager')).then('NOT_ESCALATABLE');
    before.when(act.sign('director')).then('NOT_AWAITING_SIGNATURES');
  });

  it('reminds the owner before the first exception is due, then tells manager and sponsor', () => {
    const before = given(
      ...act.toSignOff,
      act.propose('E1', { dueOn: '2026-03-31' }),
      act.propose('E2', { dueOn: '2026-03-20', ownerId: 'validator1' }),
      ...act.toAccepted.slice(-3),
    );
    assert.equal(before.deadline(), '2026-03-20T17:30:00.000Z');
    const after = before.when({ until: '2026-03-26T00:00:00.000Z' });
    assert.deepEqual(
      after.events.map((each) => each.type),
      ['reminderDue', 'reminderDue', 'reminderDue', 'reminderDue', 'deadlinePassed', 'overdueEscalated'],
    );
    assert.deepEqual(after.notifications(), [
      ...['validator1', 'author', 'validator1', 'validator1'].map((id) => `reminder to ${id}`),
      'overdueNotice to manager',
      'overdueNotice to validator1',
      'overdueNotice to director',
      'escalationNotice to sponsor',
    ]);
    const verified = before.when(act.verify('E2', 'approver1'));
    assert.equal(verified.deadline(), '2026-03-31T16:30:00.000Z');
  });
});
