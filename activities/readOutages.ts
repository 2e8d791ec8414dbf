// Reads when the service could take no answers in; decides nothing about silence.
import type { Pool } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { listOutages } from '../db/uptime.ts';
import type { Outage } from '../domain/time/outages.ts';

export function readOutages({ db }: { db: Pool }) {
  return (period: Outage): Promise<Outage[]> => listOutages(asJob(db, 'door'), period);
}
