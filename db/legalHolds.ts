// Legal holds on record: placed and released, never changed. A hold and a disposal wait for each other, so neither is lost.
import type { Knex } from 'knex';
import type { LegalHold, Responsible } from '../domain/records/retention.ts';
import { decideOnHold, decideOnRelease, type PlaceHold, type ReleaseHold } from '../domain/records/retentionActs.ts';
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

/** On the milestone and on its engagement; of an engagement alone, those on all of it. In the order they were placed. */
export async function readHolds(db: Database, { engagementId, milestoneId }: HoldSubject): Promise<LegalHold[]> {
  const rows = await db('legal_holds')
    .leftJoin('legal_hold_releases as released', 'released.hold_id', 'legal_holds.hold_id')
    .where({ engagement_id: engagementId })
    .where((either) => {
      void either.whereNull('milestone_id');
      if (milestoneId !== undefined) void either.orWhere({ milestone_id: milestoneId });
    })
    .orderBy(['placed_at', 'legal_holds.hold_id'])
    .select('legal_holds.*', 'released.reason as release_reason', 'released.released_by', 'released.released_at');
  return rows.map(toHold);
}

/** The lock that a disposal takes as well. Undefined when there is no such thing to hold. */
async function lockSubject(
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

/** The same hold ID again changes nothing and finds the hold as it is. Throws MILESTONE_DISPOSED. */
export async function placeHold(
  db: Database,
  subject: HoldSubject,
  holdId: string,
  command: PlaceHold,
  keyId: string,
): Promise<{ hold: LegalHold; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    const locked = await lockSubject(transaction, subject);
    if (!locked) return undefined;
    const { milestoneId, engagementId } = subject;
    const earlier = (await readHolds(transaction, subject)).find((each) => each.holdId === holdId);
    if (earlier) return { hold: earlier, isRepeat: true };
    const of = { ...locked, ...(milestoneId === undefined ? {} : { milestoneId }) };
    const { hold } = decideOnHold(of, holdId, command, new Date().toISOString());
    await transaction('legal_holds').insert({
      hold_id: holdId,
      engagement_id: engagementId,
      milestone_id: milestoneId ?? null,
      reason: hold.reason,
      holder: hold.holder,
      placed_by: JSON.stringify({ ...hold.placedBy, keyId }),
      placed_at: hold.placedAt,
    });
    await appendAudit(transaction, serviceChain, entryOf('holdPlaced', subject, hold, keyId, hold.placedAt));
    return { hold, isRepeat: false };
  });
}

/** Of a hold on this very subject: a milestone does not release what holds its whole engagement. Throws HOLD_UNKNOWN. */
export async function releaseHold(
  db: Database,
  subject: HoldSubject,
  holdId: string,
  command: ReleaseHold,
  keyId: string,
): Promise<{ hold: LegalHold; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    if (!(await lockSubject(transaction, subject))) return undefined;
    const on = subject.milestoneId === undefined ? 'engagement' : 'milestone';
    const holds = (await readHolds(transaction, subject)).filter((each) => each.on === on);
    const released = decideOnRelease(holds, holdId, command, new Date().toISOString());
    const hold = holds.find((each) => each.holdId === holdId) as LegalHold;
    if (!released) return { hold, isRepeat: true };
    const { release } = released;
    await transaction('legal_hold_releases').insert({
      hold_id: holdId,
      reason: release.reason,
      released_by: JSON.stringify({ ...release.releasedBy, keyId }),
      released_at: release.releasedAt,
    });
    const after = { ...hold, release };
    await appendAudit(transaction, serviceChain, entryOf('holdReleased', subject, after, keyId, release.releasedAt));
    return { hold: after, isRepeat: false };
  });
}

const entryOf = (
  type: 'holdPlaced' | 'holdReleased',
  subject: HoldSubject,
  hold: LegalHold,
  keyId: string,
  at: string,
): AuditEntry => ({ at, type, ...subject, holdId: hold.holdId, recordSha256: sha256Hex(canonicalJson(hold)), keyId });
