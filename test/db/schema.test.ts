// The schema: its migrations put it up, the committed description is true, and what is append-only stays so.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepDocument } from '../../db/documents.ts';
import { migrate, openDatabase, type Database } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { loginIn, roleName } from '../../db/roles.ts';
import { describeRights, describeSchema } from '../../db/describeSchema.ts';
import { migrationSource } from '../../db/migrations/index.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

describe('Schema of the record', () => {
  let database: TestDatabase;
  /** As the owner of the tables, who migrates. */
  let owner: Database;
  beforeEach(async () => {
    database = await testDatabase();
    owner = openDatabase(database.ownerUrl);
  });
  afterEach(async () => {
    await owner.destroy();
    await database.drop();
  });

  const empty = () => owner.raw('drop schema public cascade; create schema public');

  it('is what db/schema.txt says; after a change run "npm run dump-schema"', async () => {
    const committed = await readFile(new URL('../../db/schema.txt', import.meta.url), 'utf8');
    const rights = await describeRights(database.db, decodeURIComponent(new URL(database.url).username));
    assert.equal(`${await describeSchema(database.db)}\n\n${rights}`, committed);
  });

  it('is asked of every unique index where an earlier row is to stand: PostgreSQL fails on one that was left out when two insert at once', async () => {
    const { rows } = await owner.raw<{ rows: { name: string }[] }>(
      `select relname as name from pg_index join pg_class on pg_class.oid = indrelid
       where indisunique and indpred is null and relnamespace = 'public'::regnamespace group by relname having count(*) > 1`,
    );
    const several = new Set(rows.map(({ name }) => name));
    const sources = await Promise.all(
      (await readdir('db')).filter((name) => name.endsWith('.ts')).map((name) => readFile(join('db', name), 'utf8')),
    );
    const asking = sources.flatMap((source) => [
      ...source.matchAll(/\('(\w+)'\)\s*\.insert\((?:(?!\.insert\()[^;])*?\.onConflict\(([^)]*)\)\s*\.ignore/g),
      ...source.matchAll(/insert into (\w+)(?:(?!insert into)[^`])*?on conflict\s*(\([^)]*\)|) *do nothing/g),
    ]);
    const found = asking.map(([, table = '', target]) => ({ table, target }));
    assert.ok(found.length >= 12 && found.some(({ table }) => table === 'certificates'), JSON.stringify(found));
    assert.deepEqual(
      found.filter(({ table, target }) => several.has(table) && target !== '').map(({ table }) => table),
      [],
    );
  });

  it('takes a row once when several insert it at the same instant', async () => {
    await recorder(database.db)(batchOf(given()));
    const { engagementId } = given().milestone.engagement;
    const uploadedBy = { personId: 'maria', role: 'engagementManager', authentication: { method: 'system' } } as const;
    for (let round = 1; round <= 60; round += 1) {
      const document = {
        ...{ documentId: `racing${round}`, engagementId, fileName: 'a.txt', mediaType: 'text/plain' },
        ...{ sizeBytes: 1, sha256: 'a'.repeat(64), uploadedBy },
      };
      await Promise.all(Array.from({ length: 4 }, () => keepDocument(database.db, document)));
    }
    assert.equal((await database.db('documents').where('document_id', 'like', 'racing%')).length, 60);
  });

  it('is put up by its migrations alone, from nothing', async () => {
    const before = await describeSchema(owner);
    await empty();
    assert.equal(await describeSchema(owner), '');
    await migrate(owner);
    assert.equal(await describeSchema(owner), before);
  });

  it('is brought up to date once when two processes start at the same moment', async () => {
    const db = owner;
    await empty();
    const other = openDatabase(database.ownerUrl);
    await Promise.all([migrate(db), migrate(other), migrate(db), migrate(other)]);
    await other.destroy();
    assert.notEqual(await describeSchema(db), '');
  });

  it('is brought up to date after a process was killed in the midst of migrating', async () => {
    const db = owner;
    await empty();
    await db.migrate.list({ migrationSource });
    await db('knex_migrations_lock').update({ is_locked: 1 });
    await migrate(db);
    assert.notEqual(await describeSchema(db), '');
  });

  it('is left as it is by a release that is older than what brought it up to date, which says how to go on', async () => {
    const newer = { name: '9999-of-a-newer-release', batch: 99, migration_time: '2026-03-02T09:00:00.000Z' };
    await owner('knex_migrations').insert(newer);
    const before = await describeSchema(owner);
    await assert.rejects(
      migrate(owner),
      /by a newer release: it has 9999-of-a-newer-release, .* Start that release again; or, .*restore a backup/,
    );
    assert.equal(await describeSchema(owner), before);
    await owner('knex_migrations').where({ name: newer.name }).delete();
    await migrate(owner);
  });

  it('is used as it is by the release before one that only added to it, which can so run beside it and come back after it', async () => {
    const { db, url } = database;
    const newer = { name: '9999-of-a-newer-release.expand', batch: 99, migration_time: '2026-03-02T09:00:00.000Z' };
    await owner('knex_migrations').insert(newer);
    await owner.schema.createTable('notes_of_a_newer_release', (table) => void table.text('note'));
    await owner.schema.alterTable('milestones', (table) => void table.text('note_of_a_newer_release'));
    await owner.raw(`grant select on notes_of_a_newer_release to "${roleName(loginIn(url), 'keeper')}"`);
    try {
      assert.equal(await migrate(owner), 'expandedByNewer');
      await recorder(db)(batchOf(given()));
      assert.equal((await asJob(db, 'keeper')('notes_of_a_newer_release')).length, 0);
    } finally {
      await owner.schema.dropTable('notes_of_a_newer_release');
      await owner.schema.alterTable('milestones', (table) => void table.dropColumn('note_of_a_newer_release'));
      await owner('knex_migrations').where({ name: newer.name }).delete();
    }
    assert.equal(await migrate(owner), 'current');
  });

  it('is changed by migrations that say whether they only add, each after the first', async () => {
    const names = (await migrationSource.getMigrations([])).map(({ name }) => name);
    assert.deepEqual(
      names.slice(1).filter((each) => !/\.(expand|contract)$/.test(each)),
      [],
    );
  });

  it('lets nobody change, delete or empty the events of a milestone: the service has no right to, a trigger stops the owner', async () => {
    await recorder(database.db)(batchOf(given()));
    for (const [db, why] of [
      [database.db, /permission denied for table milestone_events/],
      [owner, /milestone_events is append-only/],
    ] as const) {
      const attempts = [
        () => db('milestone_events').update({ hash: 'forged' }),
        () => db('milestone_events').delete(),
        () => db.raw('truncate milestone_events cascade'),
      ];
      for (const attempt of attempts) await assert.rejects(attempt, why);
    }
    assert.equal((await owner('milestone_events')).length, 1);
  });

  it('has an index for each reference to rows that are removed, so that no removal reads a whole table', async () => {
    const neverRemoved = [
      ...['engagements', 'milestones', 'certificates', 'audit_chains', 'audit_entries', 'legal_holds'],
      'event_endpoints',
    ];
    const { rows } = await owner.raw<{ rows: { reference: string; parent: string }[] }>(`
      select conrelid::regclass || '.' || conname as reference, confrelid::regclass::text as parent
      from pg_constraint where contype = 'f' and not exists (
        select from pg_index, lateral (
            select array_agg(number order by place) as finding from unnest(conkey) with ordinality as c (number, place)
            join pg_attribute a on a.attrelid = conrelid and a.attnum = number where attname <> 'engagement_id') of_row
          where indrelid = conrelid and finding = (indkey::int2[])[0:cardinality(finding) - 1])
      order by 1`);
    assert.deepEqual(
      rows.filter((each) => !neverRemoved.includes(each.parent)),
      [],
    );
    for (const table of neverRemoved)
      await assert.rejects(database.db(table).delete(), /permission denied/, `${table} can lose rows`);
  });
});
