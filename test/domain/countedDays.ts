// Business days counted by hand, for calendars whose offset from UTC is known: what rule 9 is checked against.
import assert from 'node:assert/strict';
import type { Deadline } from '../../domain/time/deadline.ts';

export interface KnownCalendar {
  timeZone: string;
  weekend: number[];
  holidays: string[];
  firstDay: 'daySent' | 'dayAfterSent';
  dayEndsAt: string;
}

const day = 86_400_000;
const hour = 3_600_000;

/** Riyadh has no summer time; London's of 2026 begins on 29 March and ends on 25 October, at 1:00 UTC. */
const offsets: Record<string, (instant: number) => number> = {
  UTC: () => 0,
  'Asia/Riyadh': () => 3 * hour,
  'Europe/London': (instant) =>
    instant >= Date.parse('2026-03-29T01:00Z') && instant < Date.parse('2026-10-25T01:00Z') ? hour : 0,
};

export const calendars: KnownCalendar[] = [
  { timeZone: 'UTC', weekend: [6, 7], holidays: [], firstDay: 'dayAfterSent', dayEndsAt: '17:30' },
  { timeZone: 'UTC', weekend: [7], holidays: ['2026-03-04'], firstDay: 'daySent', dayEndsAt: '23:59' },
  {
    timeZone: 'Asia/Riyadh',
    weekend: [5, 6],
    holidays: ['2026-03-03', '2026-03-22', '2026-03-23'],
    firstDay: 'daySent',
    dayEndsAt: '16:00',
  },
  {
    timeZone: 'Europe/London',
    weekend: [6, 7],
    holidays: ['2026-03-30', '2026-04-03', '2026-04-06'],
    firstDay: 'dayAfterSent',
    dayEndsAt: '17:30',
  },
];

/** Midnight, as if it were UTC, of the local day an instant falls on. */
function localDay(instant: number, { timeZone }: KnownCalendar): number {
  const local = instant + (offsets[timeZone]?.(instant) ?? 0);
  return local - (((local % day) + day) % day);
}

function isBusinessDay(midnight: number, { weekend, holidays }: KnownCalendar): boolean {
  const date = new Date(midnight);
  return !weekend.includes(date.getUTCDay() || 7) && !holidays.includes(date.toISOString().slice(0, 10));
}

export const isOnBusinessDay = (instant: string, calendar: KnownCalendar): boolean =>
  isBusinessDay(localDay(Date.parse(instant), calendar), calendar);

/** The end of business of the `count`-th business day, day one being the day sent or the day after. */
export function endOfDays(from: string, count: number, calendar: KnownCalendar): string {
  let midnight = localDay(Date.parse(from), calendar) - (calendar.firstDay === 'daySent' ? day : 0);
  for (let counted = 0; counted < count;) {
    midnight += day;
    if (isBusinessDay(midnight, calendar)) counted += 1;
  }
  const [hours = 0, minutes = 0] = calendar.dayEndsAt.split(':').map(Number);
  const local = midnight + hours * hour + minutes * 60_000;
  return new Date(local - (offsets[calendar.timeZone]?.(local) ?? 0)).toISOString();
}

/** Of a deadline that has just opened: when it ends, and the first thing that follows when it is missed. */
export function assertCounted(wait: Deadline, days: number, afterwards: number, calendar: KnownCalendar): void {
  assert.equal(wait.deadline, endOfDays(wait.openedAt, days, calendar), `rule 9: ${days} days from ${wait.openedAt}`);
  const missed = wait.schedule.find((each) => ['escalation', 'silence'].includes(each.kind));
  const next = endOfDays(wait.deadline, afterwards, { ...calendar, firstDay: 'dayAfterSent' });
  assert.equal(missed?.at, next, `rule 9: ${afterwards} days after ${wait.deadline}`);
}
