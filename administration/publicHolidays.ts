// Which days are public holidays where: the one place that knows the holiday tables. Decides nothing about deadlines.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidayPlace, PinnedHolidays } from '../domain/time/businessCalendar.ts';

const require = createRequire(import.meta.url);

/** Loaded by the first calendar that counts public holidays: the tables of all countries take a twentieth of a start. */
const allTables = () => new (require('date-holidays') as typeof Holidays)();

/** So far ahead holidays are pinned; no milestone waits longer, and tables of the far future are guesses. */
const yearsAhead = 10;

/** What a second table says of a country's days that are no weekend, and of weekend days worked by decree. */
export interface Compared {
  /** Local dates and names that the first table lacks. */
  lacking: Readonly<Record<string, string>>;
  /** Local dates that only the first table has. */
  unconfirmed: readonly string[];
  workedByDecree: readonly string[];
  /** Whether working days of the years before or after were moved by decree. */
  movesDays: boolean;
}

/** Made by `npm run compare-holidays`. */
export interface Comparison {
  comparedOn: string;
  /** First and last, both included. */
  years: [number, number];
  countries: Readonly<Record<string, Compared>>;
}
const comparison = JSON.parse(readFileSync(new URL('holidayComparison.json', import.meta.url), 'utf8')) as Comparison;

/** A public holiday of a place on a local date. */
export interface FoundHoliday {
  date: string;
  name: string;
  /** "SG", or with its state and region "DE-BY". */
  place: string;
  /** False where only one of the two tables that were compared has it. */
  isConfirmed: boolean;
}

/**
 * Days on which banks and offices are closed the whole day in any of the places, from the year of `from` (a local date)
 * on. A half holiday, such as an afternoon before Christmas, is a business day. A day that either table has counts: a
 * deadline that comes a day late harms less than one that passes on a holiday, and the contract can name it a working day.
 */
export function publicHolidays(places: readonly HolidayPlace[], from: string): PinnedHolidays {
  const firstYear = Number(from.slice(0, 4));
  const lastYear = firstYear + yearsAhead;
  const dates = new Set(places.flatMap((each) => findHolidays(each, firstYear, lastYear)).map((each) => each.date));
  return { from: `${firstYear}-01-01`, until: `${lastYear}-12-31`, dates: [...dates].sort() };
}

/** By date. Years are whole, both included. */
export function findHolidays(place: HolidayPlace, firstYear: number, lastYear: number): FoundHoliday[] {
  const names = firstTable(place, firstYear, lastYear);
  const { lacking = {}, unconfirmed = [] } = comparison.countries[place.country] ?? {};
  const isAsked = (date: string) => Number(date.slice(0, 4)) >= firstYear && Number(date.slice(0, 4)) <= lastYear;
  const added = Object.entries(lacking).filter(([date]) => isAsked(date) && !names.has(date));
  const alone = new Set([...unconfirmed, ...added.map(([date]) => date)]);
  return [...names, ...added]
    .map(([date, name]) => ({ date, name, place: codeOf(place), isConfirmed: !alone.has(date) }))
    .sort((a, b) => a.date.localeCompare(b.date));
}

/** Names by local date, before anything is compared. */
export function firstTable(place: HolidayPlace, firstYear: number, lastYear: number): Map<string, string> {
  const tables = tablesOf(place);
  const names = new Map<string, string>();
  for (let year = firstYear; year <= lastYear; year += 1)
    for (const holiday of tables.getHolidays(year, 'en'))
      if (['public', 'bank'].includes(holiday.type))
        for (const date of wholeDays(holiday)) names.set(date, holiday.name);
  return names;
}

/** What is known to be missing or doubtful in what `findHolidays` says of a place in those years, each as a sentence. */
export function knownGaps(place: HolidayPlace, firstYear: number, lastYear: number): string[] {
  const of = codeOf(place);
  const found = comparison.countries[place.country];
  const [first, last] = comparison.years;
  if (!found) return [`${of}: no second table to compare with; look the dates over.`];
  const doubtful = findHolidays(place, firstYear, lastYear).filter((each) => !each.isConfirmed);
  const worked = found.workedByDecree.filter((each) => each >= `${firstYear}` && each <= `${lastYear}-12-31`);
  return [
    ...(doubtful.length > 0
      ? [
          `${of}: two tables disagree on ${doubtful.map((each) => `${each.date} (${each.name})`).join(', ')}; each is counted as a holiday. Name those on which business is done under workingDays.`,
        ]
      : []),
    ...(worked.length > 0
      ? [
          `${of}: ${worked.join(', ')} are worked by decree and count as weekend unless they are named under workingDays.`,
        ]
      : []),
    ...(found.movesDays
      ? [
          `${of}: working days are moved by decree, often within the year; decrees after ${comparison.comparedOn} are not in the tables.`,
        ]
      : []),
    ...(place.state === undefined ? [] : [`${of}: compared for ${place.country} as a whole, not for its parts.`]),
    ...(firstYear < first || lastYear > last ? [`${of}: compared for ${first} to ${last} only.`] : []),
  ];
}

const codeOf = ({ country, state, region }: HolidayPlace): string => [country, state, region].filter(Boolean).join('-');

/** What is wrong with a place, in words; undefined when there are tables for it. */
export function whyUnknownPlace({ country, state, region }: HolidayPlace): string | undefined {
  const tables = allTables();
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

/** Every country there is a table for, by its ISO 3166 code. */
export const countriesWithTables = (): string[] => Object.keys(allTables().getCountries());

function tablesOf({ country, state, region }: HolidayPlace): Holidays {
  const tables = allTables();
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
