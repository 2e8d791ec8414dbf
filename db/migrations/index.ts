// The migrations in order, named explicitly so that neither the working folder nor the loader matters. They only go up.
import type { Knex } from 'knex';
import * as baseline from './0001-baseline.ts';

type Migration = Pick<Knex.Migration, 'up'> & { name: string };

const migrations: Migration[] = [{ name: '0001-baseline', ...baseline }];

/** knex asks for one of each; what evidence has been written into is not taken back. */
async function down(): Promise<never> {
  throw new Error('Migrations only go up; restore a backup to go back to an earlier schema.');
}

export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => migrations,
  getMigrationName: (migration) => migration.name,
  getMigration: async ({ up }) => ({ up, down }),
};
