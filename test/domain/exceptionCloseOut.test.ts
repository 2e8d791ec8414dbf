// From a conditional certificate to the close-out: evidence, verification, extension, failure; and revocation of what was accepted.
import assert from 'node:assert/strict';
import { failedExceptions } from '../../domain/exceptions/exceptions.ts';
import { acceptanceInForce } from '../../domain/acceptance/acceptance.ts';
import * as act from './acts.ts';
import { given } from './scenario.ts';

const two = [
  ...act.toSignOff,
  act.propose('E1', { dueOn: '2026-03-31' }),
  act.propose('E2', { dueOn: '2026-04-15', ownerId: 'validator1' }),
  ...act.toAccepted.slice(-3),
];

describe('Closing an exception', () => {
  it('begins with its owner being told what to show', () => {
    const after = given(...two.slice(0, -1)).when(act.sign('director'));
    assert.deepEqual(after.notifications(), [
      'decisionReceipt to director',
      'closureRequest to author',
      'closureRequest to validator1',
    ]);
  });

  it('is shown by the owner alone, and put to those of the other party who may verify it', () => {
    const before = given(...act.toConditional);
    before.when(act.showClosed('E1', 'manager')).then('WRONG_ACTOR');
    const shown = before.when(act.showClosed('E1')).then('closureEvidenceSubmitted');
    assert.deepEqual(shown.notifications(), [
      'decisionReceipt to author',
      ...['approver1', 'approver2', 'director'].map((id) => `verificationRequest to ${id}`),
    ]);
  });

  it('is rejected with reasons by somebody else, goes back to the owner, and is shown again', () => {
    const shown = given(...act.toConditional, act.showClosed('E1'));
    shown.when(act.rejectClosure('E1', 'author')).then('SEPARATION_OF_DUTIES');
    shown.when(act.rejectClosure('E1', 'outsider')).then('WRONG_ACTOR');
    const rejected = shown.when(act.rejectClosure('E1', 'approver1')).then('closureRejected');
    assert.deepEqual(rejected.notifications(), ['decisionReceipt to approver1', 'closureRejectedNotice to author']);
    rejected.when(act.rejectClosure('E1', 'approver1')).then('EXCEPTION_UNKNOWN');
    const again = rejected.when(act.showClosed('E1')).when(act.verify('E1', 'approver1'));
    again.then('exceptionVerified', 'closedOut').thenIn('accepted');
    assert.equal(again.milestone.exceptions[0]?.closures?.length, 2);
  });
});

describe('The schedule of open exceptions', () => {
  it('reminds each owner of their own, then tells manager and sponsor, then counts it as failed', () => {
    const after = given(...two).when({ until: '2026-06-30T00:00:00.000Z' });
    const of = (id: string) =>
      after.events
        .filter((each) => 'exceptionId' in each && each.exceptionId === id)
        .map((each) => `${each.at.slice(5, 16)} ${each.type}`);
    assert.deepEqual(of('E1'), [
      '03-17T09:00 reminderDue',
      '03-26T09:00 reminderDue',
      '03-31T08:00 reminderDue',
      '03-31T16:30 deadlinePassed',
      '04-02T16:30 overdueEscalated',
      '04-06T16:30 overdueEscalated',
      '04-08T16:30 overdueEscalated',
      '04-28T16:30 exceptionFailed',
    ]);
    assert.equal(of('E2').at(-1), '05-13T16:30 exceptionFailed');
    assert.deepEqual(
      failedExceptions(after.milestone).map((each) => each.exceptionId),
      ['E1', 'E2'],
    );
    assert.equal(after.phase, 'acceptedWithExceptions');
  });

  it('restarts nothing when another exception is closed meanwhile', () => {
    const undisturbed = given(...two).when({ until: '2026-06-30T00:00:00.000Z' });
    const closed = given(...two)
      .when({ until: '2026-03-20T12:00:00.000Z' })
      .when(act.verify('E2', 'approver1'))
      .when({ until: '2026-06-30T00:00:00.000Z' });
    const rest = undisturbed.events
      .filter((each) => 'exceptionId' in each && each.exceptionId === 'E1' && each.at > '2026-03-20T12:00:00.000Z')
      .map((each) => `${each.at} ${each.type}`);
    assert.deepEqual(
      closed.events.map((each) => `${each.at} ${each.type}`),
      rest,
    );
  });
});

