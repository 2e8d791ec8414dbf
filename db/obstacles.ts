// Obstacles on record: raised by whoever fails, resolved by whoever gets through, told by the watch; nobody else needs to remember.
import type { Knex } from 'knex';
import { fewTries, pauses, type Obstacle, type ObstacleKind } from '../domain/records/obstacles.ts';
import { isOver } from '../domain/milestone.ts';
import { whoHearsOfReturn } from '../domain/requests/returnNotifications.ts';
import type { Database } from './database.ts';
import type { OutgoingMail } from './mails.ts';
import { findMilestone } from './milestones.ts';
import { instant } from './rows.ts';

type Row = Record<string, unknown>;

export interface KnownObstacle extends Obstacle {
  obstacleId: string;
  milestoneId: string;
  /** When it was last found to stand. */
  triedAt: string;
  isTold: boolean;
  isResolved: boolean;
}

const toObstacle = (row: Row): KnownObstacle => ({
  obstacleId: String(row.obstacle_id),
  milestoneId: row.milestone_id as string,
  kind: row.kind as ObstacleKind,
  subject: row.subject as string,
  reason: row.reason as string,
  attempts: row.attempts as number,
  since: instant(row.since),
  triedAt: instant(row.tried_at),
  isTold: row.told_at !== null,
  isResolved: row.resolved_at !== null,
});

/** PostgreSQL keeps neither NUL nor half a character. */
const storable = (text: string): string =>
  text
    .slice(0, 500)
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');

/** Again for one that stands brings its reason and attempts up to date; one that was resolved and not yet told goes on as it was. */
export async function raiseObstacle(
  db: Database,
  { milestoneId, kind, subject, reason, attempts }: Omit<Obstacle, 'since'> & { milestoneId: string },
): Promise<void> {
  await db('obstacles')
    .insert({ milestone_id: milestoneId, kind, subject, reason: storable(reason), attempts })
    .onConflict(['milestone_id', 'kind', 'subject'])
    .merge({ reason: storable(reason), attempts, tried_at: db.fn.now(), resolved_at: null });
}

/** Seconds from the last attempt to the next, by how many there were. */
const pause = `least(${pauses.longestSeconds}, ${pauses.firstSeconds} * power(2, least(attempts, 12) - 1))`;
const isPauseOver = `obstacles.tried_at <= now() - make_interval(secs => ${pause.replaceAll('attempts', 'obstacles.attempts')})`;

/**
 * Counts an attempt to get a workflow going again, before it is made. False while the pause after the last one is not over: one
 * of many who ask at once gets true.
 */
export async function beginRestart(db: Database, milestoneId: string, reason: string): Promise<boolean> {
  const begun = await db('obstacles')
    .insert({ milestone_id: milestoneId, kind: 'workflowEnded', subject: '', reason: storable(reason), attempts: 1 })
    .onConflict(['milestone_id', 'kind', 'subject'])
    .merge({
      reason: storable(reason),
      attempts: db.raw('obstacles.attempts + 1'),
      tried_at: db.fn.now(),
      resolved_at: null,
    })
    .whereRaw(isPauseOver)
    .returning('attempts');
  return begun.length > 0;
}

/** Of a milestone whose start failed: the pause after the last attempt is not over. */
export const awaitingStart = (db: Database): Knex.QueryBuilder =>
  db('obstacles')
    .whereRaw('obstacles.milestone_id = milestones.milestone_id')
    .where({ kind: 'notStarted' })
    .whereNull('resolved_at')
    .whereRaw(`not (${isPauseOver})`)
    .select(db.raw('1'));

