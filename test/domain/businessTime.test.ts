// Business days of contract calendars: daylight saving, leap days, year ends, other weekends, and no influence of the machine.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { DateTime, IANAZone, Settings } from 'luxon';
import { businessCalendar, type BusinessCalendar } from '../../domain/time/businessCalendar.ts';
import {
  dateOf,
  daysUntil,
  endOfBusinessDay,
  endOfDate,
  instantOf,
  startOfBusinessDay,
} from '../../domain/time/businessTime.ts';
import { countedDays } from '../../domain/time/countedDays.ts';
import { rememberedZone } from '../../domain/time/zone.ts';
import { propertyRuns } from '../run/properties.ts';

const calendar = (changes: object = {}): BusinessCalendar =>
  businessCalendar.parse({ timeZone: 'Europe/London', ...changes });
const newYork = calendar({ timeZone: 'America/New_York' });
const riyadh = calendar({ timeZone: 'Asia/Riyadh', weekend: [5, 6] });

describe('A local time that there is twice', () => {
  const { now } = Settings;
  /** Missing in luxon's types. */
  const { resetCache } = DateTime as unknown as { resetCache(): void };
  afterEach(() => {
    Settings.now = now;
    resetCache();
  });
  /** As in a process, or a workflow, that asks luxon for the first time at `instant`. */
  const firstAskedAt = (instant: string, told?: () => number): string | undefined => {
    Settings.now = told ?? (() => Date.parse(instant));
    resetCache();
    return instantOf('2026-10-25T02:30', calendar({ timeZone: 'Europe/Berlin' }));
  };
  const [winter, summer] = ['2026-02-01T12:00:00Z', '2026-07-01T12:00:00Z'];

  it('is the same instant whenever it was first asked for, which it would not be by the clock', () => {
    assert.deepEqual(
      [winter, summer].map((each) => firstAskedAt(each)),
      ['2026-10-25T01:30:00.000Z', '2026-10-25T00:30:00.000Z'],
    );
    assert.deepEqual(
      [winter, summer].map((each) => firstAskedAt(each, now)),
      ['2026-10-25T01:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    );
  });
});

describe('A period in business days', () => {
  const cases: [string, string, number, BusinessCalendar, string][] = [
    ['starts the day after it was sent', '2026-03-02T10:00:00Z', 1, calendar(), '2026-03-03T17:30:00.000Z'],
    [
      'starts the day it was sent where the contract says so',
      '2026-03-02T10:00:00Z',
      1,
      calendar({ firstDay: 'daySent' }),
      '2026-03-02T17:30:00.000Z',
    ],
    [
      'starts on Monday when sent on a Saturday, either way',
      '2026-03-07T10:00:00Z',
      1,
      calendar({ firstDay: 'daySent' }),
      '2026-03-09T17:30:00.000Z',
    ],
    [
      'counts a Saturday that is worked by decree',
      '2026-12-11T10:00:00Z',
      1,
      calendar({ timeZone: 'Europe/Budapest', workingDays: ['2026-12-12'] }),
      '2026-12-12T16:30:00.000Z',
    ],
    [
      'counts a public holiday that the contract works on',
      '2026-12-24T10:00:00Z',
      1,
      calendar({
        pinnedHolidays: { from: '2026-01-01', until: '2027-12-31', dates: ['2026-12-25'] },
        workingDays: ['2026-12-25'],
      }),
      '2026-12-25T17:30:00.000Z',
    ],
    ['skips the weekend', '2026-03-06T10:00:00Z', 1, calendar(), '2026-03-09T17:30:00.000Z'],
    ['follows London into summer time', '2026-03-27T10:00:00Z', 1, calendar(), '2026-03-30T16:30:00.000Z'],
    ['follows London out of summer time', '2026-10-23T10:00:00Z', 1, calendar(), '2026-10-26T17:30:00.000Z'],
    ['follows New York into summer time', '2026-03-06T15:00:00Z', 1, newYork, '2026-03-09T21:30:00.000Z'],
    ['follows New York out of summer time', '2026-10-30T15:00:00Z', 1, newYork, '2026-11-02T22:30:00.000Z'],
    ['takes the day sent from the contract’s zone', '2026-03-03T03:00:00Z', 1, newYork, '2026-03-03T22:30:00.000Z'],
    ['counts a leap day', '2028-02-28T10:00:00Z', 1, calendar(), '2028-02-29T17:30:00.000Z'],
    ['counts no leap day where there is none', '2100-02-26T10:00:00Z', 1, calendar(), '2100-03-01T17:30:00.000Z'],
    [
      'crosses the year end over its holidays',
      '2026-12-24T10:00:00Z',
      2,
      calendar({ holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] }),
      '2026-12-30T17:30:00.000Z',
    ],
    [
      'rests on Friday and Saturday where that is the weekend',
      '2026-03-05T08:00:00Z',
      1,
      riyadh,
      '2026-03-08T14:30:00.000Z',
    ],
    [
      'ends on a clock time that exists, when its own does not',
      '2026-03-28T10:00:00Z',
      1,
      calendar({ weekend: [], dayStartsAt: '00:30', dayEndsAt: '01:30' }),
      '2026-03-29T01:30:00.000Z',
    ],
  ];
  for (const [what, from, days, terms, expected] of cases)
    it(what, () => {
      assert.equal(endOfBusinessDay(from, days, terms), expected);
    });

  it('begins its days in the morning', () => {
    assert.equal(startOfBusinessDay('2026-03-27T10:00:00Z', 1, calendar()), '2026-03-30T08:00:00.000Z');
  });
});

describe('A date', () => {
  it('ends with the business of its day, in the contract’s zone', () => {
    assert.equal(endOfDate('2026-07-01', calendar()), '2026-07-01T16:30:00.000Z');
    assert.equal(endOfDate('2026-07-01', newYork), '2026-07-01T21:30:00.000Z');
  });

  it('is as many days away as the calendar shows, over a change of clocks, too', () => {
    assert.equal(daysUntil('2026-03-30', '2026-03-28T23:30:00Z', calendar()), 2);
    assert.equal(daysUntil('2026-10-26', '2026-10-24T22:30:00Z', calendar()), 2);
    assert.equal(daysUntil('2026-03-02', '2026-03-03T03:00:00Z', newYork), 0);
    assert.equal(daysUntil('2026-03-01', '2026-03-02T10:00:00Z', calendar()), -1);
  });
});

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Riyadh',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Cairo',
];
const instants = fc
  .date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const calendars = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    weekend: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
    holidays: fc.array(
      instants.map((at) => at.slice(0, 10)),
      { maxLength: 20 },
    ),
    firstDay: fc.constantFrom('daySent', 'dayAfterSent'),
  })
  .map((each) => businessCalendar.parse(each));

