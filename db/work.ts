// What is open in engagements, and how far the requests for it have got: read from what is kept beside the states. Decides nothing.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Phase } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import type { OpenMilestone, Reached } from '../domain/work/desk.ts';
import type { WorkItem } from '../domain/work/workOf.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';
import { within } from './scope.ts';

type Row = Record<string, unknown>;

/** Those due first; obstacles are not among what is read here. */
export async function listOpen(
  db: Database,
  scope: EngagementScope,
  limit: number,
): Promise<Omit<OpenMilestone, 'obstacles'>[]> {
  const rows: Row[] = await within(db('milestones').where({ needs_workflow: true }), scope)
    .orderByRaw('deadline nulls last, milestone_id')
    .limit(limit)
    .select('milestone_id', 'engagement_id', 'title', 'phase', 'sequence', 'created_at', 'work');
  return rows.map((row) => ({
    milestoneId: row.milestone_id as string,
    engagementId: row.engagement_id as string,
    title: row.title as string,
    phase: row.phase as Phase,
    hasStarted: (row.sequence as number) > 0,
    createdAt: instant(row.created_at),
    items: row.work as WorkItem[],
  }));
}

/** Those of these milestones to whose people a mail came back, or never left. */
export async function listReturned(db: Database, milestoneIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.raw(
    `select distinct milestone_id from mails where bounced_at is not null and milestone_id = any(:ids)
     union select milestone_id from outbox where kind = 'mail' and status = 'failed' and milestone_id = any(:ids)`,
    { ids: [...milestoneIds] },
  );
  return (rows as Row[]).map((row) => row.milestone_id as string);
}

const newest = `
  select distinct on (milestone_id, person_id, kind) request_id, milestone_id, person_id, kind
  from requests where milestone_id = any(?)
  order by milestone_id, person_id, kind, round desc, created_at desc`;

const reached = `
  select r.*, m.sent_at, m.failed_at, m.last_error, v.opened_at
  from (${newest}) r
  left join lateral (
    select max(each.sent_at) as sent_at, max(coalesce(each.bounce_reason, o.last_error)) as last_error,
      max(coalesce(each.bounced_at, o.failed_at)) as failed_at
    from mails each left join outbox o on o.kind = 'mail' and o.reference = each.mail_id
    where each.request_id = r.request_id and each.kind not in ('confirmationCode', 'replyConfirmation', 'replyHelp')) m on true
  left join lateral (
    select min(at) filter (where is_human) as opened_at from request_visits where request_id = r.request_id) v on true`;

/** How far what people were asked last, for each kind of decision, has got; what they did overtakes what a mail server said. */
export async function readReached(
  db: Database,
  milestoneIds: readonly string[],
): Promise<(milestoneId: string, personId: string, kind: RequestKind) => Reached | undefined> {
  const { rows } = milestoneIds.length === 0 ? { rows: [] } : await db.raw(reached, [[...milestoneIds]]);
  const by = new Map(
    (rows as Row[]).map((row) => [
      keyOf(row.milestone_id as string, row.person_id as string, row.kind),
      toReached(row),
    ]),
  );
  return (milestoneId, personId, kind) => by.get(keyOf(milestoneId, personId, kind));
}

const keyOf = (milestoneId: string, personId: string, kind: unknown): string =>
  JSON.stringify([milestoneId, personId, kind]);

function toReached(row: Row): Reached {
  const at = (value: unknown) => (value === null ? {} : { at: instant(value) });
  const requestId = row.request_id as string;
  if (row.opened_at !== null) return { requestId, status: 'opened', ...at(row.opened_at) };
  if (row.failed_at !== null)
    return {
      ...{ requestId, status: 'bounced', ...at(row.failed_at) },
      ...(row.last_error === null ? {} : { lastError: row.last_error as string }),
    };
  return { requestId, status: row.sent_at === null ? 'queued' : 'sent', ...at(row.sent_at) };
}