/** One attempt more than were counted for the one that stands, or the first. */
export async function raiseAgain(
  db: Database,
  { milestoneId, kind, reason }: { milestoneId: string; kind: ObstacleKind; reason: string },
): Promise<void> {
  await db('obstacles')
    .insert({ milestone_id: milestoneId, kind, subject: '', reason: storable(reason), attempts: 1 })
    .onConflict(['milestone_id', 'kind', 'subject'])
    .merge({
      reason: storable(reason),
      attempts: db.raw('case when obstacles.resolved_at is null then obstacles.attempts + 1 else 1 end'),
      tried_at: db.fn.now(),
      resolved_at: null,
    });
}

/** In how many seconds a restart may be tried again; 0 when it may be at once. */
export async function secondsToRestart(db: Database, milestoneId: string): Promise<number> {
  const row = await db('obstacles')
    .where({ milestone_id: milestoneId, kind: 'workflowEnded', subject: '' })
    .first<{ seconds: number } | undefined>(
      db.raw(`ceil(greatest(0, extract(epoch from tried_at - now()) + ${pause}))::integer as seconds`),
    );
  return row?.seconds ?? 0;
}

/** Those whose restart was tried and is to be looked after: the pause is over. */
export async function listRestarted(db: Database, limit: number): Promise<string[]> {
  return db('obstacles')
    .where({ kind: 'workflowEnded' })
    .whereNull('resolved_at')
    .whereRaw(isPauseOver)
    .orderBy('tried_at')
    .limit(limit)
    .pluck('milestone_id');
}

/**
 * Of those that run again, or need no workflow any more. One that ends again and again is resolved only after it has run for as
 * long as the next pause would take; and none before somebody was told that it had been ended.
 */
export async function resolveRestarted(db: Database, milestoneIds: readonly string[]): Promise<void> {
  if (milestoneIds.length === 0) return;
  await db('obstacles')
    .where({ kind: 'workflowEnded' })
    .whereIn('milestone_id', [...milestoneIds])
    .whereNull('resolved_at')
    .whereNotNull('told_at')
    .whereRaw(isPauseOver)
    .update({ resolved_at: db.fn.now() });
}

/** Of those that have begun meanwhile, whoever started them: while an upgrade rolls another release may be the one that can. */
export async function resolveStarted(db: Database): Promise<void> {
  await db('obstacles')
    .where({ kind: 'notStarted' })
    .whereNull('resolved_at')
    .whereExists(
      db('milestones')
        .whereRaw('milestones.milestone_id = obstacles.milestone_id')
        .where('sequence', '>', 0)
        .select(db.raw('1')),
    )
    .update({ resolved_at: db.fn.now() });
}

/** A mail came back of which nobody is told any more, since the word of that would come back too. */
export async function raiseWhereUnreachable(
  db: Database,
  { milestoneId, mailId, recipientId, toAddress }: ReturnedMail,
  why: string,
): Promise<void> {
  const milestone = (await findMilestone(db, milestoneId))?.snapshot;
  if (!milestone || isOver(milestone)) return;
  if (whoHearsOfReturn(milestone, { mailId, addresseeId: recipientId }).length > 0) return;
  await raiseObstacle(db, {
    milestoneId,
    kind: 'unreachable',
    subject: '',
    attempts: 1,
    reason: `${toAddress}: ${why}`,
  });
}

type ReturnedMail = Pick<OutgoingMail, 'milestoneId' | 'mailId' | 'recipientId' | 'toAddress'>;

/** Nothing happens where there is none, so that everybody who gets through may say so. */
export async function resolveObstacle(
  db: Database,
  milestoneId: string,
  kind: ObstacleKind,
  subject: string,
): Promise<void> {
  await db('obstacles')
    .where({ milestone_id: milestoneId, kind, subject })
    .whereNull('resolved_at')
    .update({ resolved_at: db.fn.now() });
}

/** Those that stand on these milestones, the oldest first. */
export async function listObstacles(db: Database, milestoneIds: readonly string[]): Promise<KnownObstacle[]> {
  if (milestoneIds.length === 0) return [];
  const rows: Row[] = await db('obstacles')
    .whereIn('milestone_id', [...milestoneIds])
    .whereNull('resolved_at')
    .orderBy('obstacle_id');
  return rows.map(toObstacle);
}

