// How milestones that were accepted lately got there, and which are under way: what forecasts are made from. Decides nothing.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Phase } from '../domain/milestone.ts';
import { phaseChanges, type PhaseEventType } from '../domain/phases.ts';
import { stagesBeforeAcceptance } from '../domain/work/history.ts';
import type { Database } from './database.ts';
import { instant, toMoney } from './rows.ts';
import { within } from './scope.ts';

type Row = Record<string, unknown>;

export interface Passed {
  engagementId: string;
  entered: { phase: Phase; at: string }[];
}

const acceptances: readonly PhaseEventType[] = ['accepted', 'acceptedWithExceptions'];
/** Groups that are asked one after the other are one stage. */
const entering = Object.keys(phaseChanges) as PhaseEventType[];

/** The newest first. */
export async function listCourses(db: Database, scope: EngagementScope, limit: number): Promise<Passed[]> {
  const newest = within(
    db('milestones')
      .whereNull('disposed_at')
      .whereIn('phase', [...acceptances]),
    scope,
  )
    .orderBy('created_at', 'desc')
    .limit(limit)
    .select('milestone_id', 'engagement_id')
    .as('m');
  const rows: Row[] = await db
    .from(newest)
    .join('milestone_events as e', 'e.milestone_id', 'm.milestone_id')
    .whereIn('e.type', entering)
    .groupBy('m.milestone_id', 'm.engagement_id')
    .select(
      'm.engagement_id',
      db.raw('array_agg(e.type order by e.sequence) as types'),
      db.raw('array_agg(e.at order by e.sequence) as instants'),
    );
  return rows.map((row) => ({ engagementId: row.engagement_id as string, entered: enteredIn(row) }));
}

/** Until the first acceptance: what comes after it is another matter. */
function enteredIn({ types, instants }: Row): Passed['entered'] {
  const entered: Passed['entered'] = [];
  for (const [index, type] of (types as PhaseEventType[]).entries()) {
    const phase: Phase = phaseChanges[type].to;
    if (entered.at(-1)?.phase !== phase) entered.push({ phase, at: instant((instants as unknown[])[index]) });
    if (acceptances.includes(type)) break;
  }
  return entered;
}

export interface StillOpen {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  since: string;
  dueOn?: string;
  value?: { amount: string; currency: string };
}

/** Those not accepted yet, by the contract's date. */
export async function listUnderWay(db: Database, scope: EngagementScope, limit: number): Promise<StillOpen[]> {
  const rows: Row[] = await within(db('milestones').where({ needs_workflow: true }), scope)
    .whereIn('phase', [...stagesBeforeAcceptance])
    .orderByRaw('due_on nulls last, milestone_id')
    .limit(limit)
    .select(
      ...['milestone_id', 'engagement_id', 'title', 'phase', 'value_amount', 'value_currency'],
      db.raw('due_on::text as due_on'),
      db.raw(`coalesce((work -> 0 ->> 'since')::timestamptz, started_at, created_at) as since`),
    );
  return rows.map((row) => ({
    milestoneId: row.milestone_id as string,
    engagementId: row.engagement_id as string,
    title: row.title as string,
    phase: row.phase as Phase,
    since: instant(row.since),
    ...(row.due_on === null ? {} : { dueOn: row.due_on as string }),
    ...(row.value_amount === null
      ? {}
      : {
          value: {
            amount: toMoney(row.value_amount, row.value_currency as string),
            currency: row.value_currency as string,
          },
        }),
  }));
}
