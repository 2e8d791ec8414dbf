// Raises what people still owe who have left or are behind a barrier, so that whoever runs the engagement hears of it and can reassign it.
import type { Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { findMilestone } from '../db/milestones.ts';
import { raiseObstacle } from '../db/obstacles.ts';
import { listOpenOfShutOut } from '../db/restrictions.ts';
import { shutOutWords } from '../domain/access/restrictions.ts';
import { nameOf } from '../domain/milestone.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';

/** In one round; in no order, so that every one has its turn. */
const lookedAt = 100;

export async function noteShutOut(pool: Pool): Promise<void> {
  for (const { milestoneId, mailbox } of await listOpenOfShutOut(asJob(pool, 'signIn'), lookedAt)) {
    const db = around(pool, 'milestone', milestoneId);
    const milestone = (await findMilestone(db, milestoneId))?.snapshot;
    if (!milestone) continue;
    const pending = pendingAssignees(milestone);
    for (const { personId, email } of milestone.engagement.people)
      if (mailboxOf(email) === mailbox && pending.includes(personId)) {
        const reason = `The decision of ${nameOf(milestone, personId)} is waited for, who has ${shutOutWords}.`;
        await raiseObstacle(db, { milestoneId, kind: 'cannotDecide', subject: personId, reason, attempts: 1 });
      }
  }
}
