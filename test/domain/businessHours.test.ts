// Business hours, and public holidays as they are pinned: what a period in hours comes to in any zone, over any change of clocks.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { publicHolidays, whyUnknownPlace } from '../../administration/publicHolidays.ts';
import { businessCalendar } from '../../domain/time/businessCalendar.ts';
import { endOfBusinessDay, endOfBusinessHours, isBusinessDate } from '../../domain/time/businessTime.ts';
import { contractTerms, waitTerms } from '../../domain/terms/engagement.ts';
import { mustPinHolidays, pinHolidays } from '../../domain/decide.ts';
import { openDeadline } from '../../domain/time/deadline.ts';
import { given, givenTerms } from './scenario.ts';
import { propertyRuns } from '../run/properties.ts';

const calendar = (changes: object = {}) => businessCalendar.parse({ timeZone: 'Europe/London', ...changes });

describe('A period in business hours', () => {
  const cases: [string, string, number, object, string][] = [
    ['runs from the moment of sending', '2026-03-02T10:00:00Z', 3, {}, '2026-03-02T13:00:00.000Z'],
    ['ends with the day when it just fits', '2026-03-02T10:00:00Z', 7.5, {}, '2026-03-02T17:30:00.000Z'],
    ['goes on the next morning', '2026-03-02T16:30:00Z', 2, {}, '2026-03-03T10:00:00.000Z'],
    ['begins in the morning when sent at night', '2026-03-02T22:00:00Z', 1, {}, '2026-03-03T10:00:00.000Z'],
    ['skips the weekend', '2026-03-06T17:00:00Z', 1, {}, '2026-03-09T09:30:00.000Z'],
    ['follows the clocks into summer time', '2026-03-27T17:00:00Z', 1, {}, '2026-03-30T08:30:00.000Z'],
    [
      'rests on Friday and Saturday where that is the weekend',
      '2026-03-05T14:00:00Z',
      1,
      { timeZone: 'Asia/Riyadh', weekend: [5, 6] },
      '2026-03-08T06:30:00.000Z',
    ],
    [
      'loses the hour the clocks skip within a business day',
      '2026-03-28T23:30:00Z',
      2,
      { weekend: [], dayStartsAt: '00:00', dayEndsAt: '23:59' },
      '2026-03-29T01:31:00.000Z',
    ],
  ];
  for (const [what, from, hours, changes, expected] of cases)
    it(what, () => {
      assert.equal(endOfBusinessHours(from, hours, calendar(changes)), expected);
    });

  const zones = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Riyadh', 'Asia/Kathmandu', 'Pacific/Apia'];
  const calendars = fc
    .record({
      timeZone: fc.constantFrom(...zones),
      weekend: fc.constantFrom([6, 7], [5, 6], [7], []),
      dayStartsAt: fc.constantFrom('00:00', '08:00', '09:00'),
      dayEndsAt: fc.constantFrom('12:30', '17:30', '23:59'),
    })
    .map((each) => businessCalendar.parse(each));
  const instants = fc
    .date({ min: new Date('2025-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString());

  it('ends within business hours, and two periods one after the other are as long as both together', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (terms, from, first, second) => {
          const end = endOfBusinessHours(from, first, terms);
          const local = DateTime.fromISO(end, { zone: terms.timeZone });
          assert.ok(isBusinessDate(local.toFormat('yyyy-MM-dd'), terms));
          assert.ok(
            local.toFormat('HH:mm') >= terms.dayStartsAt &&
              local.toFormat('HH:mm:ss.SSS') <= `${terms.dayEndsAt}:00.000`,
          );
          assert.equal(endOfBusinessHours(end, second, terms), endOfBusinessHours(from, first + second, terms));
          assert.ok(Date.parse(end) - Date.parse(from) >= first * 3_600_000);
        },
      ),
      { numRuns: propertyRuns(0.4) },
    );
  });
});

