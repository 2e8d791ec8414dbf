// Says what the domain says in English in another language: the English sentence is the key, as in gettext, and what stands where it is filled in
// is carried over. Sentences are taken in as they were made or recorded, so that those of years ago are said as well. Knows no language.
import type { Figures } from './figures.ts';

/** What stands between the places that are filled in, and which of these are where. */
interface Pattern {
  literals: string[];
  places: string[];
  /** Whether it says enough to be known by itself, and not only where a part of a sentence is expected. */
  isSentence: boolean;
  said: string;
}

interface Shown extends Pick<Figures, 'date' | 'money' | 'anyOf'> {
  /** "3 March 2026 at 08:00 UTC" */
  utc: (at: string) => string;
}

/** Of three letters or fewer nothing can be told. */
const saysEnough = (literals: readonly string[]): boolean => /\p{L}{2,}\P{L}+\p{L}{2,}/u.test(literals.join(' '));

function patternOf(key: string, said: string): Pattern {
  const parts = key.split(/\{(\d)\}/);
  const literals = parts.filter((_, index) => index % 2 === 0);
  return { literals, places: parts.filter((_, index) => index % 2 === 1), isSentence: saysEnough(literals), said };
}

/** People are named by ID in quotes; where they were given their names, the quotes are gone. */
const withNames = (text: string): string => text.replace(/"(\{\d[^{}]*\})"/g, '$1');

const lengthOf = ({ literals }: Pattern): number => literals.join('').length;

/** More than are ever named. */
const mostItems = 60;

/** Undefined where no sentence is known that it could be. */
export function sentencesIn(
  known: Readonly<Record<string, string>>,
  figures: Shown,
): (english: string) => string | undefined {
  const entries = Object.entries(known);
  const exact = new Map(entries);
  const named = entries
    .filter(([key]) => withNames(key) !== key)
    .map(([key, said]) => [withNames(key), withNames(said)]);
  const patterns = [...entries, ...(named as [string, string][])]
    .map(([key, said]) => patternOf(key, said))
    .filter(({ places }) => places.length > 0)
    // The one that says most is the one it was made by.
    .sort((one, other) => lengthOf(other) - lengthOf(one));

  const find = (text: string, isPart: boolean): string | undefined => {
    const same = exact.get(text);
    if (same !== undefined) return same;
    const fitting = patterns.flatMap((pattern) => {
      const values = isPart || pattern.isSentence ? valuesIn(text, pattern) : undefined;
      return values ? [{ pattern, values }] : [];
    });
    // What is filled in into one of several sentences does not reach into the next.
    const best = fitting.find(({ values }) => !values.some((each) => /\. \p{Lu}/u.test(each))) ?? fitting[0];
    return best && filledIn(best.pattern, best.values);
  };

  const filledIn = ({ said, places }: Pattern, values: readonly string[]): string =>
    said.replace(/\{(\d)(?:, (\w+)(?: (\d))?)?\}/g, (_, place: string, kind?: string, other?: string) => {
      const of = (number: string): string => values[places.indexOf(number)] ?? '';
      const value = of(place);
      switch (kind) {
        case 'words':
          return find(value, true) ?? value;
        case 'list':
          return find(value, true) ?? inItems(value);
        case 'date':
          return dated(value);
        case 'money':
          return /^-?\d+(\.\d+)?$/.test(value) && /^[A-Z]{3}$/.test(of(other ?? ''))
            ? figures.money(value, of(other ?? ''))
            : value;
        default:
          return value;
      }
    });

  const dated = (value: string): string => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return figures.date(value);
    const [, day, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z| UTC)?$/.exec(value) ?? [];
    return day === undefined ? value : figures.utc(`${day}T${time}Z`);
  };

  /** "a; b", "a, b" or "a, b or c". */
  const inItems = (value: string): string => {
    if (value.includes('; ')) return sentencesOf(value.split(/; (?:and )?/).slice(0, mostItems)).join('; ');
    const items = value.split(/, (?:and )?| or | and /).map((each) => find(each, true) ?? atPath(each) ?? each);
    return / or /.test(value) ? figures.anyOf(items) : items.join(', ');
  };

  /** A sentence may have a semicolon in itself: what stands between two is one where it is known, or else goes on behind the next. */
  const sentencesOf = (parts: readonly string[], said: readonly string[] = []): readonly string[] => {
    if (parts.length === 0) return said;
    for (let length = 1; length <= parts.length; length += 1) {
      const item = parts.slice(0, length).join('; ');
      const known = find(item, true) ?? atPath(item);
      if (known !== undefined) return sentencesOf(parts.slice(length), [...said, known]);
    }
    return sentencesOf(parts.slice(1), [...said, parts[0] ?? '']);
  };

  /** A field stands before what is wrong with it: "contract.reference is missing", "plan: …". */
  const atPath = (text: string): string | undefined => {
    const [, path = '', between = '', rest = ''] = /^([A-Za-z]\w*(?:\.[\w-]+)*)(: | )(.+)$/s.exec(text) ?? [];
    const said = path === '' ? undefined : find(rest, true);
    return said === undefined ? undefined : `${path}${between}${said}`;
  };

  return (english) =>
    (/^[A-Za-z]\w*\.\S+: /.test(english) ? atPath(english) : undefined) ?? find(english, false) ?? atPath(english);
}

/** What is filled in between the literals; each is looked for from where the one before ended, so it takes no longer for a long text. */
function valuesIn(text: string, { literals }: Pattern): string[] | undefined {
  const [first = '', ...rest] = literals;
  const last = rest.at(-1) ?? '';
  if (!text.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [index, literal] of rest.entries()) {
    const next = index === rest.length - 1 ? text.length - last.length : text.indexOf(literal, at);
    if (next < at || !text.startsWith(literal, next)) return undefined;
    values.push(text.slice(at, next));
    at = next + literal.length;
  }
  return values;
}
