// Lets rows go whose time is over, while the service runs: at once and every hour, a bounded number each time.
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { expireRows, type ExpirySettings } from '../db/expiry.ts';

const everyMilliseconds = 3_600_000;

/** Several processes may do so at once: a row that is gone already is no fault. */
export function keepExpiring(db: Database, log: Logger, settings: ExpirySettings): { stop(): Promise<void> } {
  let atWork: Promise<void> = Promise.resolve();
  const expire = (): void => {
    atWork = atWork
      .then(async () => {
        const expired = await expireRows(db, settings);
        if (Object.values(expired).some((each) => each > 0)) log.info(expired, 'rows whose time is over are gone');
      })
      .catch((error: unknown) => log.warn({ err: error }, 'rows whose time is over could not be let go yet'));
  };
  expire();
  const timer = setInterval(expire, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await atWork;
    },
  };
}
