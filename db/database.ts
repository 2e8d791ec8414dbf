// Opens PostgreSQL and brings its schema up to date.
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { migrationSource } from './migrations/index.ts';

export type Database = Knex;

/** `poolSize` bounds the connections of this process; local activities and requests share them. */
export function openDatabase(url: string, options: { poolSize?: number } = {}): Database {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: 'milestone-sign-off' },
    pool: { min: 0, max: options.poolSize ?? 12 },
    acquireConnectionTimeout: 10_000,
    log: { warn: () => undefined, deprecate: () => undefined, debug: () => undefined, error: () => undefined },
  });
}

/** "sign-off" in hexadecimal digits, more or less; any number that nobody else uses for advisory locks. */
const migrationLock = 0x519f0ff;

/**
 * Runs what has not run yet, one process at a time. The lock is one of PostgreSQL's own, which goes with its connection:
 * knex's lock is a row, and a process killed while it migrates would leave it locked for good.
 */
export async function migrate(db: Database): Promise<void> {
  const holder = new pg.Client(db.client.config.connection as pg.ClientConfig);
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [migrationLock]);
    await db.migrate.forceFreeMigrationsLock({ migrationSource });
    await db.migrate.latest({ migrationSource });
  } finally {
    await holder.end();
  }
}

/** Throws when the database does not answer. */
export async function checkDatabase(db: Database): Promise<void> {
  await db.raw('select 1');
}
