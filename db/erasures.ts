// Erases a person from a milestone's record at their request (GDPR Art. 17): at once, with every digest kept, and what stays named.
import type { Knex } from 'knex';
import { upcastMilestone } from '../domain/records/upcast.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { erasableOf, redact } from '../domain/records/redaction.ts';
import { decideOnErasure, type ErasePerson } from '../domain/records/retentionActs.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';
import type { Database } from './database.ts';
import { eraseFromEngagement } from './engagementErasure.ts';
import { eraseFromMessages, eraseFromTables, type ErasureSubject } from './erasureOfRows.ts';
import { readKept, type Kept } from './keptAfterErasure.ts';
import { lockRecord, readRetention } from './retention.ts';
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
  kept: Kept[];
}

type ErasureDocument = Pick<Erasure, 'losesName' | 'redacted' | 'filesErased' | 'kept'>;

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

/**
 * Undefined for an unknown milestone. A repeat redacts what came since, or finds nothing and returns the last erasure.
 * Throws what stands against it, PERSON_UNKNOWN, or MILESTONE_NOT_OVER while a mail to the person is being sent.
 */
export async function erasePerson(
  db: Database,
  milestoneId: string,
  command: ErasePerson,
  keyId: string,
): Promise<{ erasure: Erasure; isRepeat: boolean } | undefined> {
  const { personId } = command;
  const isRepeat = await db.transaction(async (transaction) => {
    if (!(await lockRecord(transaction, milestoneId))) return undefined;
    const state = await readRetention(transaction, milestoneId);
    if (!state) return undefined;
    decideOnErasure(state, command, new Date().toISOString());
    const subject = await readSubject(transaction, milestoneId, personId);
    const events = redactedEvents(subject);
    const lines = await redactedLines(transaction, subject);
    const messages = await eraseFromMessages(transaction, subject);
    const rows = await eraseFromTables(transaction, subject);
    const redacted = { events: events.length, auditLines: lines.length, messages: messages.rows, ...rows };
    const engagement = await eraseFromEngagement(transaction, state, subject.person);
    const isNew = engagement.isErased || Object.values(redacted).some((each) => each > 0);
    if (!isNew && state.erased.includes(personId)) return true;
    const { losesName } = subject.person;
    const document: ErasureDocument = {
      losesName,
      redacted: { ...redacted, ...(engagement.isErased ? { engagements: 1 } : {}) },
      filesErased: messages.filesErased,
      kept: [...(await readKept(transaction, subject, state)), ...engagement.kept],
    };
    await transaction.raw('select erase_person(?, ?, ?, ?, ?, ?, ?, ?)', [
      ...[milestoneId, personId, command.reason, command.requestedOn, JSON.stringify({ keyId })],
      ...[canonicalJson(document), JSON.stringify(events), JSON.stringify(lines)],
    ]);
    return false;
  });
  if (isRepeat === undefined) return undefined;
  const erasure = (await listErasures(db, milestoneId)).findLast((each) => each.personId === personId);
  return erasure && { erasure, isRepeat };
}

async function readSubject(
  transaction: Knex.Transaction,
  milestoneId: string,
  personId: string,
): Promise<ErasureSubject> {
  const of = { milestone_id: milestoneId };
  const row = await transaction('milestones').where(of).first('snapshot');
  const milestone = upcastMilestone(row.snapshot);
  const events: RecordedEvent[] = await transaction('milestone_events').where(of).orderBy('sequence').pluck('event');
  const requestIds: string[] = await transaction('requests')
    .where({ ...of, person_id: personId })
    .pluck('request_id');
  return {
    milestoneId,
    milestone,
    events,
    requestIds,
    person: erasableOf(milestone, events, personId, requestIds),
  };
}

interface RedactedEvent {
  sequence: number;
  event: RecordedEvent;
  redacted: string[];
}

const redactedEvents = ({ events, person }: ErasureSubject): RedactedEvent[] =>
  events.flatMap((each) => {
    const { value, redacted } = redact(each, person);
    return redacted.length === 0 ? [] : [{ sequence: value.sequence, event: value, redacted }];
  });

async function redactedLines(
  transaction: Knex.Transaction,
  { milestoneId, person }: ErasureSubject,
): Promise<{ sequence: number; line: string; redacted: string[] }[]> {
  const lines: { sequence: number; line: string }[] = await transaction('audit_entries')
    .where({ chain: milestoneChain(milestoneId) })
    .orderBy('sequence')
    .select('sequence', 'line');
  return lines.flatMap(({ sequence, line }) => {
    const { value, redacted } = redact(JSON.parse(line) as object, person);
    return redacted.length === 0 ? [] : [{ sequence, line: canonicalJson(value), redacted }];
  });
}
