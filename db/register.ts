// What the register of milestones is made from: states and event counts of a period, page by page.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Milestone } from '../domain/milestone.ts';
import { upcastMilestone } from '../domain/records/upcast.ts';
import type { Database } from './database.ts';
import { within } from './scope.ts';

export interface RegisterSelection {
  scope: EngagementScope;
  /** Instants, ISO 8601 UTC; from inclusive, to exclusive. */
  from: string;
  to: string;
  engagementType?: string;
  /** Also those started before `to` that have not ended before `from`. */
  includesOpen: boolean;
}

export interface RegisteredMilestone {
  milestone: Milestone;
  counts: Record<string, number>;
  endedAt: string | undefined;
}

/** In the order of their IDs. All IDs of the period are in memory, and one page of states at a time. */
export async function* readRegister(db: Database, selection: RegisterSelection): AsyncGenerator<RegisteredMilestone> {
  const ids = await readIds(db, selection);
  for (let from = 0; from < ids.length; from += pageSize) yield* await readStates(db, ids.slice(from, from + pageSize));
}

const pageSize = 200;

async function readIds(
  db: Database,
  { scope, from, to, engagementType, includesOpen }: RegisterSelection,
): Promise<string[]> {
  const query = db('milestones').whereNotNull('snapshot').orderBy('milestone_id');
  void within(query, scope, 'milestones.engagement_id');
  if (includesOpen)
    void query
      .where('started_at', '<', to)
      .where((either) => void either.where('ended_at', '>=', from).orWhereNull('ended_at'));
  else void query.where('ended_at', '>=', from).where('ended_at', '<', to);
  if (engagementType !== undefined)
    void query
      .join('engagements', 'engagements.engagement_id', 'milestones.engagement_id')
      .whereRaw(`terms ->> 'type' = ?`, [engagementType]);
  return query.pluck('milestone_id');
}

async function readStates(db: Database, ids: string[]): Promise<RegisteredMilestone[]> {
  const { rows } = await db.raw(
    `select snapshot, ended_at, counted.counts
     from milestones m
     cross join lateral (
       select jsonb_object_agg(type, how_often) as counts
       from (select type, count(*) as how_often from milestone_events where milestone_id = m.milestone_id group by type)
         per_type) counted
     where milestone_id = any(?)
     order by milestone_id`,
    [ids],
  );
  return (rows as Row[]).map(({ snapshot, counts, ended_at }) => ({
    milestone: upcastMilestone(snapshot),
    counts: counts ?? {},
    endedAt: ended_at?.toISOString(),
  }));
}

interface Row {
  snapshot: unknown;
  counts: Record<string, number> | null;
  ended_at: Date | null;
}

/** The states of an engagement's milestones and when each last changed, in the order in which they were started. */
export async function readEngagementMilestones(
  db: Database,
  engagementId: string,
): Promise<{ milestone: Milestone; changedAt: string }[]> {
  const { rows } = await db.raw(
    `select snapshot, latest.at as changed_at
     from milestones m
     cross join lateral
       (select at from milestone_events where milestone_id = m.milestone_id order by sequence desc limit 1) latest
     where engagement_id = ? and snapshot is not null
     order by created_at, milestone_id`,
    [engagementId],
  );
  return (rows as { snapshot: unknown; changed_at: Date }[]).map(({ snapshot, changed_at }) => ({
    milestone: upcastMilestone(snapshot),
    changedAt: changed_at.toISOString(),
  }));
}
