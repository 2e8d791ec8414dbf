// Dates, numbers, money, lists and names of zones, as a language writes them. All by Intl; knows no message.
import { decimalsOf } from '../../domain/terms/currencies.ts';

export interface Figures {
  /** The parts of an instant, as it was there; a message puts them together. */
  partsOf(at: string, zone: string): { weekday: string; date: string; time: string; zone: string };
  /** "3 March 2026", as it was there. */
  dateIn(at: string, zone: string): string;
  /** "3 March 2026", of a date without a time, "2026-03-03". */
  date(date: string): string;
  /** "Monday" of 1, by ISO 8601. */
  weekday(day: number): string;
  number(value: number): string;
  /** "€85,000.00", "¥1,000,000", "KWD 12.345": with as many decimals as the currency has, and exact; `amount` is decimal text. */
  money(amount: string, currency: string): string;
  /** "a, b and c" */
  list(items: readonly string[]): string;
  /** "a, b or c" */
  anyOf(items: readonly string[]): string;
}

const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;

/** Dates and lists as `locale` writes them. */
export function figuresIn(language: string, locale = language): Figures {
  const dates = kept((zone: string) => new Intl.DateTimeFormat(locale, { ...day, timeZone: zone }));
  const weekdays = kept((zone: string) => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: zone }));
  const times = kept(
    (zone: string) =>
      new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }),
  );
  const zones = kept((zone: string) => new Intl.DateTimeFormat(locale, { timeZoneName: 'long', timeZone: zone }));
  const amounts = kept((currency: string) => {
    // As in ISO 4217, where Intl has what is used in the shops.
    const places = decimalsOf(currency) ?? 2;
    const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
    return new Intl.NumberFormat(language, { style: 'currency', currency, ...digits });
  });
  const numbers = new Intl.NumberFormat(language);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const choices = new Intl.ListFormat(locale, { type: 'disjunction' });
  const zoneName = (at: Date, zone: string): string =>
    zones(zone)
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  return {
    partsOf: (at, zone) => {
      const when = new Date(at);
      return {
        weekday: weekdays(zone).format(when),
        date: dates(zone).format(when),
        time: times(zone).format(when),
        zone: zoneName(when, zone),
      };
    },
    dateIn: (at, zone) => dates(zone).format(new Date(at)),
    date: (date) => dates('UTC').format(new Date(`${date}T00:00:00Z`)),
    // 1 January 2024 was a Monday.
    weekday: (day) => weekdays('UTC').format(new Date(Date.UTC(2024, 0, day))),
    number: (value) => numbers.format(value),
    // Decimal text is formatted as such, where a number would be rounded to what binary floating point can hold.
    money: (amount, currency) =>
      amounts(currency)
        .format(amount as `${number}`)
        .replace(/\u00a0/gu, ' '),
    list: (items) => lists.format(items),
    anyOf: (items) => choices.format(items),
  };
}

/** Formatters of Intl are dear to make and cheap to use. */
function kept<Made>(make: (key: string) => Made): (key: string) => Made {
  const made = new Map<string, Made>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
}
