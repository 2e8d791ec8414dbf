// Looks whether obstacles are out of the way whose end nobody reports: files that are back, people who get mail again.
import type { Logger } from 'pino';
import { missingFiles } from '../activities/missingFiles.ts';
import type { Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { listMailsTo } from '../db/mails.ts';
import { findMilestone } from '../db/milestones.ts';
import { listObstaclesOf, resolveObstacle, type KnownObstacle } from '../db/obstacles.ts';
import { isShutOut } from '../db/shutOut.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { isOver, type Milestone } from '../domain/milestone.ts';
import { goesToAdministrator } from '../domain/requests/mailIds.ts';
import { filesOfRecord } from '../domain/records/sourceDocuments.ts';
import type { FileStore } from '../storage/fileStore.ts';

export interface Resolving {
  db: Pool;
  log: Logger;
  files: Pick<FileStore, 'of'>;
}

type IsGone = (resolving: Resolving, milestone: Milestone, obstacle: KnownObstacle) => Promise<boolean>;

/** Of each kind, in one round. */
const lookedAt = 50;

/** A report may take its time; a mail that went out so long ago has arrived, as far as anybody can know. */
const settledAfterMilliseconds = 3_600_000;

const kinds: Partial<Record<KnownObstacle['kind'], IsGone>> = {
  /** What the package holds by now counts. */
  files: async ({ files }, milestone) =>
    (await missingFiles(files.of(milestone.engagement.engagementId), filesOfRecord(milestone))).length === 0,
  /** Only taking the acceptance back ends it: a milestone that was accepted so is over, and still to be seen to. */
  insufficient: (_, { stage }) => Promise.resolve(stage.phase === 'revoked'),
  cannotDecide: async ({ db }, milestone, { subject }) =>
    !pendingAssignees(milestone).includes(subject) || !(await isShutOut(db, milestone, subject)),
  unreachable: async (resolving, { milestoneId, engagement }, { triedAt }) =>
    (await getsMail(resolving, milestoneId, engagement.engagementManagerId, triedAt)) ||
    (await getsMail(resolving, milestoneId, engagement.engagementSponsorId, triedAt)),
};

async function getsMail({ db }: Resolving, milestoneId: string, personId: string, since: string): Promise<boolean> {
  const mails = await listMailsTo(around(db, 'milestone', milestoneId), milestoneId, personId);
  const newest = mails.find(({ mailId, sentAt }) => sentAt !== undefined && !goesToAdministrator(mailId));
  if (newest?.sentAt === undefined || newest.bouncedAt !== undefined || newest.sentAt <= since) return false;
  return Date.now() - Date.parse(newest.sentAt) > settledAfterMilliseconds;
}

/** A milestone that is over waits for nobody. What cannot be looked at now is looked at again. */
export async function resolveObstacles(resolving: Resolving): Promise<void> {
  const { log } = resolving;
  for (const [kind, isGone] of Object.entries(kinds) as [KnownObstacle['kind'], IsGone][])
    for (const obstacle of await listObstaclesOf(asJob(resolving.db, 'keeper'), kind, lookedAt)) {
      const { milestoneId, subject } = obstacle;
      const db = around(resolving.db, 'milestone', milestoneId);
      const milestone = (await findMilestone(db, milestoneId))?.snapshot;
      const isResolved =
        !milestone ||
        (kind !== 'insufficient' && isOver(milestone)) ||
        (await isGone(resolving, milestone, obstacle).catch((error: unknown) => {
          log.warn({ err: error, milestoneId, kind }, 'whether an obstacle is out of the way cannot be seen yet');
          return false;
        }));
      if (isResolved) await resolveObstacle(db, milestoneId, kind, subject);
    }
}
