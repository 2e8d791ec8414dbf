// Reads what became of the mails of one round, as proof of delivery; decides nothing about silence.
import type { Delivery } from '../domain/milestone.ts';
import type { Pool } from '../db/database.ts';
import { around } from '../db/inScope.ts';
import { listMailsOfRound } from '../db/mails.ts';

export interface ReadDeliveriesInput {
  milestoneId: string;
  round: number;
}

export function readDeliveries(deps: { db: Pool }) {
  return ({ milestoneId, round }: ReadDeliveriesInput): Promise<Delivery[]> =>
    listMailsOfRound(around(deps.db, 'milestone', milestoneId), milestoneId, round);
}
