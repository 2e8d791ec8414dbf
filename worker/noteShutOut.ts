// Raises what people who have left still owe, so that whoever runs the engagement hears of it and can reassign it.
import type { Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { findMilestone, listOpenOfFirm } from '../db/milestones.ts';
import { raiseObstacle } from '../db/obstacles.ts';
import { readLeavers } from '../db/restrictions.ts';
import { nameOf } from '../domain/milestone.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';

/** Of each of them, in one round; in no order, so that every one has its turn. */
const lookedAt = 20;

export async function noteDepartures(pool: Pool): Promise<void> {
  const signIn = asJob(pool, 'signIn');
  for (const mailbox of await readLeavers(signIn))
    for (const milestoneId of await listOpenOfFirm(signIn, mailbox, lookedAt)) {
      const db = around(pool, 'milestone', milestoneId);
      const milestone = (await findMilestone(db, milestoneId))?.snapshot;
      const person = milestone?.engagement.people.find((each) => mailboxOf(each.email) === mailbox);
      if (!milestone || !person || !pendingAssignees(milestone).includes(person.personId)) continue;
      const reason = `${nameOf(milestone, person.personId)} has left, and their decision is waited for.`;
      await raiseObstacle(db, { milestoneId, kind: 'departed', subject: person.personId, reason, attempts: 1 });
    }
}
