// Whether somebody of a milestone may not act or look behind their links any more: they have left, or a barrier keeps them from it.
import type { Milestone } from '../domain/milestone.ts';
import { personOf } from '../domain/milestone.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import type { Pool } from './database.ts';
import { asJob } from './inScope.ts';
import { readStanding } from './restrictions.ts';

export async function isShutOut(pool: Pool, milestone: Milestone, personId: string): Promise<boolean> {
  const mailbox = mailboxOf(personOf(milestone, personId)?.email ?? '');
  if (mailbox === undefined) return false;
  const { barred, hasLeft } = await readStanding(asJob(pool, 'signIn'), mailbox);
  return hasLeft || barred.includes(milestone.engagement.engagementId);
}
