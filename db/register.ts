// What the register of milestones is made from: states and event counts of a period, page by page.
import type { Milestone } from '../domain/milestone.ts';
import type { Database } from './database.ts';

export interface RegisterSelection {
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

const endings = ['accepted', 'closedOut', 'terminated', 'cancelled', 'revoked'];
const pageSize = 200;

/** In the order of their IDs. One page of states is in memory at a time. */
export async function* readRegister(db: Database, selection: RegisterSelection): AsyncGenerator<RegisteredMilestone> {
  for (let after = ''; ;) {
    const rows = await readPageAfter(db, selection, after);
    yield* rows.map(({ snapshot, counts, ended_at }) => ({
      milestone: snapshot,
      counts: counts ?? {},
      endedAt: ended_at?.toISOString(),
    }));
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.milestone_id;
  }
}

interface Row {
  milestone_id: string;
  snapshot: Milestone;
  counts: Record<string, number> | null;
  ended_at: Date | null;
}

async function readPageAfter(db: Database, selection: RegisterSelection, after: string): Promise<Row[]> {
  const { rows } = await db.raw(
    `select m.milestone_id, m.snapshot, facts.counts, facts.ended_at
     from milestones m
     join engagements e on e.engagement_id = m.engagement_id
     cross join lateral (
       select jsonb_object_agg(type, how_often) as counts, max(at) filter (where type = any(:endings)) as ended_at
       from (select type, count(*) as how_often, max(at) as at from milestone_events
             where milestone_id = m.milestone_id group by type) per_type) facts
     where m.milestone_id > :after and m.snapshot is not null
       and (:type = '' or e.terms ->> 'type' = :type)
       and ((facts.ended_at >= :from and facts.ended_at < :to)
         or (:open and (m.snapshot ->> 'startedAt')::timestamptz < :to
             and (facts.ended_at is null or facts.ended_at >= :from)))
     order by m.milestone_id
     limit :limit`,
    {
      endings,
      after,
      type: selection.engagementType ?? '',
      from: selection.from,
      to: selection.to,
      open: selection.includesOpen,
      limit: pageSize,
    },
  );
  return rows as Row[];
}

/** The states of an engagement's milestones, in the order in which they were started. */
export async function readEngagementMilestones(db: Database, engagementId: string): Promise<Milestone[]> {
  const rows = await db('milestones')
    .where({ engagement_id: engagementId })
    .whereNotNull('snapshot')
    .orderBy(['created_at', 'milestone_id'])
    .select<{ snapshot: Milestone }[]>('snapshot');
  return rows.map((row) => row.snapshot);
}
