// What is wrong with a value that came in, in plain words with the name of its field as it was sent: "contract.reference is missing".

/** As a schema finds it; the words of the library that reads it are for programmers. */
export interface Issue {
  path: PropertyKey[];
  message: string;
  code?: string;
  expected?: string;
  format?: string;
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  inclusive?: boolean;
  values?: unknown[];
  options?: unknown[];
  keys?: string[];
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formats: Record<string, string> = {
  date: 'a date, as in "2026-03-31"',
  datetime: 'an instant with its zone, as in "2026-03-31T09:00:00Z"',
  email: 'an e-mail address',
  url: 'an address that begins with https://',
  base64: 'text in base64',
};

/** A rule of ours has words of its own; these are the library's. */
const isOfLibrary = (message: string): boolean => /^(Invalid|Too small|Too big|Unrecognized)/u.test(message);

/** The field at fault; one that is not known has the path of what it is in. */
export const fieldOf = ({ path, keys = [] }: Issue, within: readonly PropertyKey[] = []): string =>
  [...within, ...path, ...keys.slice(0, 1)].map(String).join('.');

/** `given` is what was read, so that what is missing can be told from what is wrong. */
export function problemIn(issue: Issue, given: unknown, field: string): string {
  if (issue.code === 'unrecognized_keys') return `${field} is no field here; check its spelling`;
  if (issue.code !== 'custom' && valueAt(given, issue.path) === undefined) return `${field} is missing`;
  return isOfLibrary(issue.message) ? `${field} ${whatItMustBe(issue)}` : `${field}: ${issue.message}`;
}

function whatItMustBe({ code, expected = '', format = '', values, options, ...limits }: Issue): string {
  switch (code) {
    case 'invalid_type':
      return `must be ${kinds[expected] ?? `of the kind "${expected}"`}`;
    case 'invalid_value':
      return mustBeOf(values ?? []);
    case 'invalid_union':
      return options ? mustBeOf(options) : 'must be of another kind';
    case 'invalid_format':
      return `must be ${formats[format] ?? 'written otherwise'}`;
    case 'too_small':
      return atLeast(limits);
    case 'too_big':
      return `must ${haveOf(limits.origin, `${String(limits.maximum)}`, 'at most')}`;
    default:
      return 'cannot be read';
  }
}

const mustBeOf = (values: readonly unknown[]): string =>
  `must be ${values.length > 1 ? 'one of ' : ''}${values.map((each) => JSON.stringify(each)).join(', ')}`;

function atLeast({ origin, minimum = 0 }: Pick<Issue, 'origin' | 'minimum'>): string {
  if (origin === 'string' && minimum === 1) return 'must not be empty';
  return `must ${haveOf(origin, String(minimum), 'at least')}`;
}

function haveOf(origin: string | undefined, count: string, how: 'at least' | 'at most'): string {
  if (origin === 'string') return `have ${how} ${count} characters`;
  if (origin === 'array' || origin === 'set') return `have ${how} ${count === '1' ? 'one entry' : `${count} entries`}`;
  return `be ${how} ${count}`;
}

const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<PropertyKey, unknown> | null | undefined)?.[name], given);
