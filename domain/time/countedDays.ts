// Business days of a calendar, counted ahead: reports ask of thousands of instants, and of few calendars. Pure; what is remembered never changes.
import type { BusinessCalendar } from './businessCalendar.ts';
import { isBusinessDate, localDay } from './businessTime.ts';

/** Local days are numbers, as `localDay` gives them. */
export interface CountedDays {
  dayOf(instant: string): number;
  /** Business days after the one day, up to the other. */
  between(from: number, to: number): number;
  /** The date of business day number `count` after the day, or its own for none. */
  dateAfter(from: number, count: number): string;
}

const millisecondsPerDay = 86_400_000;
const dateIn = (day: number): string => new Date(day * millisecondsPerDay).toISOString().slice(0, 10);

/** Calendars are alike by what they say: each engagement brings its own copy. */
const remembered = new Map<string, CountedDays>();
const mostRemembered = 200;

export function countedDays(calendar: BusinessCalendar): CountedDays {
  const key = JSON.stringify(calendar);
  const found = remembered.get(key) ?? countDays(calendar);
  remembered.set(key, found);
  const [oldest] = remembered.keys();
  if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
  return found;
}

/** Days before the first that is asked for which are counted with it, lest each one before it begins anew. */
const daysAhead = 366;

function countDays(calendar: BusinessCalendar): CountedDays {
  let first = Infinity;
  /** Business days from the first day up to each, both included. */
  let upTo: number[] = [];
  const count = (day: number): number => {
    if (day < first) [first, upTo] = [day - daysAhead, []];
    for (let next = first + upTo.length; next <= day; next += 1)
      upTo.push((upTo.at(-1) ?? 0) + (isBusinessDate(dateIn(next), calendar) ? 1 : 0));
    return upTo[day - first] ?? 0;
  };
  return {
    dayOf: (instant) => localDay(instant, calendar),
    between(from, to) {
      const before = count(from);
      return to > from ? count(to) - before : 0;
    },
    dateAfter(from, wanted) {
      const before = count(from);
      let day = from;
      while (count(day) - before < wanted) day += 1;
      return dateIn(day);
    },
  };
}
