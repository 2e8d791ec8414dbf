// The proof of one decision, for whoever took it: its event, the line of the log that names it, and the way to a signed checkpoint.
import type { Database } from './database.ts';
import { inclusionProofs } from './merkleLog.ts';
import { toChainedEvent } from './rows.ts';
import { isAnswerType, whoGetsReceipt, type AnswerType } from '../domain/records/decisions.ts';
import { milestoneChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson } from '../evidence/ledger/canonicalJson.ts';
import { tlogProofText, type DecisionExtra } from '../evidence/ledger/tlogProof.ts';

/** C2SP asks for this ending. */
export const proofName = (milestoneId: string, sequence: number): string =>
  `${milestoneId}-decision-${sequence}.tlog-proof`;

export type DecisionProof =
  | { is: 'proven'; fileName: string; text: string }
  /** The log takes lines in within seconds. */
  | { is: 'pending' }
  /** Nobody's decision, somebody else's, or one of which an erasure or a disposal has taken the words. */
  | { is: 'none' };

/** The event, the line that names it, its place in the log and the first checkpoint that covers it: one statement, since one goes with every receipt. */
const loggedEvent = `
  select event.*, named.line, named.redacted is not null as is_line_redacted, named.leaf_index, covering.size, covering.note
  from milestone_events event
  left join lateral (
    select line, redacted, leaf_index from audit_entries left join log_leaves using (entry_id)
    where chain = :chain and line like '%"type":"decisionRecorded"%' and cast(line as jsonb) #>> '{entry,hash}' = event.hash
    order by sequence limit 1) named on true
  left join lateral (
    select size, note from log_checkpoints where size > named.leaf_index order by size limit 1) covering on true
  where milestone_id = :milestoneId and event.sequence = :sequence`;

interface LoggedEvent extends Record<string, unknown> {
  line: string | null;
  is_line_redacted: boolean;
  leaf_index: string | null;
  size: string | null;
  note: string | null;
}

/** Of the decision that event `sequence` is, by `personId`: nobody but them is given the event. */
export async function readDecisionProof(
  db: Database,
  { milestoneId, sequence, personId }: { milestoneId: string; sequence: number; personId: string },
  logKey: string,
): Promise<DecisionProof> {
  const asked = { chain: milestoneChain(milestoneId), milestoneId, sequence };
  const { rows } = await db.raw<{ rows: LoggedEvent[] }>(loggedEvent, asked);
  const [row] = rows;
  const found = row && toChainedEvent(row);
  if (!found || found.redacted || !whoGetsReceipt(found.event).includes(personId)) return { is: 'none' };
  const { event, previousHash } = found;
  const { line, is_line_redacted: isLineRedacted, leaf_index, size, note } = row;
  if (line === null || isLineRedacted) return { is: 'none' };
  if (leaf_index === null || size === null || note === null) return { is: 'pending' };
  const leafIndex = Number(leaf_index);
  const [path = []] = await inclusionProofs(db, [leafIndex], Number(size));
  const extra: DecisionExtra = { event: { ...event }, previousHash, line, logKey };
  return {
    is: 'proven',
    fileName: proofName(milestoneId, sequence),
    text: tlogProofText({
      extra: new TextEncoder().encode(canonicalJson(extra)),
      index: leafIndex,
      path,
      checkpoint: note,
    }),
  };
}

export interface ProvableDecision {
  sequence: number;
  type: AnswerType;
  at: string;
}

/** What a person answered in a milestone, in order: each has a proof once the log has taken it in. */
export async function listProvable(db: Database, milestoneId: string, personId: string): Promise<ProvableDecision[]> {
  const rows: { sequence: number; kind: string; at: Date }[] = await db('decisions')
    .where({ milestone_id: milestoneId, person_id: personId })
    .orderBy('sequence')
    .select('sequence', 'kind', 'at');
  return rows.flatMap(({ sequence, kind, at }) =>
    isAnswerType(kind) ? [{ sequence, type: kind, at: at.toISOString() }] : [],
  );
}
