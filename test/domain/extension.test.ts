// Extending a deadline: by whom, how far, and that its schedule goes on rather than starting over.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

const disputed = [...act.toLastSignature, act.refuse('director')];

describe('A deadline', () => {
  it('is extended with a reason, and what lay ahead moves with it; what was sent is not sent again', () => {
    const waiting = given(...act.toReview).when({ until: '2026-03-13T00:00:00.000Z' });
    const extended = waiting.when(act.extend('2026-03-20')).then('deadlineExtended');
    assert.equal(extended.deadline(), '2026-03-20T17:30:00.000Z');
    const { stage } = extended.milestone;
    assert.ok('wait' in stage);
    assert.equal(stage.wait.openedAt, '2026-03-02T10:00:00.000Z', 'the wait is the same one');
    assert.equal(stage.wait.agreedDeadline, '2026-03-16T17:30:00.000Z');
    const after = extended.when({ until: '2026-04-30T00:00:00.000Z' });
    assert.deepEqual(
      after.events.map((each) => `${each.at.slice(5, 16)} ${each.type}`),
      [
        '03-20T09:00 reminderDue',
        '03-20T17:30 deadlinePassed',
        '03-24T17:30 overdueEscalated',
        '03-26T17:30 overdueEscalated',
        '03-30T16:30 overdueEscalated',
      ],
    );
  });

  it('is told to those asked and to the manager', () => {
    const extended = given(...act.toReview).when(act.extend('2026-03-20'));
    assert.deepEqual(
      extended.notifications(),
      ['manager', 'user1', 'user2'].map((id) => `deadlineExtendedNotice to ${id}`),
    );
  });

  it('that has passed is extended, too, and is reached a second time', () => {
    const overdue = given(...act.toReview).when({ until: '2026-03-17T00:00:00.000Z' });
    const after = overdue.when(act.extend('2026-03-18')).when({ until: '2026-03-18T17:30:00.000Z' });
    assert.deepEqual(
      after.events.map((each) => each.type),
      ['reminderDue', 'deadlinePassed'],
    );
  });

  it('moves by no more than the contract allows, counted from the deadline agreed', () => {
    const limited = givenTerms({ contract: { maxExtensionBusinessDays: 3 } }, ...act.toReview);
    limited.when(act.extend('2026-03-20')).then('NOT_EXTENDABLE', 'newDeadlineOn');
    const once = limited.when(act.extend('2026-03-18')).then('deadlineExtended');
    once.when(act.extend('2026-03-20')).then('NOT_EXTENDABLE', 'newDeadlineOn');
    once.when(act.extend('2026-03-19')).then('deadlineExtended');
    givenTerms({ contract: { maxExtensionBusinessDays: 0 } }, ...act.toReview)
      .when(act.extend('2026-03-17'))
      .then('NOT_EXTENDABLE');
  });

  it('moves to a later business day only', () => {
    for (const date of ['2026-03-16', '2026-03-10', '2026-03-21'])
      given(...act.toReview)
        .when(act.extend(date))
        .then('NOT_EXTENDABLE', 'newDeadlineOn');
  });

  it('is moved by manager or sponsor; the sponsor’s own by the sponsor alone', () => {
    for (const other of ['user1', 'director', 'outsider'])
      given(...act.toReview)
        .when(act.extend('2026-03-20', other))
        .then('WRONG_ACTOR');
    given(...disputed)
      .when(act.extend('2026-03-20', 'sponsor'))
      .then('deadlineExtended');
    const escalated = given(...disputed, act.escalate('manager'));
    escalated.when(act.extend('2026-03-20')).then('WRONG_ACTOR');
    escalated.when(act.extend('2026-03-20', 'sponsor')).then('deadlineExtended');
  });

  it('of a facilitation, once extended, sends it to the sponsor at the new instant and not at the old one', () => {
    const extended = given(...disputed, act.extend('2026-03-20'));
    extended.when({ until: '2026-03-20T17:29:59.000Z' }).thenIn('facilitation');
    extended.when({ until: '2026-03-20T17:30:00.000Z' }).thenIn('escalated');
  });

  it('of an exception is not moved this way', () => {
    given(...act.toConditional)
      .when(act.extend('2026-04-15'))
      .then('NOT_EXTENDABLE');
  });
});
