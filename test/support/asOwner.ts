// Sets a stage that no course of events leads to: as the owner of the tables, past the guards that hold for everybody else.
import type { Knex } from 'knex';
import { openDatabase } from '../../db/database.ts';
import type { TestDatabase } from './postgres.ts';

export async function asOwner<T>(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  change: (transaction: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const owner = openDatabase(ownerUrl, { poolSize: 1 });
  try {
    return await owner.transaction(async (transaction) => {
      await transaction.raw('set local session_replication_role = replica');
      return change(transaction);
    });
  } finally {
    await owner.destroy();
  }
}