/** Some of those of a kind that stand. In no order, or those that stay would stand before the others for ever. */
export async function listObstaclesOf(db: Database, kind: ObstacleKind, limit: number): Promise<KnownObstacle[]> {
  const rows: Row[] = await db('obstacles')
    .where({ kind })
    .whereNull('resolved_at')
    .orderByRaw('random()')
    .limit(limit);
  return rows.map(toObstacle);
}

export interface ObstacleCount {
  /** `fileRemoval`: files of records that are gone, which no milestone waits for. */
  kind: ObstacleKind | 'fileRemoval';
  milestones: number;
  since: string;
}

export async function countObstacles(db: Database): Promise<ObstacleCount[]> {
  const { rows } = await db.raw(
    `select kind, count(distinct milestone_id)::integer as milestones, min(since) as since
     from obstacles where resolved_at is null group by kind
     union all
     select 'fileRemoval', 0, min(queued_at) from outbox
     where kind = 'fileRemoval' and last_error is not null and (status = 'failed' or attempts >= ?) having count(*) > 0
     order by kind`,
    [fewTries],
  );
  return (rows as Row[]).map((row) => ({
    kind: row.kind as ObstacleCount['kind'],
    milestones: row.milestones as number,
    since: instant(row.since),
  }));
}

/** Mail servers that ask to come back later are no obstacle: half an hour of attempts is. */
const mailTries = 10;

/**
 * What the outbox has tried in vain, as obstacles of the milestones that wait for it, one of a kind each; those it got rid of
 * are resolved. A mail that was given up is no obstacle: the milestone tells of it by itself.
 */
export async function noteStuckEffects(db: Database): Promise<void> {
  await db.raw(
    `insert into obstacles (milestone_id, engagement_id, kind, subject, reason, attempts, since)
     select milestone_id, engagement_id, kind, '', (array_agg(left(last_error, 500) order by attempts desc))[1], max(attempts), min(queued_at)
     from outbox
     where milestone_id is not null and last_error is not null
       and (kind = 'webhook' and (status = 'failed' or attempts >= :few) or kind = 'mail' and status <> 'failed' and attempts >= :many)
     group by milestone_id, engagement_id, kind
     on conflict (milestone_id, kind, subject) do update
       set reason = excluded.reason, attempts = excluded.attempts, tried_at = now(), resolved_at = null`,
    { few: fewTries, many: mailTries },
  );
  await db.raw(
    `update obstacles o set resolved_at = now()
     where o.kind in ('webhook', 'mail') and o.resolved_at is null and not exists (
       select from outbox e where e.milestone_id = o.milestone_id and e.kind = o.kind and e.last_error is not null
         and (e.kind = 'webhook' or e.status <> 'failed'))`,
  );
}

/** What somebody is to be told of: obstacles that stand untold, and ends of those. */
export async function listUntold(db: Database, limit: number): Promise<KnownObstacle[]> {
  const rows: Row[] = await untold(db).orderBy('obstacle_id').limit(limit);
  return rows.map(toObstacle);
}

const untold = (db: Database) => db('obstacles').whereRaw('(told_at is null or resolved_at is not null)');

/** As it is now. Undefined where it needs no word any more, or somebody else is telling of it. */
export async function lockUntold(
  transaction: Knex.Transaction,
  obstacleId: string,
): Promise<KnownObstacle | undefined> {
  const [row]: Row[] = await untold(transaction).where({ obstacle_id: obstacleId }).forUpdate().skipLocked();
  return row && toObstacle(row);
}

export async function markTold(
  transaction: Knex.Transaction,
  { obstacleId, isResolved }: KnownObstacle,
): Promise<void> {
  const row = transaction('obstacles').where({ obstacle_id: obstacleId });
  await (isResolved ? row.delete() : row.update({ told_at: transaction.fn.now() }));
}