describe('The terms of a deadline', () => {
  it('are in days or in hours, not in both and not in neither', () => {
    assert.ok(waitTerms.safeParse({ businessHours: 4 }).success);
    assert.equal(waitTerms.safeParse({ businessHours: 4, businessDays: 1 }).success, false);
    assert.equal(waitTerms.safeParse({}).success, false);
  });

  it('override the contract’s schedule for their stage alone', () => {
    const terms = contractTerms.parse({
      reference: 'C',
      statementOfWork: 'S',
      calendar: { timeZone: 'Europe/London' },
      waits: {
        validating: { businessHours: 20, reminderPercents: [25], escalateAfterBusinessDays: 1, repeatEscalations: 0 },
      },
    });
    assert.deepEqual(
      openDeadline('validating', '2026-03-02T09:00:00.000Z', terms).schedule.map(
        (each) => `${each.at.slice(5, 16)} ${each.kind}`,
      ),
      ['03-02T14:00 reminder', '03-04T09:00 reminder', '03-04T12:00 overdue', '03-05T17:30 escalation'],
    );
    assert.equal(openDeadline('inReview', '2026-03-02T09:00:00.000Z', terms).schedule.length, 7);
  });
});

describe('Public holidays', () => {
  it('are those of the places the contract names, whole days only, over sunset and over several days', () => {
    const { dates, from, until } = publicHolidays(
      [{ country: 'GB', state: 'ENG' }, { country: 'SA' }, { country: 'AT' }],
      '2026-05-01',
    );
    assert.deepEqual([from, until], ['2026-01-01', '2036-12-31']);
    for (const date of ['2026-04-03', '2026-12-28', '2026-03-19', '2026-03-22', '2026-10-26'])
      assert.ok(dates.includes(date), date);
    for (const date of ['2026-03-17', '2026-03-25', '2026-12-24', '2026-12-31']) assert.ok(!dates.includes(date), date);
    assert.deepEqual(dates, [...new Set(dates)].sort());
  });

  it('of a place without tables are refused with what to choose', () => {
    assert.match(whyUnknownPlace({ country: 'ZZ' }) ?? '', /country "ZZ"/);
    assert.match(whyUnknownPlace({ country: 'GB', state: 'XX' }) ?? '', /ENG/);
    assert.match(whyUnknownPlace({ country: 'DE', state: 'BY', region: 'X' }) ?? '', /KATH/);
    assert.equal(whyUnknownPlace({ country: 'DE', state: 'BY', region: 'KATH' }), undefined);
  });

  it('are pinned into the state before anything is ruled on, and the deadline is measured anew from its start', () => {
    const contract = { calendar: { timeZone: 'Europe/London', publicHolidaysOf: [{ country: 'GB', state: 'ENG' }] } };
    const { milestone } = givenTerms({ contract });
    assert.ok(mustPinHolidays(milestone));
    const pinned = pinHolidays(
      milestone,
      { from: '2026-01-01', until: '2026-12-31', dates: ['2026-03-04'] },
      '2026-03-02T10:00:05.000Z',
    );
    assert.ok(!mustPinHolidays(pinned.milestone));
    assert.equal(pinned.events[0]?.type, 'holidaysPinned');
    assert.equal(given().deadline(), '2026-03-30T16:30:00.000Z');
    assert.ok('wait' in pinned.milestone.stage);
    assert.equal(pinned.milestone.stage.wait.deadline, '2026-03-31T16:30:00.000Z');
    assert.equal(pinned.milestone.stage.wait.openedAt, milestone.startedAt);
  });

  it('are days off in every zone and any year', () => {
    const holidays = publicHolidays([{ country: 'US', state: 'NY' }], '2026-01-01');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2035-12-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 12 }),
        (from, days) => {
          const terms = calendar({ timeZone: 'America/New_York', pinnedHolidays: holidays });
          const end = endOfBusinessDay(from.toISOString(), days, terms);
          const date = DateTime.fromISO(end, { zone: 'America/New_York' }).toFormat('yyyy-MM-dd');
          assert.ok(!holidays.dates.includes(date), `${date} is a holiday`);
        },
      ),
      { numRuns: propertyRuns(0.3) },
    );
  });
});
