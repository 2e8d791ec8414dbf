// Barriers set and lifted, departures recorded and taken back, engagements opened in an emergency: over the API and by command alike.
import type { ChangedBy } from '../db/apiKeys.ts';
import type { Database, Pool } from '../db/database.ts';
import { findEngagement } from '../db/engagements.ts';
import { asJob, inEngagement } from '../db/inScope.ts';
import {
  endBarrier,
  endDeparture,
  insertBarrier,
  insertDeparture,
  insertOpening,
  readAddressesOfRole,
} from '../db/restrictions.ts';
import type { Session } from '../db/sessions.ts';
import {
  endOfOpening,
  mailboxNamed,
  type Barrier,
  type BreakGlass,
  type Departure,
  type Leave,
  type Opening,
  type SetBarrier,
} from '../domain/access/restrictions.ts';

/** By the job that signs people in, as what follows. Throws INVALID_MESSAGE for what is no address. */
export const setBarrier = (db: Database, wanted: SetBarrier, by: ChangedBy): Promise<Barrier> =>
  insertBarrier(db, { ...wanted, mailbox: mailboxNamed(wanted) }, by);

/** Undefined for an unknown one. */
export const liftBarrier = (
  db: Database,
  barrierId: string,
  { reason }: { reason: string },
  by: ChangedBy,
): Promise<Barrier | undefined> => endBarrier(db, barrierId, reason, by);

/** Undefined where one stands for the mailbox already. Throws INVALID_MESSAGE for what is no address. */
export const recordDeparture = (db: Database, wanted: Leave, by: ChangedBy): Promise<Departure | undefined> =>
  insertDeparture(
    db,
    {
      ...{ address: wanted.address, reason: wanted.reason, mailbox: mailboxNamed(wanted) },
      leavesAt: new Date(wanted.leavesAt ?? by.now).toISOString(),
    },
    by,
  );

/** Undefined for an unknown one. */
export const takeBackDeparture = (
  db: Database,
  departureId: string,
  { reason }: { reason: string },
  by: ChangedBy,
): Promise<Departure | undefined> => endDeparture(db, departureId, reason, by);

/** Tells the sponsor and all records officers who are given that role here. Undefined for an unknown engagement. */
export async function openEngagement(
  pool: Pool,
  engagementId: string,
  wanted: BreakGlass,
  { session, ...by }: ChangedBy & { session: Session },
): Promise<Opening | undefined> {
  const engagement = await findEngagement(inEngagement(pool, engagementId), engagementId);
  if (!engagement) return undefined;
  const sponsor = engagement.people.find((each) => each.personId === engagement.engagementSponsorId);
  const officers = await readAddressesOfRole(asJob(pool, 'signIn'), 'recordsOfficer');
  const told = [...new Set([...(sponsor ? [sponsor.email] : []), ...officers])];
  const { holderId, name, address, mailbox } = session;
  const { reason } = wanted;
  const opening = { engagementId, holderId, name, address, mailbox, reason, endsAt: endOfOpening(wanted, by.now) };
  return insertOpening(asJob(pool, 'signIn'), opening, told, by);
}
