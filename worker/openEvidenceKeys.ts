// Opens what evidence is made with, from settings or from what an earlier start left in the state folder.
import { join } from 'node:path';
import type { EvidenceKeys } from '../activities/evidenceKeys.ts';
import type { Config } from '../config.ts';
import { openLogSigner } from '../evidence/ledger/logSigner.ts';
import { openEntranceKeys } from '../evidence/vouchers/entranceKeys.ts';
import { developmentSealKey, readSealKey } from '../evidence/seal/sealKey.ts';

type KeySettings = Pick<
  Config,
  | 'publicUrl'
  | 'stateFolder'
  | 'sealPkcs12'
  | 'sealPassword'
  | 'tsaUrl'
  | 'tsaGiveUpHours'
  | 'logKeyFile'
  | 'entranceKeyFile'
>;

/** What API and worker must have in common. */
export type SharedKeys = Pick<EvidenceKeys, 'log' | 'entrances'>;

/** The log is named after the address at its first start, and keeps that name with its key when the address changes. */
export async function openSharedKeys(settings: KeySettings): Promise<SharedKeys> {
  const { host, pathname } = new URL(settings.publicUrl);
  return {
    log: await openLogSigner(settings.logKeyFile, `${host}${pathname.replace(/\/$/, '')}/log`),
    entrances: await openEntranceKeys(settings.entranceKeyFile),
  };
}

/** With the seal, which nobody needs who only answers the API. */
export async function openEvidenceKeys(settings: KeySettings, shared: SharedKeys): Promise<EvidenceKeys> {
  return {
    ...shared,
    seal: settings.sealPkcs12
      ? await readSealKey(settings.sealPkcs12, settings.sealPassword)
      : await developmentSealKey(join(settings.stateFolder, 'development-seal.p12')),
    ...(settings.tsaUrl
      ? { timestamps: { authorityUrl: settings.tsaUrl, giveUpAfterHours: settings.tsaGiveUpHours } }
      : {}),
  };
}
