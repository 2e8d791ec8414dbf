// Fills a database with milestones of ten years: set-based, range by range, without triggers, indexes last.
import type { Knex } from 'knex';
import type { Database } from '../../../db/database.ts';
import { eachOf } from '../driveRound.ts';
import { outputRows, retentionRows } from './outputRows.ts';
import { playMilestone } from './playedMilestone.ts';
import { population, rangesOf } from './population.ts';
import { playedTables, recordRows, withoutPlayedTables } from './recordRows.ts';
import { requestRows } from './requestRows.ts';
import { logRows, serviceRows } from './serviceRows.ts';

/** Of the database's owner, whose pool has as many connections. */
const sessions = 2;

/**
 * Needs a fresh database and its superuser, who may leave triggers, foreign keys and indexes out until the rows are there. Ends with
 * every index built and checked for what it has to keep unique, and with fresh statistics.
 */
export async function fillDatabase(owner: Database, milestones: number): Promise<void> {
  const indexes = await suspendIndexes(owner);
  for (const statement of playedTables(playMilestone())) await asFiller(owner, statement);
  const rows = [...recordRows, ...requestRows, ...outputRows, ...retentionRows, ...serviceRows];
  const filling = rangesOf(milestones).flatMap((range) =>
    rows.map((insert) => `with ${population(milestones, range)} ${insert}`),
  );
  await eachOf(filling, sessions, (statement) => asFiller(owner, statement));
  for (const statement of [...logRows, withoutPlayedTables]) await asFiller(owner, statement);
  await eachOf(indexes, sessions, (index) => asFiller(owner, `reindex index ${index}`));
  await eachOf(await tablesOf(owner), sessions, async (table) => {
    await owner.raw(`vacuum analyze ${table}`);
  });
}

const asFiller = (owner: Database, statement: string): Promise<void> =>
  owner.transaction(async (transaction: Knex.Transaction) => {
    await transaction.raw(`set local session_replication_role = replica`);
    await transaction.raw(`set local synchronous_commit = off`);
    await transaction.raw(`set local maintenance_work_mem = '256MB'`);
    await transaction.raw(`set local work_mem = '64MB'`);
    await transaction.raw(statement.replaceAll('?', '\\?'));
  });

const ours = `relnamespace = 'public'::regnamespace and relname not like 'knex_%'`;

const tablesOf = (owner: Database): Promise<string[]> =>
  owner('pg_class').whereRaw(`relkind = 'r' and ${ours}`).orderBy('relpages', 'desc').pluck('relname');

/** Marks every index as one that rows need not go into; building it again takes the mark away. */
async function suspendIndexes(owner: Database): Promise<string[]> {
  const { rows } = await owner.raw<{ rows: { name: string }[] }>(`
    update pg_index set indisready = false, indisvalid = false
    from pg_class where pg_class.oid = indrelid and relkind = 'r' and ${ours}
    returning indexrelid::regclass::text as name`);
  return rows.map((each) => each.name);
}
