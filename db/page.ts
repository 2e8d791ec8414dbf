// Keyset pages: a limit and an opaque cursor, so that lists stay stable while rows are added.
import type { Knex } from 'knex';
import { SignOffError } from '../domain/errors.ts';

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

/** SQLSTATE class 22: a value that its column's type cannot hold, here one made up for a cursor. */
const isBadValue = (error: unknown): boolean => String((error as { code?: unknown } | null)?.code).startsWith('22');

export const unknownCursor = (cause?: unknown): SignOffError =>
  new SignOffError(
    'INVALID_MESSAGE',
    'The cursor is not one of this list; use the value of "next" of the page before.',
    {
      field: 'after',
      cause,
    },
  );

/**
 * Reads one page ordered by `columns`, which together are unique; of each row what is `shown`. Timestamps travel in PostgreSQL's own full precision.
 * Throws INVALID_MESSAGE for a cursor that this list did not give, rather than showing some other page.
 */
export async function readPage<R, T>(
  query: Knex.QueryBuilder,
  columns: readonly string[],
  page: Page,
  toItem: (row: R) => T,
  shown: readonly string[] = ['*'],
): Promise<Paged<T>> {
  if (page.after !== undefined) {
    const from = decode(page.after, columns.length);
    if (!from) throw unknownCursor();
    void query.whereRaw(`(${columns.join(', ')}) > (${columns.map(() => '?').join(', ')})`, from);
  }
  const cursorColumns = columns.map((column, index) => `${column}::text as cursor_${index}`).join(', ');
  const rows = (await query
    .select([...shown, query.client.raw(cursorColumns)])
    .orderBy(columns.map((column) => ({ column })))
    .limit(page.limit + 1)
    .catch((error: unknown) => {
      throw page.after !== undefined && isBadValue(error) ? unknownCursor(error) : error;
    })) as (R & Record<string, string>)[];
  const found = rows.slice(0, page.limit);
  const last = found.at(-1);
  const hasMore = rows.length > page.limit && last;
  return {
    items: found.map(toItem),
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
