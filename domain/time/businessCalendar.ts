// How a contract counts time: zone, weekend, holidays and hours, as data. Counts nothing, and knows no clock.
import { z } from 'zod';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM, 24 hours');

/** Words like "local", which luxon takes too, would mean another zone on another machine. */
export const timeZone = z.string().refine(isZone, 'name an IANA time zone, e.g. "Europe/London"');

/** Asked anew with every state that is read, and to look a zone up is dear. */
const knownZones = new Set<string>();

function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    if (new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone === '') return false;
  } catch {
    return false;
  }
  knownZones.add(name);
  return true;
}

/** Whose public holidays the contract observes: ISO 3166 country, and where it matters a state and a region of it. */
export const holidayPlace = z.object({
  country: z.string().regex(/^[A-Z]{2}$/, 'use an ISO 3166 country code, e.g. "GB"'),
  state: z.string().max(20).optional().describe('e.g. "ENG" of GB, "BY" of DE'),
  region: z.string().max(20).optional(),
});
export type HolidayPlace = z.infer<typeof holidayPlace>;

/** Public holidays as they were known when a milestone started; they never change for it afterwards. */
export const pinnedHolidays = z.object({
  from: z.iso.date(),
  until: z.iso.date().describe('later dates have no public holidays, only the contract’s own'),
  dates: z.array(z.iso.date()).max(2000),
});
export type PinnedHolidays = z.infer<typeof pinnedHolidays>;

/** Of the party that the rest of the calendar is not of, in the same zone and with the same hours. */
const otherParty = z
  .object({
    counts: z
      .enum(['forBoth', 'forEither'])
      .default('forBoth')
      .describe('which days count: those on which both parties do business, or those on which one of them does'),
    weekend: z.array(z.int().min(1).max(7)).max(6).default([6, 7]),
    holidays: z.array(z.iso.date()).max(500).default([]).describe('public holidays of that party among them'),
    workingDays: z
      .array(z.iso.date())
      .max(500)
      .default([])
      .describe('dates on which it does business although they are its weekend or holiday'),
  })
  .describe('left out, the calendar is that of both parties');

/** How the contract counts days (rule 9 of the domain). Weekdays are ISO: Monday 1 … Sunday 7. */
export const businessCalendar = z
  .object({
    timeZone: timeZone.default('UTC'),
    weekend: z.array(z.int().min(1).max(7)).max(6).default([6, 7]),
    publicHolidaysOf: z.array(holidayPlace).max(5).default([]).describe('a day off in any of these places counts'),
    pinnedHolidays: pinnedHolidays.optional().describe('filled in when a milestone starts, unless agreed beforehand'),
    holidays: z
      .array(z.iso.date())
      .default([])
      .describe('the contract’s own: local dates on which no business is done'),
    workingDays: z
      .array(z.iso.date())
      .max(500)
      .default([])
      .describe('local dates on which business is done although they are a weekend or a public holiday'),
    otherParty: otherParty.optional(),
    dayStartsAt: timeOfDay.default('09:00').describe('when reminders go out and business hours begin'),
    dayEndsAt: timeOfDay.default('17:30').describe('when the last day of a period ends, and business hours do'),
    firstDay: z.enum(['dayAfterSent', 'daySent']).default('dayAfterSent').describe('which day counts as day one'),
  })
  .refine(({ dayStartsAt, dayEndsAt }) => dayStartsAt < dayEndsAt, {
    path: ['dayEndsAt'],
    message: 'a business day ends after it starts; give a later time',
  })
  .superRefine(({ holidays, workingDays }, context) => {
    const both = workingDays.filter((each) => holidays.includes(each));
    if (both.length > 0)
      context.addIssue({
        code: 'custom',
        path: ['workingDays'],
        message: `${both.join(', ')} cannot be a holiday of the contract and a working day; leave it out of one`,
      });
  });
export type BusinessCalendar = z.infer<typeof businessCalendar>;
