// Cases of calendars: whether business is done on a date at a place, and zones whose days are counted through their clock changes.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { publicHolidays } from '../../administration/publicHolidays.ts';
import { businessCalendar, type BusinessCalendar } from '../../domain/time/businessCalendar.ts';
import { dateAfter, dateOf, endOfBusinessDay, isBusinessDate } from '../../domain/time/businessTime.ts';
import { jsonKind } from './caseKind.ts';

const note = z.string().optional();
const dateCase = z.strictObject({
  place: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/, 'give an ISO 3166 code, e.g. "GB" or "GB-ENG"'),
  date: z.iso.date(),
  isBusinessDay: z.boolean(),
  name: z.string().optional().describe('of the holiday'),
  note: note.describe('speaks of extra working days where they are what makes it a business day'),
});
const zoneCase = z.strictObject({
  zone: z.string().min(1),
  weekend: z.array(z.int().min(1).max(7)),
  note,
  holds: z.literal(true),
});

export const calendars = jsonKind({
  name: 'calendars',
  shape: z.union([dateCase, zoneCase]),
  titleOf: (each) => ('place' in each ? `${each.place} ${each.date}` : each.zone),
  async run(given) {
    if ('zone' in given) assertCounted(businessCalendar.parse({ timeZone: given.zone, weekend: given.weekend }));
    else assertDate(given);
  },
});

function assertDate({ place, date, isBusinessDay, note: said }: z.infer<typeof dateCase>): void {
  const [country = '', state, region] = place.split('-');
  const where = { country, ...(state ? { state } : {}), ...(region ? { region } : {}) };
  const isByDecree = isBusinessDay && /\bworking days?\b/.test(said ?? '');
  const calendar = businessCalendar.parse({
    publicHolidaysOf: [where],
    pinnedHolidays: publicHolidays([where], date),
    ...(isByDecree ? { workingDays: [date] } : {}),
  });
  const found = isBusinessDate(date, calendar);
  assert.equal(found, isBusinessDay, `${date} is taken for ${found ? 'a business day' : 'no business day'}`);
}

/** Every day of some years is counted by weekdays alone; the deadline lies on the local date so found. */
function assertCounted(calendar: BusinessCalendar): void {
  for (let date = '2024-01-01'; date < '2029-01-01'; date = dateAfter(date, 1)) {
    const from = `${date}T12:00:00.000Z`;
    let expected = dateAfter(dateOf(from, calendar), 1);
    while (isWeekend(expected, calendar)) expected = dateAfter(expected, 1);
    const deadline = endOfBusinessDay(from, 1, calendar);
    assert.equal(dateOf(deadline, calendar), expected, `one business day after ${from} ends at ${deadline}`);
  }
}

const isWeekend = (date: string, { weekend }: BusinessCalendar): boolean =>
  weekend.includes(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);
