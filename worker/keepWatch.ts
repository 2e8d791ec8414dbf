// Watches over what nobody waits for: effects tried in vain, files that are back, and obstacles somebody must hear of. Mends nothing.
import type { Logger } from 'pino';
import { missingFiles } from '../activities/missingFiles.ts';
import { findMilestone } from '../db/milestones.ts';
import { listMilestonesWith, noteStuckEffects, resolveObstacle } from '../db/obstacles.ts';
import { isOver } from '../domain/milestone.ts';
import { filesOfRecord } from '../domain/records/sourceDocuments.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { tellOfObstacles, type ObstacleTelling } from './tellOfObstacles.ts';

const everyMilliseconds = 30_000;

export interface Watch extends ObstacleTelling {
  log: Logger;
  files: Pick<FileStore, 'has'>;
}

/** So many milestones are looked at in one round. */
const lookedAtInOneRound = 50;

/** One round. Several processes may watch: each row is told by one of them. */
export async function lookOut(watch: Watch): Promise<void> {
  await noteStuckEffects(watch.db);
  await resolveWhereFilesAreBack(watch);
  const told = await tellOfObstacles(watch);
  if (told > 0) watch.log.warn({ told }, 'obstacles came up or are out of the way; GET /health names the milestones');
}

/** Nobody who brings a file back says so; what the package holds by now counts, or nothing when the milestone is over. */
async function resolveWhereFilesAreBack({ db, files, log }: Watch): Promise<void> {
  for (const milestoneId of await listMilestonesWith(db, 'files', lookedAtInOneRound)) {
    const milestone = (await findMilestone(db, milestoneId))?.snapshot;
    try {
      const wanted = milestone && !isOver(milestone) ? filesOfRecord(milestone) : [];
      if ((await missingFiles(files, wanted)).length === 0) await resolveObstacle(db, milestoneId, 'files', '');
    } catch (error) {
      return log.warn({ err: error, milestoneId }, 'the file store cannot be asked whether files are back');
    }
  }
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
