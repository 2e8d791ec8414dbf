// Public holidays as two tables have them: what is found, what either lacks, and that what is kept of it is what they say.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findHolidays,
  knownGaps,
  publicHolidays,
  whyUnknownPlace,
  type Comparison,
} from '../../administration/publicHolidays.ts';
import { businessCalendar, type HolidayPlace } from '../../domain/time/businessCalendar.ts';
import { endOfBusinessDay, isBusinessDate } from '../../domain/time/businessTime.ts';
import { compareHolidays, secondSource } from '../../scripts/holidays/secondSource.ts';
import { checkout } from '../support/checkout.ts';

const calendarOf = (place: HolidayPlace, changes: object = {}) =>
  businessCalendar.parse({ pinnedHolidays: publicHolidays([place], '2026-11-25'), ...changes });

describe('Public holidays of a place', () => {
  for (const [country, date, isBusiness] of [
    ['SG', '2027-05-20', false],
    ['SG', '2027-05-19', true],
    ['HU', '2026-12-24', false],
    ['HU', '2026-12-23', true],
    ['CN', '2026-10-07', false],
    ['VN', '2026-09-02', false],
    ['DE', '2026-12-24', true],
    ['GB', '2026-12-28', false],
    ['US', '2026-11-26', false],
  ] as const)
    it(`${country}: ${date} is ${isBusiness ? 'a' : 'no'} business day`, () => {
      assert.equal(isBusinessDate(date, calendarOf({ country })), isBusiness);
    });

  it('keep a long wait in Singapore from falling due on Vesak Day', () => {
    const calendar = calendarOf({ country: 'SG' }, { timeZone: 'Asia/Singapore' });
    for (let days = 100; days < 140; days += 1) {
      const due = endOfBusinessDay('2026-11-25T02:00:00Z', days, calendar);
      assert.notEqual(due.slice(0, 10), '2027-05-20', `${days} days`);
    }
  });

  it('count a Saturday worked by decree only where the contract names it', () => {
    const hungary = { country: 'HU' };
    assert.equal(isBusinessDate('2026-12-12', calendarOf(hungary)), false);
    assert.equal(isBusinessDate('2026-12-12', calendarOf(hungary, { workingDays: ['2026-12-12'] })), true);
  });

  it('of which one table alone knows are counted, named as such, and given back by the contract', () => {
    const vesak = findHolidays({ country: 'SG' }, 2027, 2027).find((each) => each.date === '2027-05-20');
    assert.deepEqual(vesak, { date: '2027-05-20', name: 'Vesak Day', place: 'SG', isConfirmed: false });
    assert.match(
      knownGaps({ country: 'SG' }, 2026, 2028).join('\n'),
      /SG: two tables disagree on .*2027-05-20 \(Vesak Day\)/,
    );
    assert.equal(isBusinessDate('2027-05-20', calendarOf({ country: 'SG' }, { workingDays: ['2027-05-20'] })), true);
  });

  it('have no known gap where both tables agree', () => {
    assert.deepEqual(knownGaps({ country: 'DE' }, 2026, 2028), []);
  });

  it('say what is known to be missing: days moved by decree, parts of a country, years and places not compared', () => {
    const gaps = (place: HolidayPlace, last = 2028) => knownGaps(place, 2026, last).join('\n');
    assert.match(gaps({ country: 'HU' }), /HU: 2026-01-10, 2026-08-08 are worked by decree/);
    assert.match(gaps({ country: 'HU' }), /HU: working days are moved by decree/);
    assert.match(gaps({ country: 'DE', state: 'BY' }), /DE-BY: compared for DE as a whole/);
    assert.match(gaps({ country: 'DE' }, 2040), /DE: compared for \d{4} to \d{4} only/);
    assert.match(gaps({ country: 'IC' }), /IC: no second table/);
    assert.equal(whyUnknownPlace({ country: 'IC' }), undefined);
  });

  it('differ from a second source as is written down, and no otherwise', async function () {
    this.timeout(180_000);
    const kept = JSON.parse(
      await readFile(join(checkout, 'administration/holidayComparison.json'), 'utf8'),
    ) as Comparison;
    const some = ['AE', 'CN', 'DE', 'GB', 'HU', 'IC', 'IN', 'NL', 'SG', 'US', 'VN'];
    const found = await compareHolidays(kept.years, kept.comparedOn, some).catch((error: Error) => {
      if (process.env.CI) throw error;
      console.warn(`  ${secondSource} cannot be had by pip: ${error.message.split('\n')[0]}`);
      return this.skip();
    });
    const countries = Object.fromEntries(Object.entries(kept.countries).filter(([code]) => some.includes(code)));
    assert.deepEqual(found, { ...kept, countries });
  });
});
