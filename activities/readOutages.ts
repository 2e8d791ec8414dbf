// Reads when the service could take no answers in; decides nothing about silence.
import type { Database } from '../db/database.ts';
import { listOutages } from '../db/uptime.ts';
import type { Outage } from '../domain/time/outages.ts';

export function readOutages({ db }: { db: Database }) {
  return (period: Outage): Promise<Outage[]> => listOutages(db, period);
}
