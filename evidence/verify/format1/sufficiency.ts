// Whether the acceptance that the events of a record of format 1 claim rests on what it needs. Frozen: see docs/recordFormat.md.
import type { Primitives } from '../bag.ts';
import { Amendments } from './amendments.ts';
import { doubled, type Person } from './authority.ts';
import { at, Books, revoking } from './books.ts';
import { Course } from './course.ts';
import { Parts } from './parts.ts';
import { Parties } from './parties.ts';
import type { ArchivedEvent } from './shapes.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';

const oneHuman = (people: readonly Person[], event: Told): string[] =>
  doubled(people).map(([one, other]) =>
    at(event, `“${other}” and “${one}” have one mailbox and are one human under two person IDs`),
  );

/**
 * Sentences that name group and people; none where the acceptance, or what took it back, is sufficient. `unvouched` says which acts no
 * entrance vouches for, and why, by the sequence numbers of their events.
 */
export function whyInsufficient(
  primitives: Primitives,
  events: readonly ArchivedEvent[],
  unvouched: ReadonlyMap<number, string>,
): string[] {
  const [start, ...rest] = events as unknown as [Told & Terms, ...Told[]];
  // People are corrected and the plan is amended on the way: whoever reads them finds them as they were by then.
  const first = { ...start, engagement: { ...start.engagement } };
  const parties = new Parties(first);
  const parts = new Parts(first, parties);
  const books = new Books(primitives, first, parties, { unvouched, parts });
  const course = new Course(first, parties);
  const amendments = new Amendments(first, parties, parts);
  const isRevoked = rest.at(-1)?.type === 'revoked';
  const reasons = isRevoked
    ? []
    : [...oneHuman(first.engagement.people, start), ...parts.againstPlan(first.plan).map((each) => at(start, each))];
  for (const event of rest) {
    const before = books.reasons.length;
    const { people } = first.engagement;
    if (event.type === 'personAdded') first.engagement.people = [...people, event.person];
    if (event.type === 'personCorrected')
      first.engagement.people = people.map((each) => (each.personId === event.person.personId ? event.person : each));
    if (!isRevoked && first.engagement.people !== people) reasons.push(...oneHuman(first.engagement.people, event));
    const amended = [...amendments.enter(event), ...parts.against(event)].map((each) => at(event, each));
    if (!isRevoked) reasons.push(...amended);
    if (event.type === 'planAmended') first.plan = event.plan;
    books.enter(event);
    parts.follow(event);
    const found = [...books.reasons.slice(before), ...course.enter(event).map((each) => at(event, each))];
    if (!isRevoked || revoking.includes(event.type)) reasons.push(...found);
  }
  return reasons;
}
