// Forecasts from a firm's own history: what half and four of five of those like a milestone took, in business days, and nothing where too little is known.
import assert from 'node:assert/strict';
import { businessCalendar } from '../../domain/time/businessCalendar.ts';
import { forecast, leastKnown, type Course, type UnderWay } from '../../domain/work/history.ts';

const calendar = businessCalendar.parse({ timeZone: 'Europe/Berlin', holidays: ['2026-12-25'] });
/** Reviewed from a Monday, accepted so many calendar days later. */
const course = (days: number): Course => ({
  calendar,
  entered: [
    { phase: 'compiling', at: '2026-06-01T08:00:00.000Z' },
    { phase: 'inReview', at: '2026-06-01T09:00:00.000Z' },
    { phase: 'accepted', at: new Date(Date.parse('2026-06-01T10:00:00.000Z') + days * 86_400_000).toISOString() },
  ],
});
const underWay = (since: string, changes: Partial<UnderWay> = {}): UnderWay => ({
  ...{ milestoneId: 'M1', engagementId: 'E1', title: 'Design', phase: 'inReview', since, calendar },
  ...{ value: { amount: '100.00', currency: 'EUR' }, ...changes },
});
// One to ten business days: Tue to Fri, then Mon to Fri, then a Monday.
const ten = [1, 2, 3, 4, 7, 8, 9, 10, 11, 14].map(course);
const monday = '2026-12-21T09:00:00.000Z';

describe('Forecast', () => {
  it('says when half and four of five would be accepted, over weekends and holidays', () => {
    const [found] = forecast(ten, [underWay(monday)], monday).milestones;
    // Five days on, past Christmas and a weekend; eight days on.
    assert.deepEqual(found?.outlook, { likelyOn: '2026-12-29', safeOn: '2027-01-01', restsOn: 10 });
    assert.equal(found.isLate, false);
    const [late] = forecast(ten, [underWay(monday, { dueOn: '2026-12-31' })], monday).milestones;
    assert.equal(late?.isLate, true);
  });

  it('says the same in whatever order they were accepted', () => {
    const both = [monday, '2026-12-14T09:00:00.000Z'].map((since) => underWay(since));
    const twice = [...ten, ...ten];
    assert.deepEqual(forecast([...twice].reverse(), both, monday), forecast(twice, both, monday));
  });

  it('looks only at those that took longer so far, and says nothing where fewer are left than tell anything', () => {
    const old = underWay('2026-12-14T09:00:00.000Z');
    const [unknown] = forecast(ten, [old], monday).milestones;
    assert.equal(unknown?.ageDays, 5);
    assert.equal(unknown.outlook, undefined);
    const [known] = forecast([...ten, ...ten], [old], monday).milestones;
    assert.deepEqual(known?.outlook, { likelyOn: '2026-12-24', safeOn: '2026-12-28', restsOn: 10 });
    assert.ok(ten.length === leastKnown);
    assert.equal(forecast(ten.slice(1), [underWay(monday)], monday).milestones[0]?.outlook, undefined);
  });

  it('sums what would be released by month, exactly, and apart what nothing is known of', () => {
    const { months } = forecast(
      ten,
      [
        underWay(monday),
        underWay(monday, { value: { amount: '0.10', currency: 'EUR' } }),
        underWay(monday, { phase: 'rework' }),
      ],
      monday,
    );
    assert.deepEqual(months, [
      { currency: 'EUR', amount: '100.10', by: 'likely', month: '2026-12' },
      { currency: 'EUR', amount: '100.00', by: 'likely' },
      { currency: 'EUR', amount: '100.10', by: 'safe', month: '2027-01' },
      { currency: 'EUR', amount: '100.00', by: 'safe' },
    ]);
  });

  it('counts those that are open by stage and age, beside what accepted ones took there', () => {
    const { stages, courses } = forecast(ten, [underWay(monday), underWay('2026-10-01T09:00:00.000Z')], monday);
    assert.equal(courses, 10);
    const review = stages.find((each) => each.phase === 'inReview');
    assert.deepEqual(review, { phase: 'inReview', open: 2, ages: [1, 0, 0, 1], medianDays: 5 });
    assert.equal(stages.find((each) => each.phase === 'rework')?.medianDays, undefined);
  });
});
