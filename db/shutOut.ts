// Whether somebody may not act in an engagement, or be told of it, any more: they have left, or a barrier keeps them from it. Says never which.
import type { Milestone } from '../domain/milestone.ts';
import { personOf } from '../domain/milestone.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import type { Database, Pool } from './database.ts';
import { findEngagement } from './engagements.ts';
import { asJob, inEngagement } from './inScope.ts';

/** An address, and the engagement that it would be told of. */
export interface Addressed {
  engagementId: string;
  address: string;
}

/** Those that may not be told, in one query however many they are. */
export async function findShutOut<T extends Addressed>(pool: Pool, addressed: readonly T[]): Promise<Set<T>> {
  const known = addressed.flatMap((each) => {
    const mailbox = mailboxOf(each.address);
    return mailbox === undefined ? [] : [{ each, mailbox }];
  });
  if (known.length === 0) return new Set();
  const { rows } = await asJob(pool, 'signIn').raw<{ rows: { place: number }[] }>(
    `select place::integer from unnest(?::text[], ?::text[]) with ordinality as named (mailbox, engagement_id, place)
     where exists (select from departures d where d.mailbox = named.mailbox and ended_at is null and leaves_at <= now())
       or exists (select from barriers b
         where b.mailbox = named.mailbox and b.engagement_id = named.engagement_id and ended_at is null)`,
    [known.map(({ mailbox }) => mailbox), known.map(({ each }) => each.engagementId)],
  );
  const places = new Set(rows.map(({ place }) => place));
  return new Set(known.filter((_, index) => places.has(index + 1)).map(({ each }) => each));
}

export const isAddressShutOut = async (pool: Pool, engagementId: string, address: string): Promise<boolean> =>
  (await findShutOut(pool, [{ engagementId, address }])).size > 0;

export async function isShutOut(pool: Pool, milestone: Milestone, personId: string): Promise<boolean> {
  const email = personOf(milestone, personId)?.email;
  return email !== undefined && isAddressShutOut(pool, milestone.engagement.engagementId, email);
}

/** As the engagement names its people; nobody is shut out of one that is not there. */
export async function isNamedShutOut(pool: Pool, engagementId: string, personId: string): Promise<boolean> {
  const db: Database = inEngagement(pool, engagementId);
  const named = (await findEngagement(db, engagementId))?.people.find((each) => each.personId === personId);
  return named !== undefined && isAddressShutOut(pool, engagementId, named.email);
}
