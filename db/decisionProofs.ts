// The proof of one decision, for whoever took it: its event, the line of the log that names it, and the way to a signed checkpoint.
import { findLinesAbout } from './auditLog.ts';
import type { Database } from './database.ts';
import { checkpointCovering, inclusionProofs } from './merkleLog.ts';
import { findEvent } from './timeline.ts';
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

/** Of the decision that event `sequence` is, by `personId`: nobody but them is given the event. */
export async function readDecisionProof(
  db: Database,
  { milestoneId, sequence, personId }: { milestoneId: string; sequence: number; personId: string },
  logKey: string,
): Promise<DecisionProof> {
  const found = await findEvent(db, milestoneId, sequence);
  if (!found || found.redacted || !whoGetsReceipt(found.event).includes(personId)) return { is: 'none' };
  const { event, previousHash, hash } = found;
  const [logged] = await findLinesAbout(db, milestoneChain(milestoneId), 'decisionRecorded', ['hash', hash]);
  if (!logged || logged.redacted) return { is: 'none' };
  const { leafIndex, line } = logged;
  const checkpoint = leafIndex === undefined ? undefined : await checkpointCovering(db, leafIndex);
  if (leafIndex === undefined || !checkpoint) return { is: 'pending' };
  const [path = []] = await inclusionProofs(db, [leafIndex], checkpoint.size);
  const extra: DecisionExtra = { event: { ...event }, previousHash, line, logKey };
  return {
    is: 'proven',
    fileName: proofName(milestoneId, sequence),
    text: tlogProofText({
      extra: new TextEncoder().encode(canonicalJson(extra)),
      index: leafIndex,
      path,
      checkpoint: checkpoint.note,
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
