// A proposed amendment that the other party does not answer: until when it may, who hears of it, and what becomes of it.
import assert from 'node:assert/strict';
import { nextInstant } from '../../domain/time/onTimer.ts';
import { workOf } from '../../domain/work/workOf.ts';
import * as act from './acts.ts';
import { given, givenTerms, until } from './scenario.ts';

const change = act.amendPlan({ title: 'Other' });
const beyond = until('2026-03-16T18:00:00.000Z');
/** Waits of the stage that are over long after the amendment's. */
const patient = { waits: { inReview: { businessDays: 100 } }, reminderPercents: [50] };

describe('A proposed amendment that nobody answers', () => {
  const proposed = givenTerms({ contract: patient }, ...act.toReview).when(change);

  it('says until when, by the contract’s days, to who is asked', () => {
    const { consentWait } = proposed.event('amendmentProposed');
    assert.equal(consentWait?.deadline, '2026-03-16T17:30:00.000Z');
    const due = workOf(proposed.milestone).filter((each) => each.act === 'consentToAmendment');
    assert.deepEqual(
      due.map((each) => each.due),
      due.map(() => '2026-03-16T17:30:00.000Z'),
    );
    assert.equal(nextInstant(proposed.milestone), '2026-03-09T09:00:00.000Z');
  });

  it('is brought to mind on the way, of those alone who may consent', () => {
    const reminded = proposed.when(until('2026-03-09T09:00:00.000Z')).then('consentStepDue');
    assert.deepEqual(
      reminded.notifications(),
      ['approver1', 'approver2', 'director'].map((each) => `amendmentReminder to ${each}`),
    );
    reminded.when(act.consent('director')).then('amendmentConsented', 'planAmended');
  });

  it('lapses with its time, and leaves the plan as it is and the way free for another', () => {
    const lapsed = proposed.when(beyond);
    const { event, milestone } = { event: lapsed.event('amendmentLapsed'), milestone: lapsed.milestone };
    assert.equal(event.lapsedAt, '2026-03-16T17:30:00.000Z');
    assert.equal(milestone.plan.title, 'Design');
    assert.deepEqual(milestone.amendments[0]?.outcome, { kind: 'lapsed', at: event.lapsedAt });
    assert.equal(milestone.consentWait, undefined);
    assert.deepEqual(
      lapsed.notifications().filter((each) => each.startsWith('amendmentEndedNotice')),
      ['manager', 'sponsor', 'approver1', 'approver2', 'director'].map((each) => `amendmentEndedNotice to ${each}`),
    );
    lapsed.when(act.consent('director')).then('NOTHING_TO_CONSENT_TO');
    lapsed.when(change).then('amendmentProposed');
  });

  it('is escalated instead where the contract says so, and can still be answered', () => {
    const contract = { ...patient, amendmentConsent: { businessDays: 2, unanswered: 'escalates' } };
    const open = givenTerms({ contract }, ...act.toReview).when(change);
    const overdue = open.when(until('2026-03-04T18:00:00.000Z'));
    assert.deepEqual(overdue.notifications().at(-1), 'amendmentUnansweredNotice to manager');
    const escalated = overdue.when(until('2026-03-06T18:00:00.000Z')).then('consentStepDue');
    assert.deepEqual(escalated.notifications(), ['amendmentUnansweredNotice to sponsor']);
    escalated
      .when(until('2026-05-01T18:00:00.000Z'))
      .when(act.consent('director'))
      .then('amendmentConsented', 'planAmended');
  });

  it('runs on while the clock of the stage stands still, and ends with the answer or with the milestone', () => {
    const stopped = proposed.when(act.stopClock());
    assert.equal(nextInstant(stopped.milestone), '2026-03-09T09:00:00.000Z');
    const answered = stopped.when(act.declineAmendment('director'));
    assert.equal(nextInstant(answered.milestone), undefined);
    const over = given(...act.toReview, change, act.cancel('manager'));
    assert.equal(nextInstant(over.milestone), undefined);
  });

  it('has no such time where the contract asks for no consent', () => {
    const made = givenTerms({ contract: { ...patient, amendments: 'byOneParty' } }, ...act.toReview).when(change);
    assert.equal(made.event('amendmentProposed').consentWait, undefined);
    assert.equal(made.milestone.consentWait, undefined);
  });
});
