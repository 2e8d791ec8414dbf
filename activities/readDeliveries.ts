// Reads what became of the mails of one round, as proof of delivery; decides nothing about silence.
import type { Delivery } from '../domain/milestone.ts';
import type { Database } from '../db/database.ts';
import { listMailsOfRound } from '../db/mails.ts';

export interface ReadDeliveriesInput {
  milestoneId: string;
  round: number;
}

export function readDeliveries(deps: { db: Database }) {
  return ({ milestoneId, round }: ReadDeliveriesInput): Promise<Delivery[]> =>
    listMailsOfRound(deps.db, milestoneId, round);
}
