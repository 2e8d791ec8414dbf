// Legal holds on record: placed and released, never changed. Locks what a hold is on; decides nothing.
import type { Knex } from 'knex';
import type { LegalHold, Responsible } from '../domain/records/retention.ts';
import { serviceChain, type AuditEntry } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson, sha256Hex } from '../evidence/ledger/canonicalJson.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** A milestone, or an engagement with all that belong to it. */
export interface HoldSubject {
  engagementId: string;
  milestoneId?: string;
}

const toResponsible = (value: unknown): Responsible => {
  const { name, capacity } = value as Responsible;
  return { name, capacity };
};

const toHold = (row: Record<string, unknown>): LegalHold => ({
  holdId: row.hold_id as string,
  on: row.milestone_id === null ? 'engagement' : 'milestone',
  reason: row.reason as string,
  holder: row.holder as string,
  placedBy: toResponsible(row.placed_by),
  placedAt: instant(row.placed_at),
  ...(row.released_at === null
    ? {}
    : {
        release: {
          reason: row.release_reason as string,
          releasedBy: toResponsible(row.released_by),
          releasedAt: instant(row.released_at),
        },
      }),
});

/** On the engagement and on every milestone of it. */
export const readAllHolds = (db: Database, engagementId: string): Promise<LegalHold[]> =>
  holdsWhere(db, engagementId, () => undefined);

/** On the milestone and on its engagement; of an engagement alone, those on all of it. In the order they were placed. */
export const readHolds = (db: Database, { engagementId, milestoneId }: HoldSubject): Promise<LegalHold[]> =>
  holdsWhere(db, engagementId, (either) => {
    void either.whereNull('milestone_id');
    if (milestoneId !== undefined) void either.orWhere({ milestone_id: milestoneId });
  });

async function holdsWhere(
  db: Database,
  engagementId: string,
  which: (either: Knex.QueryBuilder) => void,
): Promise<LegalHold[]> {
  const rows = await db('legal_holds')
    .leftJoin('legal_hold_releases as released', 'released.hold_id', 'legal_holds.hold_id')
    .where({ 'legal_holds.engagement_id': engagementId })
    .where(which)
    .orderBy(['placed_at', 'legal_holds.hold_id'])
    .select('legal_holds.*', 'released.reason as release_reason', 'released.released_by', 'released.released_at');
  return rows.map(toHold);
}

/** The lock that a disposal takes as well, so that neither is lost. Undefined when there is no such thing to hold. */
export async function lockSubject(
  transaction: Knex.Transaction,
  { engagementId, milestoneId }: HoldSubject,
): Promise<{ disposedAt?: string } | undefined> {
  if (milestoneId === undefined)
    return (await transaction('engagements')
      .where({ engagement_id: engagementId })
      .forNoKeyUpdate()
      .first('engagement_id'))
      ? {}
      : undefined;
  const row = await transaction('milestones')
    .where({ milestone_id: milestoneId })
    .forNoKeyUpdate()
    .first('disposed_at');
  return row && (row.disposed_at === null ? {} : { disposedAt: instant(row.disposed_at) });
}

/** Writes the hold and the line of the audit log that says so. */
export async function insertHold(
  transaction: Knex.Transaction,
  subject: HoldSubject,
  hold: LegalHold,
  keyId: string,
): Promise<void> {
  await transaction('legal_holds').insert({
    hold_id: hold.holdId,
    engagement_id: subject.engagementId,
    milestone_id: subject.milestoneId ?? null,
    reason: hold.reason,
    holder: hold.holder,
    placed_by: JSON.stringify({ ...hold.placedBy, keyId }),
    placed_at: hold.placedAt,
  });
  await appendAudit(transaction, serviceChain, entryOf('holdPlaced', subject, hold, keyId, hold.placedAt));
}

/** Writes the release of the hold and the line of the audit log that says so. */
export async function insertRelease(
  transaction: Knex.Transaction,
  subject: HoldSubject,
  hold: LegalHold & Required<Pick<LegalHold, 'release'>>,
  keyId: string,
): Promise<void> {
  const { reason, releasedBy, releasedAt } = hold.release;
  await transaction('legal_hold_releases').insert({
    hold_id: hold.holdId,
    reason,
    released_by: JSON.stringify({ ...releasedBy, keyId }),
    released_at: releasedAt,
  });
  await appendAudit(transaction, serviceChain, entryOf('holdReleased', subject, hold, keyId, releasedAt));
}

const entryOf = (
  type: 'holdPlaced' | 'holdReleased',
  subject: HoldSubject,
  hold: LegalHold,
  keyId: string,
  at: string,
): AuditEntry => ({ at, type, ...subject, holdId: hold.holdId, recordSha256: sha256Hex(canonicalJson(hold)), keyId });
