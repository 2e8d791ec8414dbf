// Milestones that run in Temporal and are not on record: noted by the sweep that looks for them, until they are known or run no more.
import type { Database } from './database.ts';
import { queueAnew } from './outbox.ts';
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

/** Of one mail: those that follow within a day come with the next. Queued and marked in one transaction; false where nobody is to be told. */
export function queueUnknownNotice(db: Database): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const { rowCount } = await transaction.raw<{ rowCount: number }>(
      `update unknown_workflows set told_at = now()
       where told_at is null
         and not exists (select from unknown_workflows told where told.told_at > now() - interval '1 day')`,
    );
    if (rowCount > 0) await queueAnew(transaction, 'unknownNotice', [{ reference: 'all' }]);
    return rowCount > 0;
  });
}

export interface UnknownWorkflows {
  workflows: number;
  since: string;
  toldAt: string;
  /** Some of them. */
  milestoneIds: string[];
}

/** Undefined where none is left of which somebody is to be told. */
export async function findUnknown(db: Database): Promise<UnknownWorkflows | undefined> {
  const found = await countUnknown(db);
  const row = await db('unknown_workflows').max<{ told: Date | null }>({ told: 'told_at' }).first();
  if (!found || !row?.told) return undefined;
  const milestoneIds: string[] = await db('unknown_workflows')
    .orderBy(['since', 'milestone_id'])
    .limit(10)
    .pluck('milestone_id');
  return { ...found, toldAt: instant(row.told), milestoneIds };
}
