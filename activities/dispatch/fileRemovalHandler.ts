// Removes files from the store that a disposal or an erasure let go; given up after some days, and tried anew at each start.
import type { Logger } from 'pino';
import type { Pool } from '../../db/database.ts';
import { keptFileOf, removeUnlessReferredTo } from '../../db/filesToRemove.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import type { FileStore } from '../../storage/fileStore.ts';
import { doubling, doublingForDays, type EffectHandler } from './effectHandler.ts';

export interface FileRemoval {
  db: Pool;
  log: Logger;
  files: Pick<FileStore, 'of' | 'ofInstallation'>;
}

/** A store that was away for so long is not coming back by itself; whoever brings it back starts the service again. */
const fileRemovalDays = 7;

export const fileRemovalHandler = ({ db, log, files }: FileRemoval): EffectHandler => ({
  // Each holds a connection to the database while the store is at work.
  atOnce: 2,
  patienceSeconds: 120,
  delaySeconds: doublingForDays(fileRemovalDays, doubling(60, 3600)),
  prepare:
    async () =>
    async ({ reference }) => {
      const file = keptFileOf(reference);
      const { engagementId, sha256 } = file;
      const own = engagementId === undefined ? files.ofInstallation : files.of(engagementId);
      const records = engagementId === undefined ? asJob(db, 'intake') : inEngagement(db, engagementId);
      const what = await removeUnlessReferredTo(records, file, () => own.remove(sha256));
      log.info({ sha256, engagementId }, what === 'kept' ? 'file kept: another record refers to it' : 'file removed');
      return { status: 'done' };
    },
});
