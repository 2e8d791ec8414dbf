// Correcting the contract's own days: what begins later counts by them, and what runs keeps the deadline people were told.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given } from './scenario.ts';

describe('The calendar of a milestone', () => {
  it('is corrected for what begins later, while what runs keeps its deadline', () => {
    const inReview = given(...act.toReview);
    assert.equal(inReview.deadline(), '2026-03-16T17:30:00.000Z');
    const corrected = inReview.when(act.correctDays(['2026-03-09', '2026-03-12'])).then('calendarCorrected');
    assert.equal(corrected.deadline(), '2026-03-16T17:30:00.000Z');
    const toSignOff = [act.approve('user1'), act.approve('user2'), act.approve('owner1')];
    const usual = toSignOff.reduce((scenario, step) => scenario.when(step), inReview);
    const later = toSignOff.reduce((scenario, step) => scenario.when(step), corrected);
    assert.equal(usual.deadline(), '2026-03-16T17:30:00.000Z');
    assert.equal(later.deadline(), '2026-03-18T17:30:00.000Z', 'two days without business more');
  });

  it('takes days that are worked though they are a weekend, and gives them back', () => {
    const worked = given(act.correctDays([], ['2026-03-07', '2026-03-14']));
    assert.deepEqual(worked.milestone.engagement.contract.calendar.workingDays, ['2026-03-07', '2026-03-14']);
    const back = worked.when(act.correctDays([], ['2026-03-07'])).then('calendarCorrected');
    assert.deepEqual(back.milestone.engagement.contract.calendar.workingDays, ['2026-03-07']);
  });

  it('is corrected by the engagement manager alone, and the sponsor is told', () => {
    const inReview = given(...act.toReview);
    for (const who of ['sponsor', 'approver1', 'validator1', 'user1'])
      inReview.when(act.correctDays(['2026-12-24'], [], who)).then('WRONG_ACTOR');
    assert.deepEqual(
      inReview.when(act.correctDays(['2026-12-24'])).notifications(),
      ['manager', 'sponsor'].map((id) => `calendarCorrectedNotice to ${id}`),
    );
  });

  it('is refused where nothing changes, a date stands on both lists, or nothing can begin any more', () => {
    const inReview = given(...act.toReview);
    const refusal = (holidays: string[], workingDays: string[]) => {
      const { result } = inReview.when(act.correctDays(holidays, workingDays)).then('INVALID_MESSAGE');
      return result?.outcome;
    };
    assert.equal(refusal([], [])?.field, 'holidays');
    const both = refusal(['2026-12-24'], ['2026-12-24']);
    assert.deepEqual([both?.field, both?.message?.includes('2026-12-24')], ['workingDays', true]);
    given(...act.toAccepted)
      .when(act.correctDays(['2026-12-24']))
      .then('MILESTONE_CLOSED');
    given(act.cancel('manager'))
      .when(act.correctDays(['2026-12-24']))
      .then('MILESTONE_CLOSED');
    given(...act.toConditional)
      .when(act.correctDays(['2026-12-24']))
      .then('calendarCorrected');
  });
});
