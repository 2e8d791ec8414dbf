// Business days of the contract's calendar. Pure: zone and holidays come with the contract, the instant comes in.
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM, 24 hours');

/** Words like "local", which luxon takes too, would mean another zone on another machine. */
export const timeZone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), 'name an IANA time zone, e.g. "Europe/London"');

/** How the contract counts days (rule 9 of the domain). Weekdays are ISO: Monday 1 … Sunday 7. */
export const businessCalendar = z.object({
  timeZone: timeZone.default('UTC'),
  weekend: z.array(z.int().min(1).max(7)).max(6).default([6, 7]),
  holidays: z.array(z.iso.date()).default([]).describe('local dates on which no business is done'),
  dayStartsAt: timeOfDay.default('09:00').describe('when reminders go out'),
  dayEndsAt: timeOfDay.default('17:30').describe('when the last day of a period ends'),
  firstDay: z.enum(['dayAfterSent', 'daySent']).default('dayAfterSent').describe('which day counts as day one'),
});
export type BusinessCalendar = z.infer<typeof businessCalendar>;

const millisecondsPerDay = 86_400_000;

/** `date` is a local date, written as midnight UTC: weekdays and dates need no zone, and zones are dear to ask. */
function isBusinessDay(date: Date, calendar: BusinessCalendar): boolean {
  const isoWeekday = date.getUTCDay() || 7;
  return !calendar.weekend.includes(isoWeekday) && !calendar.holidays.includes(date.toISOString().slice(0, 10));
}

/** The local day that is business day number `count` (1-based) counted from the instant `from`. */
function businessDay(from: string, count: number, calendar: BusinessCalendar): DateTime {
  const sent = DateTime.fromISO(from, { zone: calendar.timeZone }).startOf('day');
  const sentOn = Date.UTC(sent.year, sent.month - 1, sent.day);
  for (let days = calendar.firstDay === 'dayAfterSent' ? 1 : 0, counted = 0; ; days += 1) {
    if (isBusinessDay(new Date(sentOn + days * millisecondsPerDay), calendar)) counted += 1;
    if (counted >= count) return sent.plus({ days });
  }
}

function at(day: DateTime, time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  const instant = day
    .set({ hour: hour ?? 0, minute: minute ?? 0 })
    .toUTC()
    .toISO();
  if (instant === null) throw new RangeError(`No instant for ${time} on ${String(day.toISODate())}`);
  return instant;
}

/** The UTC instant at which a period of `days` business days, opened at `from`, ends. */
export function endOfBusinessDay(from: string, days: number, calendar: BusinessCalendar): string {
  return at(businessDay(from, days, calendar), calendar.dayEndsAt);
}

/** The UTC instant at which business day number `days` after `from` begins. */
export function startOfBusinessDay(from: string, days: number, calendar: BusinessCalendar): string {
  return at(businessDay(from, days, calendar), calendar.dayStartsAt);
}

/** The end of business on a local date, as a UTC instant. */
export function endOfDate(date: string, calendar: BusinessCalendar): string {
  return at(DateTime.fromISO(date, { zone: calendar.timeZone }), calendar.dayEndsAt);
}

/** Whole calendar days from an instant's local date to a local date; negative when the date is past. */
export function daysUntil(date: string, from: string, calendar: BusinessCalendar): number {
  const start = DateTime.fromISO(from, { zone: calendar.timeZone }).startOf('day');
  return Math.round(DateTime.fromISO(date, { zone: calendar.timeZone }).startOf('day').diff(start, 'days').days);
}