describe('An exception', () => {
  it('is extended within the contract by who granted it, and its schedule follows the new date', () => {
    const before = given(...act.toConditional);
    before.when(act.extendException('E1', '2026-04-30', 'approver1')).then('WRONG_ACTOR');
    before.when(act.extendException('E1', '2026-03-30')).then('EXCEPTION_NOT_ALLOWED', 'dueOn');
    before.when(act.extendException('E1', '2026-05-31')).then('EXCEPTION_NOT_ALLOWED', 'dueOn');
    const extended = before.when(act.extendException('E1', '2026-04-30')).then('exceptionExtended');
    assert.equal(extended.deadline(), '2026-04-30T16:30:00.000Z');
    assert.deepEqual(
      extended.milestone.exceptions[0]?.extensions?.map((each) => each.to),
      ['2026-04-30'],
    );
    extended.when(act.extendException('E1', '2026-05-31')).then('EXCEPTION_NOT_ALLOWED', 'dueOn');
  });

  it('is declared failed by the sponsor once overdue, and made good by an extension or by being closed', () => {
    given(...act.toConditional)
      .when(act.failException('E1'))
      .then('EXCEPTION_NOT_ALLOWED');
    const overdue = given(...act.toConditional).when({ until: '2026-04-01T10:00:00.000Z' });
    overdue.when(act.failException('E1', 'manager')).then('WRONG_ACTOR');
    const failed = overdue.when(act.failException('E1')).then('exceptionFailed');
    assert.deepEqual(
      failedExceptions(failed.milestone).map((each) => each.exceptionId),
      ['E1'],
    );
    failed.when(act.failException('E1')).then('EXCEPTION_NOT_ALLOWED');
    assert.deepEqual(failed.when({ until: '2027-01-01T00:00:00.000Z' }).events, [], 'and it rests');
    assert.deepEqual(failedExceptions(failed.when(act.extendException('E1', '2026-04-20')).milestone), []);
    failed.when(act.verify('E1', 'approver1')).then('exceptionVerified', 'closedOut');
  });
});

describe('Revoking an acceptance', () => {
  it('takes the manager’s proposal and the sponsor’s confirmation, each with reasons', () => {
    given(...act.toAccepted)
      .when(act.proposeRevocation('sponsor'))
      .then('WRONG_ACTOR');
    given(...act.toAccepted)
      .when(act.confirmRevocation())
      .then('NOT_REVOCABLE');
    const proposed = given(...act.toAccepted).when(act.proposeRevocation());
    proposed.then('revocationProposed').thenIn('accepted');
    assert.deepEqual(proposed.notifications(), ['revocationRequest to sponsor']);
    proposed.when(act.proposeRevocation()).then('NOT_REVOCABLE');
    const revoked = proposed.when(act.confirmRevocation()).then('revoked').thenIn('revoked');
    const { acceptance } = revoked.event('revoked');
    assert.deepEqual(
      [acceptance.kind, acceptance.supersedes, acceptance.amountReleased, acceptance.amountWithheld],
      ['revocation', 'M1-C1', '0.00', '100000.00'],
    );
    assert.equal(acceptanceInForce(revoked.milestone), undefined);
    revoked.when(act.proposeRevocation()).then('NOT_REVOCABLE');
  });

  it('leaves everything as it was when the sponsor declines, and can be proposed again', () => {
    const declined = given(...act.toAccepted, act.proposeRevocation()).when(act.declineRevocation());
    declined.then('revocationDeclined').thenIn('accepted');
    assert.equal(acceptanceInForce(declined.milestone)?.certificateNumber, 'M1-C1');
    declined.when(act.proposeRevocation()).then('revocationProposed');
  });

  it('waits for the sponsor with reminders and escalation, and beside open exceptions', () => {
    const waiting = given(...act.toConditional, act.proposeRevocation());
    const after = waiting.when({ until: '2026-03-30T00:00:00.000Z' });
    const own = after.events.filter((each) => 'of' in each && each.of === 'revocation');
    assert.deepEqual(
      own.map((each) => `${each.at.slice(5, 16)} ${each.type}`),
      [
        '03-09T09:00 reminderDue',
        '03-12T09:00 reminderDue',
        '03-16T09:00 reminderDue',
        '03-16T17:30 deadlinePassed',
        '03-18T17:30 overdueEscalated',
        '03-20T17:30 overdueEscalated',
        '03-24T17:30 overdueEscalated',
      ],
    );
    assert.ok(after.events.some((each) => 'exceptionId' in each && each.exceptionId === 'E1'));
    after.when(act.confirmRevocation()).then('revoked').thenIn('revoked');
  });
});
