// Notes that the service can take answers, twice a minute while it can: the record and Temporal answer.
import type { Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { noteUp } from '../db/uptime.ts';

const everyMilliseconds = 30_000;

export async function keepUptime(
  db: Database,
  { workflowService }: Connection,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  const note = async (): Promise<void> => {
    try {
      await workflowService.getSystemInfo({});
      await noteUp(db);
    } catch (error) {
      log.warn({ err: error }, 'the service cannot take answers now');
    }
  };
  // Before a timer of an outage fires, it must be known that there was one.
  let atWork = note();
  await atWork;
  const timer = setInterval(() => {
    atWork = atWork.then(note);
  }, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await atWork;
    },
  };
}
