// Tells engagement manager and administrator of obstacles on record, once each, and once when they are out of the way.
import { tokenHash } from '../mail/requestToken.ts';
import type { Database, Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { queueMails, type OutgoingMail } from '../db/mails.ts';
import { findEngagement } from '../db/engagements.ts';
import { findMilestone } from '../db/milestones.ts';
import { listUntold, lockUntold, markTold, type KnownObstacle } from '../db/obstacles.ts';
import { startMilestone } from '../domain/decide.ts';
import { SignOffError } from '../domain/errors.ts';
import { UnreadableShape } from '../domain/records/upcast.ts';
import { administratorId, mailIdOf, obstacleMailCause } from '../domain/requests/mailIds.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { obstacleModel } from '../mail/obstacleContent.ts';

export interface ObstacleTelling {
  db: Pool;
  mailDomain: string;
  administratorEmail: string | undefined;
}

const atOnce = 100;

/**
 * Each within its engagement: mails and their mark in one transaction, so that a crash neither loses nor doubles one. Returns how many
 * were marked.
 */
export async function tellOfObstacles(telling: ObstacleTelling): Promise<number> {
  let told = 0;
  for (const { obstacleId, milestoneId } of await listUntold(asJob(telling.db, 'keeper'), atOnce)) {
    const isTold = await around(telling.db, 'milestone', milestoneId).transaction(async (transaction) => {
      const obstacle = await lockUntold(transaction, obstacleId);
      if (!obstacle) return false;
      const milestone = mustBeTold(obstacle) && (await stateOf(transaction, milestoneId).catch(ofNewerRelease));
      if (milestone === 'unreadable') return false;
      if (milestone) await queueMails(transaction, mailsAbout(telling, obstacle, milestone));
      await markTold(transaction, obstacle);
      return true;
    });
    if (isTold) told += 1;
  }
  return told;
}

/** Told by a release that can read it, which keeps nobody else from being told of theirs. */
function ofNewerRelease(error: unknown): 'unreadable' {
  if (error instanceof UnreadableShape) return 'unreadable';
  throw error;
}

/** One that never recorded anything is told of as it was registered, unless even that does not hold together. */
async function stateOf(db: Database, milestoneId: string): Promise<Milestone | undefined> {
  const row = await findMilestone(db, milestoneId);
  if (!row || row.snapshot) return row?.snapshot ?? undefined;
  const { plan, startedBy, engagementId, createdAt } = row;
  const engagement = await findEngagement(db, engagementId);
  try {
    return startMilestone({ milestoneId, engagement, plan }, startedBy, createdAt).milestone;
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    return undefined;
  }
}

/** That mail does not go out is not told by mail, and what passed before anybody was told needs no word. */
const mustBeTold = ({ kind, isTold, isResolved }: KnownObstacle): boolean => kind !== 'mail' && (isTold || !isResolved);

function mailsAbout(
  { mailDomain, administratorEmail }: ObstacleTelling,
  obstacle: KnownObstacle,
  milestone: Milestone,
): OutgoingMail[] {
  const { milestoneId, round, sequence, engagement } = milestone;
  const manager = personOf(milestone, engagement.engagementManagerId);
  const isReachable = manager && obstacle.kind !== 'unreachable';
  const recipients = [
    ...(isReachable ? [{ to: 'manager' as const, recipientId: manager.personId, toAddress: manager.email }] : []),
    ...(administratorEmail
      ? [{ to: 'administrator' as const, recipientId: administratorId, toAddress: administratorEmail }]
      : []),
  ];
  return recipients.map(({ to, recipientId, toAddress }) => {
    const model = obstacleModel({ milestone, to, obstacle, isResolved: obstacle.isResolved });
    const mailId = mailIdOf(milestoneId, obstacleMailCause(obstacle.obstacleId, to), model.kind, recipientId);
    return {
      ...{ mailId, milestoneId, engagementId: engagement.engagementId, kind: model.kind, recipientId, toAddress },
      ...{ round, sequence, model, messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${mailDomain}>` },
    };
  });
}
