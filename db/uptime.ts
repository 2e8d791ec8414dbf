// When the service ran: noted while it does, so that it is known afterwards when nobody could have answered.
import type { Outage } from '../domain/time/outages.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

/** A pause shorter than this is a restart, which keeps nobody from answering. */
const pause = '5 minutes';

/** To be called often by every process; one row goes on for as long as any of them does. */
export async function noteUp(db: Database): Promise<void> {
  await db.transaction(async (transaction) => {
    // Two that begin at once would each begin a row of its own, and a gap between them.
    await transaction.raw('select pg_advisory_xact_lock(?)', [notingLock]);
    await transaction.raw(
      `with going_on as (
         update service_uptime set up_until = now()
         where up_from = (select up_from from service_uptime order by up_until desc limit 1) and up_until > now() - ?::interval
         returning 1)
       insert into service_uptime (up_from, up_until)
         select now(), now() where not exists (select from going_on) on conflict do nothing`,
      [pause],
    );
  });
}

/** Any number that nobody else uses for advisory locks. */
const notingLock = 730_124;

/** Between what is noted; of the time before the first note nothing is known; an outage that has not ended lasts until now. */
export async function listOutages(db: Database, { from, to }: Outage): Promise<Outage[]> {
  const { rows } = await db.raw<{ rows: { from: Date; to: Date }[] }>(
    `select * from (
       select up_until as "from", coalesce(
         lead(up_from) over (order by up_from),
         case when up_until < now() - ?::interval then now() end) as "to" from service_uptime) gaps
     where "to" is not null and "from" < ? and "to" > ? order by "from"`,
    [pause, to, from],
  );
  return rows.map((each) => ({ from: instant(each.from), to: instant(each.to) }));
}
