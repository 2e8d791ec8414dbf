// Erasures on record, what one starts from, and what it redacts in the chains of the milestone. Decides nothing.
import type { Knex } from 'knex';
import { upcastMilestone } from '../domain/records/upcast.ts';
import type { RecordedEvent } from '../domain/events.ts';
import type { Exemption } from '../domain/records/erasureExemptions.ts';
import type { ErasePerson } from '../domain/records/retentionActs.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';
import type { Database } from './database.ts';
import type { ErasureSubject } from './redactMilestoneRows.ts';
import { instant } from './rows.ts';

export interface Erasure {
  erasureId: string;
  milestoneId: string;
  personId: string;
  reason: string;
  /** Local date. */
  requestedOn: string;
  erasedAt: string;
  /** Whether name and capacity went as well: only from who never decided anything. */
  losesName: boolean;
  /** How many rows of what lost something. */
  redacted: Record<string, number>;
  /** Digests of files let go. */
  filesErased: string[];
  kept: Exemption[];
}

export type ErasureDocument = Pick<Erasure, 'losesName' | 'redacted' | 'filesErased' | 'kept'>;

const toErasure = (row: Record<string, unknown>): Erasure => ({
  erasureId: String(row.erasure_id),
  milestoneId: row.milestone_id as string,
  personId: row.person_id as string,
  reason: row.reason as string,
  requestedOn: row.requested_on_text as string,
  erasedAt: instant(row.erased_at),
  ...(JSON.parse(row.document as string) as ErasureDocument),
});

export async function listErasures(db: Database, milestoneId: string): Promise<Erasure[]> {
  const rows = await db('erasures')
    .where({ milestone_id: milestoneId })
    .orderBy('erasure_id')
    .select('*', db.raw('requested_on::text as requested_on_text'));
  return rows.map(toErasure);
}

/** The record that a person is erased from, as it is now. */
export async function readSubject(
  transaction: Knex.Transaction,
  milestoneId: string,
  personId: string,
): Promise<Omit<ErasureSubject, 'person'>> {
  const of = { milestone_id: milestoneId };
  const row = await transaction('milestones').where(of).first('snapshot');
  const milestone = upcastMilestone(row.snapshot);
  const events: RecordedEvent[] = await transaction('milestone_events').where(of).orderBy('sequence').pluck('event');
  const requestIds: string[] = await transaction('requests')
    .where({ ...of, person_id: personId })
    .pluck('request_id');
  const certificateNumbers: string[] = await transaction('certificates')
    .where(of)
    .orderBy('issued_at')
    .pluck('certificate_number');
  return {
    milestoneId,
    milestone,
    events,
    requestIds,
    certificateNumbers,
  };
}

/** Lines of the milestone's chain as they are now, in order. */
export function readLines(
  transaction: Knex.Transaction,
  milestoneId: string,
): Promise<{ sequence: number; line: string }[]> {
  return transaction('audit_entries')
    .where({ chain: milestoneChain(milestoneId) })
    .orderBy('sequence')
    .select('sequence', 'line');
}

/** Redacted as the record keeps them from now on; `redacted` are JSON pointers of what went. */
export interface Redactions {
  events: { sequence: number; event: RecordedEvent; redacted: string[] }[];
  lines: { sequence: number; line: string; redacted: string[] }[];
}

/** Writes the erasure, what it redacts in the chains, and the line of the audit log that says so; the database checks it. */
export async function insertErasure(
  transaction: Knex.Transaction,
  milestoneId: string,
  { personId, reason, requestedOn }: ErasePerson,
  keyId: string,
  document: ErasureDocument,
  { events, lines }: Redactions,
): Promise<void> {
  await transaction.raw('select erase_person(?, ?, ?, ?, ?, ?, ?, ?)', [
    ...[milestoneId, personId, reason, requestedOn, JSON.stringify({ keyId })],
    ...[canonicalJson(document), JSON.stringify(events), JSON.stringify(lines)],
  ]);
}
