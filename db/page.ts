// Keyset pages: a limit and an opaque cursor, so that lists stay stable while rows are added.
import type { Knex } from 'knex';

export interface Page {
  limit: number;
  /** Cursor as given in `next` of the page before. */
  after?: string;
}

export interface Paged<T> {
  items: T[];
  next?: string;
}

const encode = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

function decode(cursor: string, length: number): string[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isCursor =
      Array.isArray(values) && values.length === length && values.every((each) => typeof each === 'string');
    return isCursor ? values : undefined;
  } catch {
    return undefined;
  }
}

/** True for a cursor that a list ordered by `columns` columns could have given. */
export const isCursor = (cursor: string, columns: number): boolean => decode(cursor, columns) !== undefined;

/** Reads one page ordered by `columns`, which together are unique. Timestamps travel in PostgreSQL's own full precision. */
export async function readPage<R, T>(
  query: Knex.QueryBuilder,
  columns: readonly string[],
  page: Page,
  toItem: (row: R) => T,
): Promise<Paged<T>> {
  const from = page.after === undefined ? undefined : decode(page.after, columns.length);
  if (from) {
    const marks = columns.map(() => '?').join(', ');
    void query.whereRaw(`(${columns.join(', ')}) > (${marks})`, from);
  }
  const cursorColumns = columns.map((column, index) => `${column}::text as cursor_${index}`).join(', ');
  const rows = (await query
    .select('*', query.client.raw(cursorColumns))
    .orderBy(columns.map((column) => ({ column })))
    .limit(page.limit + 1)) as (R & Record<string, string>)[];
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > page.limit && last;
  return {
    items: shown.map(toItem),
    ...(hasMore ? { next: encode(columns.map((_, index) => String(last[`cursor_${index}`]))) } : {}),
  };
}

/** Everything of a list, for records that are read whole. */
export async function readEveryPage<T>(read: (page: Page) => Promise<Paged<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read({ limit: 1000, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
    if (after === undefined) return items;
  }
}
