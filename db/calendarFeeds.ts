// Secret addresses of people's calendars: one each, found by the hash of its token, ended by deleting it. Decides nothing.
import { randomBytes } from 'node:crypto';
import { hashOfSecret } from './apiKeys.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';
import type { Session } from './sessions.ts';

/** How exactly a last read is known: programs ask again and again. */
const readWithinSeconds = 3600;

export interface CalendarFeed {
  /** When its present address was made. */
  madeAt: string;
  /** To within an hour; absent where nothing has read it. */
  lastReadAt?: string;
}

/** Whose it is, and the language it was made in. */
export type CalendarHolder = Pick<Session, 'holderId' | 'mailbox' | 'name'> & { language: string };

type Row = Record<string, unknown>;

const toFeed = (row: Row): CalendarFeed => ({
  madeAt: instant(row.made_at),
  ...(row.last_read_at === null ? {} : { lastReadAt: instant(row.last_read_at) }),
});

/** Gives the token for the address, 192 random bits in base64url, which are kept nowhere; an address that was there leads nowhere from now on. */
export async function makeCalendarFeed(db: Database, holder: CalendarHolder, now: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const { holderId, mailbox, name, language } = holder;
  await db('calendar_feeds')
    .insert({
      ...{ holder_id: holderId, token_hash: hashOfSecret(token), mailbox, name, language },
      ...{ made_at: now, last_read_at: null },
    })
    .onConflict('holder_id')
    .merge();
  return token;
}

export async function findOwnCalendarFeed(db: Database, holderId: string): Promise<CalendarFeed | undefined> {
  const row = await db('calendar_feeds').where({ holder_id: holderId }).first<Row | undefined>();
  return row && toFeed(row);
}

/** Whose calendar a token opens; that it was read is noted. */
export async function readCalendarFeed(db: Database, token: string): Promise<CalendarHolder | undefined> {
  const by = { token_hash: hashOfSecret(token) };
  const row = await db('calendar_feeds').where(by).first<Row | undefined>();
  if (!row) return undefined;
  await db('calendar_feeds')
    .where(by)
    .whereRaw(`coalesce(last_read_at, '-infinity') < now() - make_interval(secs => ?)`, [readWithinSeconds])
    .update({ last_read_at: db.fn.now() });
  return {
    holderId: row.holder_id as string,
    mailbox: row.mailbox as string,
    name: row.name as string,
    language: row.language as string,
  };
}

/** False where there was none. */
export const endCalendarFeed = async (db: Database, holderId: string): Promise<boolean> =>
  (await db('calendar_feeds').where({ holder_id: holderId }).delete()) > 0;
