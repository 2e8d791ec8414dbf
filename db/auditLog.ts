// The audit chains: appends by one statement, whatever the head is by then, and reads back the exact lines. Changes nothing.
import type { Knex } from 'knex';
import { entryText, type AuditEntry, type Chain } from '../evidence/ledger/auditEntry.ts';
import type { LoggedEntry } from '../evidence/ledger/logEvent.ts';
import type { Database } from './database.ts';

/** Returns the sequence number of the last line. The lock on the chain is the last one a transaction should take. */
export async function appendAudit(
  db: Database | Knex.Transaction,
  chain: Chain,
  ...entries: AuditEntry[]
): Promise<number> {
  const { rows } = await db.raw('select append_audit(?, ?::text[]) as sequence', [chain, entries.map(entryText)]);
  return (rows as { sequence: number }[])[0]?.sequence ?? 0;
}

export interface LoggedLine {
  chain: string;
  sequence: number;
  /** What is left of it: parts replaced by a mark after an erasure, empty after a disposal. */
  line: string;
  /** Of the line as it was written. */
  hash: string;
  /** JSON pointers of what was redacted; [""] for all of it. Absent for a line as it was written. */
  redacted?: string[];
  /** Leaf of the Merkle log (RFC 6962) of a redacted line, in hex: it cannot be had from the line any more. */
  leafHash?: string;
  /** Absent until the Merkle log has taken the line in. */
  leafIndex?: number;
}

const toLine = (row: Record<string, unknown>): LoggedLine => ({
  chain: row.chain as string,
  sequence: row.sequence as number,
  line: row.line as string,
  hash: row.hash as string,
  ...(row.redacted === null
    ? {}
    : { redacted: row.redacted as string[], leafHash: (row.leaf_hash as Buffer).toString('hex') }),
  ...(row.leaf_index === null ? {} : { leafIndex: Number(row.leaf_index) }),
});

const columns = ['chain', 'sequence', 'line', 'hash', 'redacted', 'leaf_hash', 'leaf_index'] as const;

const lines = (db: Database) =>
  db('audit_entries').leftJoin('log_leaves', 'log_leaves.entry_id', 'audit_entries.entry_id');

/** All lines of a chain up to `sequence`, in order. */
export async function readAuditLines(db: Database, chain: Chain, upToSequence: number): Promise<LoggedLine[]> {
  const rows = await lines(db)
    .where({ chain })
    .where('sequence', '<=', upToSequence)
    .orderBy('sequence')
    .select(...columns);
  return rows.map(toLine);
}

/** One page of a chain after line `after`. */
export async function listAuditLines(
  db: Database,
  chain: Chain,
  { after, limit }: { after: number; limit: number },
): Promise<LoggedLine[]> {
  const rows = await lines(db)
    .where({ chain })
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .select(...columns);
  return rows.map(toLine);
}

/**
 * What the log has taken in, over all chains, after a leaf: in the order in which it was, so that whoever goes on after the last one
 * misses nothing that was committed late. Lines of the service's own chains belong to no engagement, and may name any: they are for
 * who asks for the whole.
 */
export async function listLogged(
  db: Database,
  { after, limit, isWhole }: { after: number; limit: number; isWhole: boolean },
): Promise<LoggedEntry[]> {
  const logged = db('log_leaves').join('audit_entries', 'audit_entries.entry_id', 'log_leaves.entry_id');
  if (!isWhole) void logged.whereNotNull('audit_entries.engagement_id');
  const rows = await logged
    .where('leaf_index', '>', after)
    .orderBy('leaf_index')
    .limit(limit)
    .select('leaf_index', 'chain', 'sequence', 'line', 'hash');
  return rows.map((row) => ({
    ...{ leafIndex: Number(row.leaf_index), chain: row.chain as string, sequence: row.sequence as number },
    ...{ line: row.line as string, hash: row.hash as string },
  }));
}

export async function findAuditLine(db: Database, chain: Chain, sequence: number): Promise<LoggedLine | undefined> {
  const row = await lines(db)
    .where({ chain, sequence })
    .first(...columns);
  return row && toLine(row);
}

/** The line that says the milestone's event number `eventSequence` was recorded. */
export async function findLineOfEvent(
  db: Database,
  chain: Chain,
  eventSequence: number,
): Promise<LoggedLine | undefined> {
  const row = await lines(db)
    .where({ chain })
    .whereRaw(`line like '%"type":"batchRecorded"%'`)
    .whereRaw(`(line::jsonb #>> '{entry,events,last}')::integer >= ?`, [eventSequence])
    .orderBy('sequence')
    .first(...columns);
  return row && toLine(row);
}

/** The lines of a chain of one type whose entry has `field` equal to `value`. */
export async function findLinesAbout(
  db: Database,
  chain: Chain,
  type: AuditEntry['type'],
  [field, value]: [string, string],
): Promise<LoggedLine[]> {
  const rows = await lines(db)
    .where({ chain })
    .whereRaw(`line like ?`, [`%"type":"${type}"%`])
    .whereRaw(`line::jsonb #>> array['entry', ?] = ?`, [field, value])
    .orderBy('sequence')
    .select(...columns);
  return rows.map(toLine);
}
