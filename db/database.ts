// Opens PostgreSQL and brings its schema up to date.
import { Socket } from 'node:net';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { DatabaseSilent } from './databaseDown.ts';
import { migrationSource } from './migrations/index.ts';

/** The record as somebody may see and change it, which `inScope.ts` alone hands out. */
export type Database = Knex;

const connections = Symbol('connections');

/** Connections that nothing is asked over until it is said for whom: see `inScope.ts`. */
export interface Pool {
  readonly [connections]: Knex;
  destroy(): Promise<void>;
}

/** Also asked directly, as whoever the URL names. */
export type OpenDatabase = Database & Pool;

export const connectionsOf = (pool: Pool): Knex => pool[connections];

export interface DatabaseOptions {
  /** Bounds the connections of this process; local activities and requests share them. */
  poolSize?: number;
  /** How long a connection may say nothing, while it answers or stands idle; 0 for ever, as a migration may take. */
  silentMilliseconds?: number;
}

/** What is asked of it directly is asked as the login of the URL, which is the owner of the tables or may see none of them. */
export function openDatabase(
  url: string,
  { poolSize = 12, silentMilliseconds = 60_000 }: DatabaseOptions = {},
): OpenDatabase {
  const connection = {
    connectionString: url,
    application_name: 'milestone-sign-off',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    stream: () => socketThatEnds(silentMilliseconds),
  };
  const opened = knex({
    client: 'pg',
    connection,
    pool: { min: 0, max: poolSize },
    acquireConnectionTimeout: 10_000,
    log: { warn: () => undefined, deprecate: () => undefined, debug: () => undefined, error: () => undefined },
  });
  return Object.assign(opened, { [connections]: opened });
}

/**
 * One that a proxy or a cable has cut without a word would be waited for until the system gives it up, a quarter of an hour or
 * more, and whatever comes after would queue behind it.
 */
function socketThatEnds(silentMilliseconds: number): Socket {
  const socket = new Socket();
  const seconds = silentMilliseconds / 1000;
  return socket.setTimeout(silentMilliseconds, () =>
    socket.destroy(new DatabaseSilent(`PostgreSQL has said nothing for ${seconds} s; the connection is given up.`)),
  );
}

/** "sign-off" in hexadecimal digits, more or less; any number that nobody else uses for advisory locks. */
const migrationLock = 0x519f0ff;

/**
 * Runs what has not run yet, one process at a time. The lock is one of PostgreSQL's own, which goes with its connection:
 * knex's lock is a row, and a process killed while it migrates would leave it locked for good.
 */
export async function migrate(db: Database): Promise<'current' | 'expandedByNewer'> {
  // It waits for as long as another process migrates.
  const { stream: _ends, ...connection } = db.client.config.connection as pg.ClientConfig;
  const holder = new pg.Client(connection);
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [migrationLock]);
    if ((await assertUsable(db)).length > 0) return 'expandedByNewer';
    await db.migrate.forceFreeMigrationsLock({ migrationSource });
    await db.migrate.latest({ migrationSource });
    return 'current';
  } finally {
    await holder.end();
  }
}

/**
 * What a newer release only added (`….expand`) this one lives with, as it must while an upgrade rolls or is taken back. Throws where one
 * changed what is there: this release does not know what its tables mean, and would write into them all the same.
 */
async function assertUsable(db: Database): Promise<string[]> {
  const foreign = await foreignMigrations(db);
  const changing = foreign.filter((each) => !isExpanding(each));
  if (changing.length > 0)
    throw new Error(
      `This database was brought up to date by a newer release: it has ${changing.join(', ')}, which this one does not know. Nothing was changed. Start that release again; or, to go back for good, restore a backup that was made before it (npm run restore) into an empty database.`,
    );
  return foreign;
}

/** By its name: tables, columns that may be left out, and indexes come with it; nothing goes, and nothing means anything else. */
export const isExpanding = (migration: string): boolean => migration.endsWith('.expand');

/** Migrations that were applied and are not of this release. */
export async function foreignMigrations(db: Database): Promise<string[]> {
  if (!(await db.schema.hasTable('knex_migrations'))) return [];
  const known = (await migrationSource.getMigrations([])).map(({ name }) => name);
  const applied: string[] = await db('knex_migrations').orderBy('id').pluck('name');
  return applied.filter((each) => !known.includes(each));
}

/** Throws when the database does not answer. */
export async function checkDatabase(db: Database): Promise<void> {
  await db.raw('select 1');
}
