// Business days and hours of the contract's calendar. Pure: zone and holidays come with the contract, the instant comes in.
import { DateTime } from 'luxon';
import type { BusinessCalendar } from './businessCalendar.ts';
import { rememberedZone } from './zone.ts';

const millisecondsPerDay = 86_400_000;

/** `date` is a local date, written as midnight UTC: weekdays and dates need no zone, and zones are dear to ask. */
function isBusinessDay(date: Date, calendar: BusinessCalendar): boolean {
  const own = doesBusiness(date, calendar, calendar.pinnedHolidays?.dates);
  const { otherParty } = calendar;
  if (!otherParty || own === (otherParty.counts === 'forEither')) return own;
  return doesBusiness(date, otherParty);
}

function doesBusiness(
  date: Date,
  { workingDays, weekend, holidays }: Pick<BusinessCalendar, 'workingDays' | 'weekend' | 'holidays'>,
  publicHolidays: readonly string[] = [],
): boolean {
  const day = date.toISOString().slice(0, 10);
  if (workingDays.includes(day)) return true;
  if (weekend.includes(date.getUTCDay() || 7)) return false;
  return !holidays.includes(day) && !publicHolidays.includes(day);
}

const isOpenOn = (day: DateTime, calendar: BusinessCalendar): boolean =>
  isBusinessDay(new Date(Date.UTC(day.year, day.month - 1, day.day)), calendar);

/** The local day that is business day number `count` (1-based) counted from the instant `from`. */
function businessDay(from: string, count: number, calendar: BusinessCalendar): DateTime {
  const sent = DateTime.fromISO(from, { zone: rememberedZone(calendar.timeZone) }).startOf('day');
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

/** The UTC instant at which a local date begins in the contract's zone. */
export const startOfDate = (date: string, calendar: BusinessCalendar): string =>
  at(DateTime.fromISO(date, { zone: rememberedZone(calendar.timeZone) }), '00:00');

/** The UTC instant at which a period of `days` business days, opened at `from`, ends. */
export function endOfBusinessDay(from: string, days: number, calendar: BusinessCalendar): string {
  return at(businessDay(from, days, calendar), calendar.dayEndsAt);
}

/** The UTC instant at which business day number `days` after `from` begins. */
export function startOfBusinessDay(from: string, days: number, calendar: BusinessCalendar): string {
  return at(businessDay(from, days, calendar), calendar.dayStartsAt);
}

/** The UTC instant at which `hours` business hours (a fraction is fine) after `from` are over; they run from the moment of sending. */
export function endOfBusinessHours(from: string, hours: number, calendar: BusinessCalendar): string {
  let left = Math.round(hours * 3_600_000);
  let day = DateTime.fromISO(from, { zone: rememberedZone(calendar.timeZone) }).startOf('day');
  for (; ; day = day.plus({ days: 1 })) {
    if (!isOpenOn(day, calendar)) continue;
    const begins = Math.max(Date.parse(at(day, calendar.dayStartsAt)), Date.parse(from));
    // The clock may go forward over the whole of a short business day; such a day has no hours.
    const open = Math.max(0, Date.parse(at(day, calendar.dayEndsAt)) - begins);
    if (open > 0 && left <= open) return new Date(begins + left).toISOString();
    left -= open;
  }
}

/** The morning of the local day an instant falls on, as a UTC instant. */
export function morningOf(instant: string, calendar: BusinessCalendar): string {
  return at(
    DateTime.fromISO(instant, { zone: rememberedZone(calendar.timeZone) }).startOf('day'),
    calendar.dayStartsAt,
  );
}

/** The morning of a local date, or of the last business day before it when it is none. */
export function businessMorningBy(date: string, calendar: BusinessCalendar): string {
  let day = DateTime.fromISO(date, { zone: rememberedZone(calendar.timeZone) }).startOf('day');
  while (!isOpenOn(day, calendar)) day = day.minus({ days: 1 });
  return at(day, calendar.dayStartsAt);
}

/** Whether business is done on a local date. */
export const isBusinessDate = (date: string, calendar: BusinessCalendar): boolean =>
  isBusinessDay(new Date(date), calendar);

/** The first stretch of more than `most` days in a row, within two years of a local date, on which no business is done. */
export function daysWithoutBusiness(
  from: string,
  most: number,
  calendar: BusinessCalendar,
): { from: string; to: string } | undefined {
  const start = Date.parse(from);
  const isBusiness = (day: number) => isBusinessDay(new Date(start + day * millisecondsPerDay), calendar);
  for (let began = 0; began < 730;) {
    // From the far end: the first business day that is met leaves no pause this long before it.
    let day = began + most;
    while (day >= began && !isBusiness(day)) day -= 1;
    if (day < began) return { from: dateAfter(from, began), to: dateAfter(from, began + most) };
    began = day + 1;
  }
  return undefined;
}

/** The local date `days` calendar days after a local date. */
export function dateAfter(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'UTC' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** The local date of an instant in the contract's zone. */
export function dateOf(instant: string, calendar: BusinessCalendar): string {
  return DateTime.fromISO(instant, { zone: rememberedZone(calendar.timeZone) }).toFormat('yyyy-MM-dd');
}

/** That date as days since 1970-01-01, for what counts many. */
export function localDay(instant: string, { timeZone }: BusinessCalendar): number {
  const at = Date.parse(instant);
  return Math.floor((at + rememberedZone(timeZone).offset(at) * 60_000) / millisecondsPerDay);
}

/** The instant of a date and time of day as the contract's zone has them, "2026-03-03T10:00"; undefined for what is neither. */
export function instantOf(local: string, calendar: BusinessCalendar): string | undefined {
  const at = DateTime.fromISO(local, { zone: rememberedZone(calendar.timeZone) });
  return at.isValid ? at.toUTC().toISO() : undefined;
}

/** The end of business on a local date, as a UTC instant. */
export function endOfDate(date: string, calendar: BusinessCalendar): string {
  return at(DateTime.fromISO(date, { zone: rememberedZone(calendar.timeZone) }), calendar.dayEndsAt);
}

/** Whole calendar days from an instant's local date to a local date; negative when the date is past. */
export function daysUntil(date: string, from: string, calendar: BusinessCalendar): number {
  const start = DateTime.fromISO(from, { zone: rememberedZone(calendar.timeZone) }).startOf('day');
  return Math.round(
    DateTime.fromISO(date, { zone: rememberedZone(calendar.timeZone) })
      .startOf('day')
      .diff(start, 'days').days,
  );
}
