// Whether the acceptance that the events of a record of format 1 claim rests on what it needs. Frozen: see docs/recordFormat.md.
import type { Primitives } from '../bag.ts';
import { doubled } from './authority.ts';
import { at, Books, revoking } from './books.ts';
import { Course } from './course.ts';
import { Parties } from './parties.ts';
import type { ArchivedEvent } from './shapes.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';

/**
 * Sentences that name group and people; none where the acceptance, or what took it back, is sufficient. `unvouched` says which acts no
 * entrance vouches for, and why, by the sequence numbers of their events.
 */
export function whyInsufficient(
  primitives: Primitives,
  events: readonly ArchivedEvent[],
  unvouched: ReadonlyMap<number, string>,
): string[] {
  const [first, ...rest] = events as unknown as [Told & Terms, ...Told[]];
  const parties = new Parties(first);
  const books = new Books(primitives, first, parties, unvouched);
  const course = new Course(first, parties);
  const isRevoked = rest.at(-1)?.type === 'revoked';
  const told = doubled(first.engagement.people).map(
    ([one, other]) => `“${other}” and “${one}” have one mailbox and are one human under two person IDs (event 1)`,
  );
  const reasons = isRevoked ? [] : told;
  for (const event of rest) {
    const before = books.reasons.length;
    books.enter(event);
    const found = [...books.reasons.slice(before), ...course.enter(event).map((each) => at(event, each))];
    if (!isRevoked || revoking.includes(event.type)) reasons.push(...found);
  }
  return reasons;
}
