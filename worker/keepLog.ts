// Takes audit lines into the Merkle log while the service runs, so that a checkpoint is never far behind.
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { hasPending, integrateLog } from '../db/merkleLog.ts';
import type { LogSigner } from '../evidence/ledger/logSigner.ts';

const everyMilliseconds = 5000;

/** Several processes may do so: they take turns. A failure is logged and tried again. */
export function keepLog(db: Database, signer: LogSigner, log: Logger): { stop(): Promise<void> } {
  let atWork: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    atWork = atWork
      .then(async () => {
        if (await hasPending(db)) await integrateLog(db, signer);
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the audit log could not be brought up to date yet'));
  }, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await atWork;
    },
  };
}
