// Figures of the whole installation for whoever looks after it: how many and since when, of nobody in particular.
import type { Phase } from '../domain/milestone.ts';
import type { WorkAct } from '../domain/work/workOf.ts';
import type { Database } from './database.ts';

export interface OpenMilestones {
  phase: Phase;
  open: number;
  overdue: number;
  /** The earliest deadline that has passed. */
  earliestDeadline: string | undefined;
  /** When the oldest of them was registered. */
  oldest: string;
}

/** Of those that are not over, by phase; a phase in which there is none is absent. */
export async function countOpenMilestones(db: Database): Promise<OpenMilestones[]> {
  const rows = await db('milestones')
    .where({ needs_workflow: true })
    .groupBy('phase')
    .orderBy('phase')
    .select<{ phase: Phase; open: string; overdue: string; earliest: Date | null; oldest: Date }[]>(
      'phase',
      db.raw('count(*) as open'),
      db.raw('count(*) filter (where deadline < now()) as overdue'),
      db.raw('min(deadline) filter (where deadline < now()) as earliest'),
      db.raw('min(created_at) as oldest'),
    );
  return rows.map(({ phase, open, overdue, earliest, oldest }) => ({
    phase,
    open: Number(open),
    overdue: Number(overdue),
    earliestDeadline: earliest?.toISOString(),
    oldest: oldest.toISOString(),
  }));
}

export interface AwaitedAct {
  milestoneId: string;
  act: WorkAct;
  since: string;
  due?: string;
}

/** Of which milestones one of these acts is waited for, by ID alone; what is due first comes first. */
export async function listAwaitedActs(db: Database, acts: readonly WorkAct[], limit: number): Promise<AwaitedAct[]> {
  const { rows } = await db.raw<{ rows: { milestone_id: string; item: Omit<AwaitedAct, 'milestoneId'> }[] }>(
    `select milestone_id, item from milestones, jsonb_array_elements(work) as item
     where needs_workflow and item ->> 'act' = any(:acts) order by item ->> 'due', milestone_id limit :limit`,
    { acts: [...acts], limit },
  );
  return rows.map(({ milestone_id: milestoneId, item: { act, since, due } }) => ({
    ...{ milestoneId, act, since },
    ...(due === undefined ? {} : { due }),
  }));
}

/** What the audit log's tree does not hold yet. */
export async function countLogBacklog(db: Database): Promise<{ lines: number; since: string | undefined }> {
  const { rows } = await db.raw<{ rows: { lines: string; since: Date | null }[] }>(
    `select count(*) as lines,
       (select recorded_at from audit_entries where entry_id = (select min(entry_id) from log_pending)) as since
     from log_pending`,
  );
  const [row] = rows;
  return { lines: Number(row?.lines ?? 0), since: row?.since?.toISOString() };
}
