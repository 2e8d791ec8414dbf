// What a service asks all the time reaches its rows by an index, over a database large enough for PostgreSQL to want one.
import assert from 'node:assert/strict';
import { openDatabase, type Database } from '../../db/database.ts';
import { examine } from '../../scripts/bench/data/explain.ts';
import { fillDatabase } from '../../scripts/bench/data/fillDatabase.ts';
import { hotQueries } from '../../scripts/bench/data/hotQueries.ts';
import type { HotQuery } from '../../scripts/bench/data/hotQuery.ts';
import { engagementOf } from '../../scripts/bench/data/population.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const milestones = 20_000;

describe('With twenty thousand milestones on record', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let owner: Database;
  before(async () => {
    database = await testDatabase();
    owner = openDatabase(database.ownerUrl, { poolSize: 2 });
    await fillDatabase(owner, milestones);
  });
  after(async () => {
    await owner.destroy();
    await database.drop();
  });

  /** With the policies of whoever asks it: a job's, or those of the engagement it is about. What goes over many has those of its owner. */
  const asked = ({ job, name }: HotQuery): Database => {
    if (name === 'effects claimed and settled') return owner;
    const own = engagementOf(milestones / 2);
    return job === undefined ? inEngagement(database.db, own) : asJob(database.db, job, [own]);
  };

  for (const query of hotQueries.filter((each) => !each.takesItsTime))
    it(`reads no growing table whole: ${query.name}`, async () => {
      const { ways, readWhole } = await examine(asked(query), query, milestones / 2);
      assert.deepEqual(readWhole, [], ways.join('; '));
    });

  it('would notice a query that does', async () => {
    const scan = { name: 'a scan', run: (db: Database) => db('milestones').where({ title: 'x' }) };
    assert.deepEqual((await examine(owner, scan, 1)).readWhole, ['milestones']);
    const hidden = { name: 'in a function', run: (db: Database) => db.raw(`select is_seen('x')`) };
    await owner.raw(`create function is_seen(in_title text) returns boolean language sql stable set search_path = public
      as $$ select exists (select from milestones where title = in_title) $$`);
    assert.deepEqual((await examine(owner, hidden, 1)).readWhole, ['milestones']);
  });
});

// Where a table is neither small nor large, a wrong guess of how many rows a statement is about has PostgreSQL read all of it.
describe('With two thousand milestones on record', function () {
  this.timeout(180_000);

  it('a batch looks up what it is about', async () => {
    const database = await testDatabase();
    const owner = openDatabase(database.ownerUrl, { poolSize: 2 });
    try {
      await fillDatabase(owner, 2000);
      const batch = hotQueries.find(({ name }) => name === 'batch recorded');
      assert.ok(batch);
      const { ways, readWhole } = await examine(inEngagement(database.db, engagementOf(1000)), batch, 1000);
      assert.deepEqual(readWhole, [], ways.join('; '));
    } finally {
      await owner.destroy();
      await database.drop();
    }
  });
});