describe('A calendar', () => {
  it('does not take one day as a holiday and as a working day', () => {
    const both = { holidays: ['2026-12-24'], workingDays: ['2026-12-24'] };
    const { error } = businessCalendar.safeParse(both);
    assert.deepEqual(
      error?.issues.map((each) => each.path.join('.')),
      ['workingDays'],
    );
    assert.match(error?.issues[0]?.message ?? '', /2026-12-24 cannot be a holiday of the contract and a working day/);
  });
});

describe('Any period of any calendar', () => {
  it('ends on a business day, not before it began, and later when it is longer', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 15 }), (terms, from, days) => {
        const end = endOfBusinessDay(from, days, terms);
        const local = DateTime.fromISO(end, { zone: terms.timeZone });
        assert.ok(!terms.weekend.includes(local.weekday), `${end} is on a weekend`);
        assert.ok(!terms.holidays.includes(local.toFormat('yyyy-MM-dd')), `${end} is on a holiday`);
        assert.equal(local.toFormat('HH:mm'), '17:30');
        assert.ok(end < endOfBusinessDay(from, days + 1, terms), 'one day more is no later');
        assert.ok(startOfBusinessDay(from, days, terms) < end);
        assert.ok(end.slice(0, 10) >= new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10));
      }),
      { numRuns: propertyRuns(0.5) },
    );
  });

  it('counts exactly its business days', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 10 }), (terms, from, days) => {
        const last = DateTime.fromISO(endOfBusinessDay(from, days, terms), { zone: terms.timeZone }).toFormat(
          'yyyy-MM-dd',
        );
        let day = DateTime.fromISO(from, { zone: terms.timeZone }).toFormat('yyyy-MM-dd');
        let counted = 0;
        for (let isFirst = true; day <= last; isFirst = false) {
          const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
          const noon = new Date(Date.UTC(year, month - 1, date, 12));
          const isOff = terms.weekend.includes(noon.getUTCDay() || 7) || terms.holidays.includes(day);
          if (!isOff && !(isFirst && terms.firstDay === 'dayAfterSent')) counted += 1;
          day = new Date(noon.getTime() + 86_400_000).toISOString().slice(0, 10);
        }
        assert.equal(counted, days);
      }),
      { numRuns: propertyRuns(0.3) },
    );
  });

  it('is the same whatever the time zone of the machine', () => {
    const script = `
      import { businessCalendar } from '${new URL('../../domain/time/businessCalendar.ts', import.meta.url).href}';
      import { endOfBusinessDay, daysUntil } from '${new URL('../../domain/time/businessTime.ts', import.meta.url).href}';
      for (const timeZone of ${JSON.stringify(zones)}) {
        const calendar = businessCalendar.parse({ timeZone, holidays: ['2026-03-30'] });
        for (const from of ['2026-03-27T23:30:00Z', '2026-10-24T00:30:00Z', '2028-02-28T12:00:00Z'])
          console.log(endOfBusinessDay(from, 3, calendar), daysUntil('2026-04-01', from, calendar));
      }`;
    const outputs = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'].map((TZ) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    assert.equal(outputs[0]?.trim().split('\n').length, zones.length * 3);
    assert.equal(new Set(outputs).size, 1);
  });
});

