// People of an engagement change while a milestone waits: corrected in name, address, phone, capacity or zone, or added. What they were asked
// under an address that was wrong they are asked again; what they decided keeps the name they gave.
import type { AddPerson, CorrectPerson } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { isOver, type Milestone } from '../milestone.ts';
import { openRequestsOf } from '../requests/openRequests.ts';
import { actedAt } from '../records/takenAt.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { doubled, mailboxOf } from './humans.ts';
import { assertMayLeave, hasLeft, isGone } from './leaving.ts';
import { leavingDue } from './departures.ts';
import { person as personSchema, type Person, type PersonChanges } from './people.ts';
import { assertMay } from './whoMay.ts';

/** Tried on the people of an engagement, whoever keeps them. Throws INVALID_MESSAGE naming the field, or PERSON_UNKNOWN. */
export function withCorrected(
  people: readonly Person[],
  ofPersonId: string,
  changes: PersonChanges,
  field = 'email',
): { people: Person[]; person: Person; was: Person } {
  const was = people.find((each) => each.personId === ofPersonId);
  if (!was) throw unknown(ofPersonId);
  const kept = Object.entries({ ...was, ...changes }).filter(([, value]) => value !== null && value !== undefined);
  const { data: person, error } = personSchema.safeParse(Object.fromEntries(kept));
  if (!person)
    throw new SignOffError('INVALID_MESSAGE', `"${ofPersonId}" cannot be listed so: ${error.issues[0]?.message}.`, {
      field: field.replace(/email$/u, String(error.issues[0]?.path[0])),
    });
  const after = people.map((each) => (each === was ? person : each));
  if (!isSame(person, was)) assertOneHumanEach(after, person, field);
  return { people: after, person, was };
}

export const isSame = (one: Person, other: Person): boolean => canonicalSha256(one) === canonicalSha256(other);

/** Throws INVALID_MESSAGE where the ID is taken, or the mailbox is somebody else's. */
export function withAdded(people: readonly Person[], person: Person, within = ''): Person[] {
  if (people.some((each) => each.personId === person.personId))
    throw new SignOffError(
      'INVALID_MESSAGE',
      `"${person.personId}" is among the people already; correct them instead.`,
      {
        field: `${within}personId`,
      },
    );
  const after = [...people, person];
  assertOneHumanEach(after, person, `${within}email`);
  return after;
}

function assertOneHumanEach(people: readonly Person[], { personId }: Person, field: string): void {
  const found = doubled(people).find((each) => each.personId === personId || each.first === personId);
  if (!found) return;
  const other = found.personId === personId ? found.first : found.personId;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `That is the mailbox of "${other}", and one mailbox is one human; give an address of their own.`,
    { field },
  );
}

const unknown = (personId: string): SignOffError =>
  new SignOffError(
    'PERSON_UNKNOWN',
    `"${personId}" is not among the people of the engagement; use the ID it lists, or add them.`,
    {
      field: 'ofPersonId',
    },
  );

function assertOpen(milestone: Milestone): void {
  if (isOver(milestone))
    throw new SignOffError(
      'MILESTONE_CLOSED',
      `Milestone ${milestone.milestoneId} is over: nobody is asked or told anything of it any more that a correction could reach.`,
    );
}

/** By manager or sponsor. A corrected address is asked again for everything that is still open, under new links. */
export function correctPerson(milestone: Milestone, command: CorrectPerson, now: string): MilestoneEvent[] {
  assertOpen(milestone);
  assertMay(milestone, 'correctPerson', command.actor.personId);
  const { ofPersonId, changes, reason } = command;
  const { people, person, was } = withCorrected(milestone.engagement.people, ofPersonId, changes, 'changes.email');
  assertMayLeave(milestone.engagement, person, 'changes.lastDayOn');
  if (isSame(person, was))
    throw new SignOffError('INVALID_MESSAGE', `"${ofPersonId}" is listed so already; give what is to be another way.`, {
      field: 'changes',
    });
  const correctedAt = actedAt(command, now);
  const after = { engagement: { ...milestone.engagement, people } };
  // Who is back is asked again like somebody at another address: the links of before stay dead.
  const isBack = hasLeft(milestone, ofPersonId) && !isGone(after, ofPersonId, correctedAt);
  const isReaddressed = isBack || mailboxOf(person.email) !== mailboxOf(was.email);
  const corrected: MilestoneEvent = {
    type: 'personCorrected',
    person,
    was,
    isReaddressed,
    by: command.actor.personId,
    reason,
    correctedAt,
  };
  const next = evolveAll(milestone, [corrected]);
  if (isGone(next, ofPersonId, now)) return [corrected, ...leavingDue(next, now)];
  if (!isReaddressed) return [corrected];
  const asked = openRequestsOf(next, ofPersonId, now);
  return [corrected, ...asked.map((request) => ({ type: 'askedAgain' as const, askedId: ofPersonId, request }))];
}

/** By manager or sponsor; the person is asked nothing by it, and can be named from now on. */
export function addPerson(milestone: Milestone, command: AddPerson, now: string): MilestoneEvent[] {
  assertOpen(milestone);
  assertMay(milestone, 'addPerson', command.actor.personId);
  const { person, reason } = command;
  withAdded(milestone.engagement.people, person, 'person.');
  return [{ type: 'personAdded', person, by: command.actor.personId, reason, addedAt: actedAt(command, now) }];
}
