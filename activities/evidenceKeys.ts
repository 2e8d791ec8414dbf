// What evidence is made with: the firm's seal, the key of the audit log, and the timestamp authority where one is set.
import type { LogSigner } from '../evidence/ledger/logSigner.ts';
import type { SealKey } from '../evidence/seal/sealKey.ts';

export interface EvidenceKeys {
  seal: SealKey;
  log: LogSigner;
  /** A timestamp is asked for only where an authority is named; how long, is counted from the acceptance. */
  timestamps?: { authorityUrl: string; giveUpAfterHours: number };
}
