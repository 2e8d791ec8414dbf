// Keys for tests: a development seal, a key of the audit log and one of the entrances, made once per run.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceKeys } from '../../activities/evidenceKeys.ts';
import { logSigner } from '../../evidence/ledger/logSigner.ts';
import { developmentSealKey } from '../../evidence/seal/sealKey.ts';
import { testEntrances } from './testVouchers.ts';

let made: Promise<EvidenceKeys> | undefined;

export function testEvidenceKeys(): Promise<EvidenceKeys> {
  made ??= make();
  return made;
}

async function make(): Promise<EvidenceKeys> {
  const folder = await mkdtemp(join(tmpdir(), 'test-seal-'));
  const seal = await developmentSealKey(join(folder, 'seal.p12'));
  await rm(folder, { recursive: true });
  const log = logSigner('example.com/log', generateKeyPairSync('ed25519').privateKey);
  return { seal, log, entrances: testEntrances };
}
