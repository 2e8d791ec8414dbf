// Makes a record old: what nobody may do to evidence, its owner does here with all triggers off, in place of waiting for years.
import { openDatabase, type Database } from '../../db/database.ts';

/** As the owner of the tables, triggers off, in one transaction; the dates that triggers keep are counted anew after it. */
export async function withoutTriggers(ownerUrl: string, change: (owner: Database) => Promise<unknown>): Promise<void> {
  const owner = openDatabase(ownerUrl, { poolSize: 1 });
  try {
    await owner.transaction(async (transaction) => {
      await transaction.raw('set local session_replication_role = replica');
      await change(transaction);
      await transaction.raw('select refresh_retention(array(select milestone_id from milestones))');
    });
  } finally {
    await owner.destroy();
  }
}

/** As if everything on record had happened `years` earlier. */
export const age = (ownerUrl: string, years: number): Promise<void> =>
  withoutTriggers(ownerUrl, (owner) =>
    owner.raw('update milestone_events set at = at - make_interval(years => ?)', [years]),
  );
