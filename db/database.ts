// Opens PostgreSQL and brings its schema up to date.
import knex, { type Knex } from 'knex';
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

/** Runs what has not run yet; knex's lock table keeps two processes from doing so at once. */
export async function migrate(db: Database): Promise<void> {
  await db.migrate.latest({ migrationSource });
}

/** Throws when the database does not answer. */
export async function checkDatabase(db: Database): Promise<void> {
  await db.raw('select 1');
}
