// The migrations in order, named explicitly so that neither the working folder nor the loader matters. Only ever append.
import type { Knex } from 'knex';
import * as record from './0001-record.ts';
import * as replies from './0002-replies.ts';
import * as requestPage from './0003-request-page.ts';
import * as invoices from './0004-invoices.ts';
import * as evidence from './0005-evidence.ts';
import * as retention from './0006-retention.ts';

type Migration = Pick<Knex.Migration, 'up' | 'down'> & { name: string };

const migrations: Migration[] = [
  { name: '0001-record', ...record },
  { name: '0002-replies', ...replies },
  { name: '0003-request-page', ...requestPage },
  { name: '0004-invoices', ...invoices },
  { name: '0005-evidence', ...evidence },
  { name: '0006-retention', ...retention },
];

export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => migrations,
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};
