// What time brings: reminders, missed deadlines and escalation, each once; and that silence decides nothing.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

const history = (steps: act.Act[], instant: string) =>
  given(...steps)
    .when({ until: instant })
    .events.map((each) => `${each.at.slice(0, 16)} ${each.type}`);

describe('A deadline nobody keeps', () => {
  it('reminds at half, at four fifths and on the due day, is overdue, and is escalated again and again, then rests', () => {
    assert.deepEqual(history(act.toReview, '2027-01-01T00:00:00.000Z'), [
      '2026-03-09T09:00 reminderDue',
      '2026-03-12T09:00 reminderDue',
      '2026-03-16T09:00 reminderDue',
      '2026-03-16T17:30 deadlinePassed',
      '2026-03-18T17:30 overdueEscalated',
      '2026-03-20T17:30 overdueEscalated',
      '2026-03-24T17:30 overdueEscalated',
    ]);
  });

  it('stays in its phase: silence is never approval', () => {
    for (const steps of [act.toValidation, act.toReview, act.toSignOff, act.toLastSignature]) {
      const before = given(...steps);
      assert.equal(before.when({ until: '2030-01-01T00:00:00.000Z' }).phase, before.phase);
    }
  });

  it('reminds those only who have not answered', () => {
    const after = given(...act.toReview, act.approve('user1')).when({ until: '2026-03-09T09:00:00.000Z' });
    assert.deepEqual(after.notifications(), ['reminder to user2']);
    const signing = given(...act.toSignOff, act.sign('approver2')).when({ until: '2026-03-09T09:00:00.000Z' });
    assert.deepEqual(signing.notifications(), ['reminder to approver1']);
    const validating = given(...act.toValidation, act.report('validator2')).when({ until: '2026-03-05T09:00:00.000Z' });
    assert.deepEqual(validating.notifications(), ['reminder to validator1']);
  });

  it('after an outage says what is due last, once, and not everything that was missed', () => {
    const { milestone } = given(...act.toReview);
    const late = handleTimer(milestone, '2026-03-16T18:00:00.000Z');
    assert.deepEqual(
      late.events.map((each) => each.type),
      ['deadlinePassed'],
    );
    assert.deepEqual(handleTimer(late.milestone, '2026-03-16T18:00:00.000Z').events, []);
  });

  it('says nothing before anything is due', () => {
    const { milestone } = given(...act.toReview);
    assert.deepEqual(handleTimer(milestone, '2026-03-09T08:59:59.999Z').events, []);
  });

  it('takes its length and its reminders from the contract', () => {
    const contract = { waits: { inReview: { businessDays: 1 } }, reminderPercents: [], repeatEscalations: 0 };
    const after = givenTerms({ contract }, ...act.toReview).when({ until: '2027-01-01T00:00:00.000Z' });
    assert.deepEqual(
      after.events.map((each) => `${each.at.slice(0, 16)} ${each.type}`),
      ['2026-03-03T09:00 reminderDue', '2026-03-03T17:30 deadlinePassed', '2026-03-05T17:30 overdueEscalated'],
    );
  });

  it('is told to the manager as overdue before the sponsor hears, whatever counts as day one', () => {
    const contract = { calendar: { timeZone: 'UTC', firstDay: 'daySent' }, escalateAfterBusinessDays: 1 };
    const before = givenTerms({ contract }, ...act.toReview);
    const after = before.when({ until: before.deadline() });
    assert.equal(after.events.at(-1)?.type, 'deadlinePassed');
  });
});

describe('An unresolved facilitation', () => {
  it('goes to the sponsor at its deadline, even when found late', () => {
    const { milestone } = given(...act.toReview, act.refuse('user1'));
    const late = handleTimer(milestone, '2026-04-30T00:00:00.000Z');
    assert.deepEqual(
      late.events.map((each) => each.type),
      ['deadlinePassed', 'escalatedToSponsor'],
    );
    assert.equal(late.milestone.stage.phase, 'escalated');
  });
});
