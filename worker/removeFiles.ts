// Removes files that disposals and erasures let go, while the service runs: what a crash or a failing store left is made good.
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { removeNotedFiles } from '../db/filesToRemove.ts';
import type { FileStore } from '../storage/fileStore.ts';

const everyMilliseconds = 60_000;

/** At once, and again and again. Several processes may do so: each takes other files. */
export function keepRemovingFiles(db: Database, files: FileStore, log: Logger): { stop(): Promise<void> } {
  let atWork: Promise<void> = Promise.resolve();
  const remove = (): void => {
    atWork = atWork
      .then(async () => {
        const removed = await removeNotedFiles(db, (sha256) => files.remove(sha256));
        if (removed > 0) log.info({ removed }, 'files that were let go are removed');
      })
      .catch((error: unknown) => log.warn({ err: error }, 'files that were let go could not be removed yet'));
  };
  remove();
  const timer = setInterval(remove, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await atWork;
    },
  };
}
