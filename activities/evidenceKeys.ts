// What evidence is made with: the firm's seal, the key of the audit log, and the timestamp authority where one is set.
import type { LogSigner } from '../evidence/ledger/logSigner.ts';
import type { SealKey } from '../evidence/seal/sealKey.ts';
import type { EntranceKeys } from '../evidence/vouchers/entranceKeys.ts';

export interface EvidenceKeys {
  seal: SealKey;
  log: LogSigner;
  /** Of the entrances: what they vouch for is checked by them before it is recorded. */
  entrances: EntranceKeys;
  /** A timestamp is asked for only where an authority is named; how long, is counted from the acceptance. */
  timestamps?: { authorityUrl: string; giveUpAfterHours: number };
}
