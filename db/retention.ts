// Retention as the record has it: what it runs from, what holds it, and which records are due. Locks what a decision depends on, and takes none.
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Knex } from 'knex';
import { pendingOf } from '../domain/acceptance/publications.ts';
import type { Phase } from '../domain/milestone.ts';
import { upcastEngagement, upcastMilestone } from '../domain/records/upcast.ts';
import type { Engagement } from '../domain/terms/engagement.ts';
import type { EventType } from '../domain/events.ts';
import type { RetentionState } from '../domain/records/retention.ts';
import type { CarriedOut, EndEngagement } from '../domain/records/retentionActs.ts';
import { closings, retentionAfter, type RetentionFact } from '../domain/records/retentionFold.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson, sha256Hex } from '../evidence/ledger/canonicalJson.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { toEngagement } from './engagements.ts';
import { readHolds, type HoldSubject } from './legalHolds.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { within } from './scope.ts';
import { instant } from './rows.ts';

/**
 * Nothing that stands for or against disposal can change until the transaction ends: holds and ends of the engagement wait
 * for its row, holds on the milestone and batches for the milestone's. `withPeople`
 * keeps others from the engagement's list of people as well: of two erasures of one person the second sees the first, and of the
 * disposals of an engagement's records one knows that it is the last.
 * False for an unknown milestone.
 */
export async function lockRecord(
  transaction: Knex.Transaction,
  milestoneId: string,
  { withPeople = false } = {},
): Promise<boolean> {
  const found = await transaction('milestones').where({ milestone_id: milestoneId }).first('engagement_id');
  if (!found) return false;
  const engagement = transaction('engagements').where({ engagement_id: found.engagement_id });
  await (withPeople ? engagement.forNoKeyUpdate() : engagement.forShare()).first('engagement_id');
  await transaction('milestones').where({ milestone_id: milestoneId }).forUpdate().first('milestone_id');
  return true;
}

export async function readRetention(db: Database, milestoneId: string): Promise<RetentionState | undefined> {
  const row = await db('milestones')
    .join('engagements', 'engagements.engagement_id', 'milestones.engagement_id')
    .where({ milestone_id: milestoneId })
    .first('milestones.engagement_id', 'snapshot', 'disposed_at', 'terms');
  if (!row) return undefined;
  const events = await db('milestone_events')
    .where({ milestone_id: milestoneId })
    .where((either) => void either.where({ sequence: 1 }).orWhereIn('type', Object.keys(closings)))
    .orderBy('sequence')
    .select('type', 'at', db.raw(`event -> 'engagement' as engagement, event -> 'rulesVersion' as rules_version`));
  const [started] = events;
  const engagementId = row.engagement_id as string;
  const snapshot = row.snapshot === null ? undefined : upcastMilestone(row.snapshot);
  const untouched = {
    milestoneId,
    engagementId,
    contract: (started?.engagement
      ? upcastEngagement(started.engagement, started.rules_version as number)
      : toEngagement({ terms: row.terms })
    ).contract,
    pending: snapshot === undefined ? ['it has not started'] : pendingOf(snapshot),
  };
  return retentionAfter(untouched, [
    ...(events as { type: EventType; at: Date }[]).flatMap(({ type, at }) =>
      closings[type] ? [{ type: 'closed' as const, what: closings[type], at: instant(at) }] : [],
    ),
    ...(await readActs(db, { engagementId, milestoneId })),
    ...(row.disposed_at === null ? [] : [{ type: 'disposed' as const, at: instant(row.disposed_at) }]),
  ]);
}

/** What was done to the record, each kind in the order in which it was recorded. */
async function readActs(db: Database, of: Required<HoldSubject>): Promise<RetentionFact[]> {
  const { engagementId, milestoneId } = of;
  const ends = await endsOf(db, engagementId).orderBy('end_id').select(db.raw('ended_on::text as ended_on'));
  const erasures = await db('erasures').where({ milestone_id: milestoneId }).orderBy('erasure_id').select('person_id');
  return [
    ...ends.map((each) => ({ type: 'engagementEnded' as const, endedOn: each.ended_on as string })),
    ...(await readHolds(db, of)).flatMap(({ release, ...hold }): RetentionFact[] => [
      { type: 'holdPlaced', hold },
      ...(release ? [{ type: 'holdReleased' as const, holdId: hold.holdId, release }] : []),
    ]),
    ...erasures.map((each) => ({ type: 'personErased' as const, personId: each.person_id as string })),
  ];
}

const endsOf = (db: Database, engagementId: string) => db('engagement_ends').where({ engagement_id: engagementId });

/** The one recorded last; earlier ones were corrected by it. */
export async function findEngagementEnd(db: Database, engagementId: string): Promise<string | undefined> {
  const row = await endsOf(db, engagementId).orderBy('end_id', 'desc').first(db.raw('ended_on::text as ended_on'));
  return row?.ended_on as string | undefined;
}

/** Its contract as registered; its end does not change until the transaction ends. Undefined for an unknown engagement. */
export async function lockEngagement(
  transaction: Knex.Transaction,
  engagementId: string,
): Promise<Engagement | undefined> {
  const row = await transaction('engagements')
    .where({ engagement_id: engagementId })
    .forNoKeyUpdate()
    .first<{ terms: unknown } | undefined>('terms');
  return row && toEngagement(row);
}

/** Writes the end and the line of the audit log that says so. */
export async function insertEngagementEnd(
  transaction: Knex.Transaction,
  engagementId: string,
  said: EndEngagement,
  { keyId, now }: CarriedOut,
): Promise<void> {
  await transaction('engagement_ends').insert({
    engagement_id: engagementId,
    ended_on: said.endedOn,
    reason: said.reason,
    recorded_by: JSON.stringify({ ...said.recordedBy, keyId }),
    recorded_at: now,
  });
  await appendAudit(transaction, serviceChain, {
    at: now,
    type: 'engagementEnded',
    engagementId,
    recordSha256: sha256Hex(canonicalJson(said)),
    keyId,
  });
}

export interface DueRecord {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  /** Local dates. */
  runsFrom: string;
  keptUntil: string;
  isHeld: boolean;
}

/** Records whose date has come, the longest overdue first; those under a hold are marked, not left out. */
export function listDue(db: Database, scope: EngagementScope, page: Page): Promise<Paged<DueRecord>> {
  const due = within(db('retention_dates'), scope, 'milestones.engagement_id')
    .join('milestones', 'milestones.milestone_id', 'retention_dates.milestone_id')
    .where('disposable_from', '<=', db.fn.now())
    .select('milestones.milestone_id', 'milestones.engagement_id', 'title', 'phase', 'disposable_from')
    .select(db.raw('runs_from::text as runs_from'), db.raw('kept_until::text as kept_until'))
    .select(
      db.raw(`exists (select from legal_holds h
        where h.engagement_id = milestones.engagement_id
          and (h.milestone_id is null or h.milestone_id = milestones.milestone_id)
          and not exists (select from legal_hold_releases r where r.hold_id = h.hold_id)) as is_held`),
    )
    .as('due');
  const order = ['disposable_from', 'milestone_id'];
  return readPage(db.from(due), order, page, (row: Record<string, unknown>): DueRecord => ({
    milestoneId: row.milestone_id as string,
    engagementId: row.engagement_id as string,
    title: row.title as string,
    phase: row.phase as Phase,
    runsFrom: row.runs_from as string,
    keptUntil: row.kept_until as string,
    isHeld: row.is_held as boolean,
  }));
}
