// Barriers, departures and emergency openings on record, each with its line on the chain of the service. Decides nothing.
import { randomBytes } from 'node:crypto';
import type { Barrier, Departure, Opening } from '../domain/access/restrictions.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import type { ChangedBy } from './apiKeys.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { endPhases } from '../domain/milestone.ts';
import { queueAnew } from './outbox.ts';
import { instant } from './rows.ts';
import { endSessions } from './sessions.ts';

type Row = Record<string, unknown>;

const endOf = (row: Row) => ({
  at: instant(row.ended_at),
  by: row.ended_by as string,
  reason: row.ended_because as string,
});

const toBarrier = (row: Row): Barrier => ({
  ...{ barrierId: row.barrier_id as string, engagementId: row.engagement_id as string },
  ...{ address: row.address as string, reason: row.reason as string },
  ...{ setBy: row.set_by as string, setAt: instant(row.set_at) },
  ...(row.ended_at === null ? {} : { lifted: endOf(row) }),
});

const toDeparture = (row: Row): Departure => ({
  ...{ departureId: row.departure_id as string, address: row.address as string, leavesAt: instant(row.leaves_at) },
  ...{ reason: row.reason as string, recordedBy: row.recorded_by as string, recordedAt: instant(row.recorded_at) },
  ...(row.ended_at === null ? {} : { takenBack: endOf(row) }),
});

const toOpening = (row: Row): Opening => ({
  ...{ openingId: row.opening_id as string, engagementId: row.engagement_id as string },
  ...{ holderId: row.holder_id as string, name: row.name as string, address: row.address as string },
  ...{ reason: row.reason as string, openedAt: instant(row.opened_at), endsAt: instant(row.ends_at) },
});

const idOf = (kind: string): string => `${kind}-${randomBytes(6).toString('hex')}`;

/** What stands against a mailbox now, and what was opened for it. */
export interface Standing {
  /** Engagements behind a barrier. */
  barred: string[];
  hasLeft: boolean;
  /** Engagements open to it in an emergency. */
  opened: string[];
}

/** One query, since it is asked with every request of somebody signed in and every link of somebody of the firm. */
export async function readStanding(db: Database, mailbox: string): Promise<Standing> {
  const { rows } = await db.raw(
    `select
       array(select engagement_id from barriers where mailbox = :mailbox and ended_at is null order by 1) as barred,
       exists (select from departures where mailbox = :mailbox and ended_at is null and leaves_at <= now()) as has_left,
       array(select distinct engagement_id from openings where mailbox = :mailbox and ends_at > now() order by 1) as opened`,
    { mailbox },
  );
  const [row] = rows as { barred: string[]; has_left: boolean; opened: string[] }[];
  return { barred: row?.barred ?? [], hasLeft: row?.has_left ?? false, opened: row?.opened ?? [] };
}

/** The newest first, those that were lifted included. */
export async function listBarriers(db: Database): Promise<Barrier[]> {
  const rows: Row[] = await db('barriers').orderBy([{ column: 'set_at', order: 'desc' }, { column: 'barrier_id' }]);
  return rows.map(toBarrier);
}

/** The same again is the one that stands. Its line in the log names neither engagement nor person: the log is read by others. */
export async function insertBarrier(
  db: Database,
  {
    engagementId,
    mailbox,
    address,
    reason,
  }: Pick<Barrier, 'engagementId' | 'address' | 'reason'> & { mailbox: string },
  { keyId, now }: ChangedBy,
): Promise<Barrier> {
  return db.transaction(async (transaction) => {
    const standing = { engagement_id: engagementId, mailbox };
    const [inserted] = await transaction('barriers')
      .insert({ ...standing, barrier_id: idOf('barrier'), address, reason, set_by: keyId, set_at: now })
      .onConflict(transaction.raw('(mailbox, engagement_id) where ended_at is null'))
      .ignore()
      .returning('*');
    const row: Row = inserted ?? (await transaction('barriers').where(standing).whereNull('ended_at').first());
    if (inserted)
      await appendAudit(transaction, serviceChain, {
        ...{ at: now, type: 'barrierSet', subject: row.barrier_id as string, keyId },
      });
    return toBarrier(row);
  });
}

/** One that was lifted stays as it was lifted first. Undefined for an unknown one. */
export async function endBarrier(
  db: Database,
  barrierId: string,
  reason: string,
  { keyId, now }: ChangedBy,
): Promise<Barrier | undefined> {
  return db.transaction(async (transaction) => {
    const lifted = await transaction('barriers')
      .where({ barrier_id: barrierId })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: keyId, ended_because: reason });
    if (lifted > 0)
      await appendAudit(transaction, serviceChain, { at: now, type: 'barrierLifted', subject: barrierId, keyId });
    const row = await transaction('barriers').where({ barrier_id: barrierId }).first<Row | undefined>();
    return row && toBarrier(row);
  });
}

