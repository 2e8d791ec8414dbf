// Audit lines and proofs as the API gives them, and milestones that have really ended, for tests of what is kept and let go.
import assert from 'node:assert/strict';
import { integrateLog } from '../../db/merkleLog.ts';
import { fromBase64, parseCheckpoint } from '../../evidence/ledger/checkpoint.ts';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import { isSame, rootByInclusion } from '../../evidence/ledger/merkleTree.ts';
import { counsel } from '../domain/keptRecord.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import type { ApiStage, HttpMilestone } from './apiStage.ts';

export const end = { endedOn: '2010-01-31', reason: 'All delivered', recordedBy: counsel };
export const request = { personId: 'user1', reason: 'Asked under Art. 17 GDPR', requestedOn: '2020-01-31' };

export interface Line {
  sequence: number;
  line: string;
  hash: string;
  leafIndex?: number;
  redacted?: string[];
}

export interface Proof {
  line: string;
  leafHash: string;
  leafIndex: number;
  path: string[];
  checkpoint: string;
  redacted?: string[];
}

export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

export function assertIncluded({ leafHash: leaf, leafIndex, path, checkpoint }: Proof): void {
  const head = parseCheckpoint(checkpoint);
  const steps = path.map((each) => fromBase64(each) ?? new Uint8Array());
  const root = head && rootByInclusion(sha256, hex(leaf), leafIndex, head.size, steps);
  assert.ok(root && isSame(root, head.root));
}

export const intoLog = async (stage: ApiStage) => integrateLog(stage.database.db, (await testEvidenceKeys()).log);

export async function linesOf({ stage, path }: HttpMilestone): Promise<Line[]> {
  return (await stage.get<{ items: Line[] }>(`${path}/audit-log?limit=1000`)).body.items;
}

export async function proofsOf({ stage, path }: HttpMilestone, lines: readonly Line[]): Promise<Proof[]> {
  await intoLog(stage);
  return Promise.all(
    lines.map(async ({ sequence }) => (await stage.get<Proof>(`${path}/audit-log/${sequence}/proof`)).body),
  );
}

/** Published, and the workflow at an end. */
export async function ended(milestone: HttpMilestone): Promise<HttpMilestone> {
  await milestone.until((each) => each.outputs.length > 0);
  await milestone.stage.client.workflow.getHandle(`milestone-${milestone.milestoneId}`).result();
  return milestone;
}
