// One statement within an engagement: what goes over the wire for it, and what is left of it however it ends.
import assert from 'node:assert/strict';
import type { Knex } from 'knex';
import type pg from 'pg';
import { openDatabase, type Database, type OpenDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

describe('One statement within a scope', function () {
  let database: TestDatabase;
  let pool: OpenDatabase;
  let keeper: Database;
  /** How often PostgreSQL said that it waits for what comes next. */
  let waits: number;

  before(async () => {
    database = await testDatabase();
    pool = openDatabase(database.url, { poolSize: 1 });
    keeper = asJob(pool, 'keeper');
    await onConnection(({ connection }) => connection.on('readyForQuery', () => (waits += 1)));
  });
  beforeEach(() => (waits = 0));
  after(async () => {
    await pool.destroy();
    await database.drop();
  });

  /** The only one there is. */
  async function onConnection(look: (connection: pg.Client & { connection: NodeJS.EventEmitter }) => void) {
    const client = pool.client as Knex.Client;
    const connection = await client.acquireConnection();
    look(connection);
    await client.releaseConnection(connection);
  }

  const isInTransaction = async (): Promise<boolean> => {
    const { rows } = await pool.raw<{ rows: [{ is_begun: boolean }] }>(
      `select now() <> statement_timestamp() or current_setting('role') <> 'none' as is_begun`,
    );
    return rows[0].is_begun;
  };

  it('is one round trip, whether it reads or writes, with its own rows and no others', async () => {
    assert.deepEqual(await keeper('sweeps').where({ sweep: 'none' }), []);
    assert.equal(waits, 1);
    const { rows } = await keeper.raw<{ rows: object[] }>('select ?::int as one, ? as two', [1, 'zwei']);
    assert.deepEqual(rows, [{ one: 1, two: 'zwei' }]);
    assert.deepEqual(await keeper('sweeps').where({ sweep: 'none' }).update({ after_id: '' }), 0);
    assert.equal(waits, 3);
  });

  it('keeps what it wrote, and nothing of what a read did', async () => {
    const column = { sweep: 'kept', after_id: '' };
    await keeper('sweeps').insert(column);
    assert.equal((await keeper('sweeps').where(column)).length, 1);
    await keeper('sweeps').where(column).select(keeper.raw(`set_config('sign_off.engagements', 'E', false)`));
    const { rows } = await pool.raw<{ rows: object[] }>(
      `select current_setting('sign_off.engagements', true) as scope`,
    );
    assert.deepEqual(rows, [{ scope: '' }]);
  });

  for (const [how, sql, bindings] of [
    ['cannot be parsed', 'select from where', []],
    ['is not allowed', 'select * from data_keys', []],
    ['has a value of another type', 'select ?::int', ['one']],
    ['has a value that cannot be sent', 'select ?::json', [circular()]],
    ['is two', 'select 1; select 2', []],
    ['ends its own transaction', 'rollback', []],
  ] as const)
    it(`leaves its connection as it was where it ${how}`, async () => {
      const failed = await keeper.raw(sql, bindings as unknown as Knex.RawBinding[]).then(
        () => false,
        () => true,
      );
      assert.equal(failed, sql !== 'rollback');
      assert.equal(await isInTransaction(), false);
      assert.deepEqual(await keeper('sweeps').where({ sweep: 'none' }), []);
    });
});

function circular(): object {
  const itself: Record<string, unknown> = {};
  itself.itself = itself;
  return itself;
}
