// Milestones that run in Temporal and are not on record: noted by the sweep that looks for them, until they are known or run no more.
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** So many are named; an installation that has more has another one's record. */
const namedAtMost = 1000;

/** What is known already, or noted, is left out. */
export async function noteUnknown(db: Database, milestoneIds: readonly string[]): Promise<void> {
  await db.raw(
    `insert into unknown_workflows (milestone_id)
     select id from unnest(cast(:milestoneIds as text[])) id
     where not exists (select from milestones where milestone_id = id)
       and (select count(*) from unknown_workflows) < :namedAtMost
     on conflict (milestone_id) do nothing`,
    { milestoneIds: [...milestoneIds], namedAtMost },
  );
}

export const listUnknown = (db: Database): Promise<string[]> =>
  db('unknown_workflows').orderBy('since').limit(namedAtMost).pluck('milestone_id');

/** They run no more, or are on record. */
export async function forgetUnknown(db: Database, stillRunning: ReadonlySet<string>): Promise<void> {
  await db.raw(
    `delete from unknown_workflows u where milestone_id <> all (cast(:stillRunning as text[]))
       or exists (select from milestones m where m.milestone_id = u.milestone_id)`,
    { stillRunning: [...stillRunning] },
  );
}

/** None where every one is on record. */
export async function countUnknown(db: Database): Promise<{ workflows: number; since: string } | undefined> {
  const row = await db('unknown_workflows').first<{ workflows: string; since: Date | null }>(
    db.raw('count(*) as workflows, min(since) as since'),
  );
  return row.since === null ? undefined : { workflows: Number(row.workflows), since: instant(row.since) };
}