export async function listDepartures(db: Database): Promise<Departure[]> {
  const rows: Row[] = await db('departures').orderBy([
    { column: 'leaves_at', order: 'desc' },
    { column: 'departure_id' },
  ]);
  return rows.map(toDeparture);
}

/** Some of the milestones that are not over, with the mailbox of somebody of the firm who has left, or of anybody whom a barrier keeps from them; in no order. */
export async function listOpenOfShutOut(
  db: Database,
  limit: number,
): Promise<{ milestoneId: string; mailbox: string }[]> {
  const { rows } = await db.raw<{ rows: { milestone_id: string; mailbox: string }[] }>(
    `select milestone_id, mailbox from (
       select engagement_id, mailbox from barriers where ended_at is null
       union select engagement_id, mailbox from departures join engagements on firm_mailboxes @> array[mailbox]
         where ended_at is null and leaves_at <= now()) shut_out
     join milestones using (engagement_id)
     where phase <> all (?) order by random() limit ?`,
    [[...endPhases], limit],
  );
  return rows.map((row) => ({ milestoneId: row.milestone_id, mailbox: row.mailbox }));
}

/** One who leaves at once loses their sessions with it; later ones find none that counts. Undefined where one stands already. */
export async function insertDeparture(
  db: Database,
  { mailbox, address, leavesAt, reason }: Pick<Departure, 'address' | 'leavesAt' | 'reason'> & { mailbox: string },
  { keyId, now }: ChangedBy,
): Promise<Departure | undefined> {
  return db.transaction(async (transaction) => {
    const [row] = await transaction('departures')
      .insert({
        ...{ departure_id: idOf('departure'), mailbox, address, leaves_at: leavesAt, reason },
        ...{ recorded_by: keyId, recorded_at: now },
      })
      .onConflict(transaction.raw('(mailbox) where ended_at is null'))
      .ignore()
      .returning('*');
    if (!row) return undefined;
    const subject = (row as Row).departure_id as string;
    await appendAudit(transaction, serviceChain, { at: now, type: 'departureRecorded', subject, keyId });
    if (leavesAt <= now) await endSessions(transaction, { mailbox }, { by: keyId, reason: 'has left', now });
    return toDeparture(row as Row);
  });
}

export async function endDeparture(
  db: Database,
  departureId: string,
  reason: string,
  { keyId, now }: ChangedBy,
): Promise<Departure | undefined> {
  return db.transaction(async (transaction) => {
    const ended = await transaction('departures')
      .where({ departure_id: departureId })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: keyId, ended_because: reason });
    if (ended > 0)
      await appendAudit(transaction, serviceChain, {
        at: now,
        type: 'departureTakenBack',
        subject: departureId,
        keyId,
      });
    const row = await transaction('departures').where({ departure_id: departureId }).first<Row | undefined>();
    return row && toDeparture(row);
  });
}

export async function listOpenings(db: Database): Promise<Opening[]> {
  const rows: Row[] = await db('openings').orderBy([{ column: 'opened_at', order: 'desc' }, { column: 'opening_id' }]);
  return rows.map(toOpening);
}

export async function findOpening(db: Database, openingId: string): Promise<Opening | undefined> {
  const row = await db('openings').where({ opening_id: openingId }).first<Row | undefined>();
  return row && toOpening(row);
}

/** With a notice to each of `told`, by address. */
export async function insertOpening(
  db: Database,
  opening: Omit<Opening, 'openingId' | 'openedAt'> & { mailbox: string },
  told: readonly string[],
  { keyId, now }: ChangedBy,
): Promise<Opening> {
  const { engagementId, holderId, name, address, mailbox, reason, endsAt } = opening;
  return db.transaction(async (transaction) => {
    const openingId = idOf('opening');
    const [row] = await transaction('openings')
      .insert({
        ...{ opening_id: openingId, engagement_id: engagementId, holder_id: holderId, name, address, mailbox },
        ...{ reason, opened_at: now, ends_at: endsAt },
      })
      .returning('*');
    await appendAudit(transaction, serviceChain, {
      ...{ at: now, type: 'engagementOpened', subject: openingId, what: { engagementId, endsAt }, keyId },
    });
    const notices = told.map((each) => ({ reference: `${openingId} ${each}` }));
    await queueAnew(transaction, 'openingNotice', notices);
    return toOpening(row as Row);
  });
}

/** Addresses of those who hold a role of the installation by a grant now. */
export const readAddressesOfRole = (db: Database, role: string): Promise<string[]> =>
  db('role_grants')
    .where({ role })
    .whereNull('ended_at')
    .whereRaw('valid_from <= now() and (valid_until is null or valid_until > now())')
    .distinct()
    .orderBy('address')
    .pluck('address');