describe('Days counted ahead', () => {
  it('are those of any period, back from its end too, whatever was asked of the calendar before', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.array(instants, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        (terms, all, days) => {
          const counted = countedDays(terms);
          for (const from of all) {
            const end = endOfBusinessDay(from, days, { ...terms, firstDay: 'dayAfterSent' });
            assert.equal(counted.dateAfter(counted.dayOf(from), days), dateOf(end, terms));
            assert.equal(counted.between(counted.dayOf(from), counted.dayOf(end)), days);
            assert.equal(counted.between(counted.dayOf(end), counted.dayOf(from)), 0);
            assert.equal(counted.dateAfter(counted.dayOf(from), 0), dateOf(from, terms));
          }
        },
      ),
      { numRuns: propertyRuns(0.05) },
    );
  });
});

describe('A zone whose offsets are remembered', () => {
  const named = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instants = { min: Date.UTC(1970, 0, 1), max: Date.UTC(2060, 0, 1) };

  it('is ahead of UTC by as much as the platform says, whenever and however often it is asked', () => {
    const instant = fc.integer(instants);
    fc.assert(
      fc.property(named, fc.array(instant, { minLength: 1, maxLength: 4 }), (name, asked) => {
        for (const each of [...asked, ...asked])
          assert.equal(rememberedZone(name).offset(each), IANAZone.create(name).offset(each), `${name} ${each}`);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('changes its offset at the very instant', () => {
    const london = rememberedZone('Europe/London');
    const change = Date.UTC(2026, 2, 29, 1);
    assert.deepEqual(
      [change - 1, change].map((each) => london.offset(each)),
      [0, 60],
    );
  });
});
