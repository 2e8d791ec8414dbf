// Which days are public holidays where: the one place that knows the holiday tables. Decides nothing about deadlines.
import Holidays from 'date-holidays';
import type { HolidayPlace, PinnedHolidays } from '../domain/time/businessCalendar.ts';

/** So far ahead holidays are pinned; no milestone waits longer, and tables of the far future are guesses. */
const yearsAhead = 10;

/**
 * Days on which banks and offices are closed the whole day in any of the places, from the year of `from` (a local date)
 * on. A half holiday, such as an afternoon before Christmas, is a business day.
 */
export function publicHolidays(places: readonly HolidayPlace[], from: string): PinnedHolidays {
  const firstYear = Number(from.slice(0, 4));
  const lastYear = firstYear + yearsAhead;
  const dates = new Set<string>();
  for (const place of places) {
    const tables = tablesOf(place);
    for (let year = firstYear; year <= lastYear; year += 1)
      for (const holiday of tables.getHolidays(year, 'en'))
        if (['public', 'bank'].includes(holiday.type)) wholeDays(holiday).forEach((date) => dates.add(date));
  }
  return { from: `${firstYear}-01-01`, until: `${lastYear}-12-31`, dates: [...dates].sort() };
}

/** What is wrong with a place, in words; undefined when there are tables for it. */
export function whyUnknownPlace({ country, state, region }: HolidayPlace): string | undefined {
  const tables = new Holidays();
  if (!(country in tables.getCountries())) return `no public holidays are known for country "${country}"`;
  if (state === undefined) return region === undefined ? undefined : 'a region needs its state';
  const states = tables.getStates(country) ?? {};
  if (!(state in states)) return `"${state}" is no state of ${country}${listed(states)}`;
  if (region === undefined) return undefined;
  const regions = tables.getRegions(country, state) ?? {};
  return region in regions ? undefined : `"${region}" is no region of ${country}-${state}${listed(regions)}`;
}

const listed = (known: object): string => {
  const keys = Object.keys(known);
  return keys.length === 0 ? '; leave it out' : `; choose one of ${keys.join(', ')}`;
};

function tablesOf({ country, state, region }: HolidayPlace): Holidays {
  const tables = new Holidays();
  if (region !== undefined && state !== undefined) tables.init(country, state, region);
  else if (state !== undefined) tables.init(country, state);
  else tables.init(country);
  return tables;
}

/** A holiday's dates are local; one that starts at sunset is listed under the civil day after it. */
function wholeDays({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  if (date.slice(11, 19) !== '00:00:00') return [];
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Array.from({ length: days }, (_, day) => new Date(first + day * 86_400_000).toISOString().slice(0, 10));
}
