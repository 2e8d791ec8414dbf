// Watches over what nobody waits for: effects tried in vain, obstacles that came up or are out of the way, keys that end, milestones that are not on record, drafts
// of invoices whose date has passed. Mends nothing.
import { endDraftsOver } from '../administration/invoiceDrafts.ts';
import { asJob } from '../db/inScope.ts';
import { queueKeyNotices } from '../db/keyNotices.ts';
import { toldDaysBefore } from '../domain/access/keys.ts';
import { queueUnknownNotice } from '../db/unknownWorkflows.ts';
import { noteStuckEffects } from '../db/obstacles.ts';
import { noteShutOut } from './noteShutOut.ts';
import { resolveObstacles, type Resolving } from './resolveObstacles.ts';
import { tellOfObstacles, type ObstacleTelling } from './tellOfObstacles.ts';

const everyMilliseconds = 30_000;

/** `tellsBilling`: a billing system is there, which hears of drafts that lapse. */
export type Watch = ObstacleTelling & Resolving & { tellsBilling?: boolean };

/** One round. Several processes may watch: each row is told by one of them. */
export async function lookOut(watch: Watch): Promise<void> {
  await noteStuckEffects(asJob(watch.db, 'keeper'));
  await noteShutOut(watch.db);
  await endDraftsOver(watch.db, watch.tellsBilling === true, new Date().toISOString());
  await resolveObstacles(watch);
  if (watch.administratorEmail) {
    await queueKeyNotices(asJob(watch.db, 'keeper'), toldDaysBefore);
    await queueUnknownNotice(asJob(watch.db, 'keeper'));
  }
  const told = await tellOfObstacles(watch);
  if (told > 0) watch.log.warn({ told }, 'obstacles came up or are out of the way; GET /health names the milestones');
}

export function keepWatch(watch: Watch): { stop(): Promise<void> } {
  let atWork: Promise<void> = Promise.resolve();
  const look = (): void => {
    atWork = atWork
      .then(() => lookOut(watch))
      .catch((error: unknown) => watch.log.warn({ err: error }, 'obstacles could not be looked for yet'));
  };
  look();
  const timer = setInterval(look, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await atWork;
    },
  };
}
