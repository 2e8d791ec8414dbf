// Who leaves an engagement on a date: from the day after their last one on, nothing is asked of them and nothing of theirs is taken. What they
// decided stays; what they still owe is the manager's to give to somebody else. Warned of before. Reads the state, decides nothing.
import { SignOffError } from '../errors.ts';
import { isOver, openExceptions, type Milestone } from '../milestone.ts';
import { untilAcceptance } from '../phases.ts';
import type { Engagement } from '../terms/engagement.ts';
import { dateAfter, dateOf, startOfDate } from '../time/businessTime.ts';
import { assignmentsOf, groupsFor, type Duty } from './assignments.ts';
import type { Person } from './people.ts';

type Offices = Pick<Engagement, 'engagementManagerId' | 'engagementSponsorId'>;
interface Of {
  engagement: Offices & Pick<Engagement, 'people'> & { contract: Pick<Engagement['contract'], 'calendar'> };
}

const isOffice = ({ engagementManagerId, engagementSponsorId }: Offices, personId: string): boolean =>
  [engagementManagerId, engagementSponsorId].includes(personId);

/** Undefined for who stays; manager and sponsor do, since nobody else can be asked for what is theirs. */
export const lastDayOf = ({ engagement }: Of, personId: string): string | undefined =>
  isOffice(engagement, personId) ? undefined : engagement.people.find((each) => each.personId === personId)?.lastDayOn;

/** The instant at which their last day is over; ISO 8601 UTC. */
export function leavesAt(of: Of, personId: string): string | undefined {
  const lastDay = lastDayOf(of, personId);
  return lastDay === undefined ? undefined : startOfDate(dateAfter(lastDay, 1), of.engagement.contract.calendar);
}

export function isGone(of: Of, personId: string, at: string): boolean {
  const leaves = leavesAt(of, personId);
  return leaves !== undefined && leaves <= at;
}

/** Whether it is on record that they left. */
export const hasLeft = ({ left }: Pick<Milestone, 'left'>, personId: string): boolean =>
  left.some((each) => each.personId === personId);

/** Those whom something can be asked of. */
export const present = (milestone: Milestone, ids: readonly string[]): string[] =>
  ids.filter((id) => !hasLeft(milestone, id));

/** Throws INVALID_MESSAGE where an office would be left empty. */
export function assertMayLeave(engagement: Offices, { personId, name, lastDayOn }: Person, field: string): void {
  if (lastDayOn === undefined || !isOffice(engagement, personId)) return;
  const office = personId === engagement.engagementManagerId ? 'manager' : 'sponsor';
  throw new SignOffError(
    'INVALID_MESSAGE',
    `${name} is the engagement ${office}, whose acts nobody else may take; correct the details of the ${office} to those of the successor on the day.`,
    { field },
  );
}

/** Throws WRONG_ACTOR: whatever it is that they send, or somebody else for them. */
export function assertNotGone(of: Of, personId: string, at: string): void {
  if (!isGone(of, personId, at)) return;
  throw new SignOffError(
    'WRONG_ACTOR',
    `"${personId}" has left, with ${lastDayOf(of, personId) ?? ''} as the last day, and decides nothing any more; ask the engagement manager to reassign it.`,
    { field: 'actor.personId' },
  );
}

/** When the next of those who are still there leaves. */
export function nextLeaving(milestone: Milestone): string | undefined {
  if (isOver(milestone)) return undefined;
  return milestone.engagement.people
    .filter(({ personId, lastDayOn }) => lastDayOn !== undefined && !hasLeft(milestone, personId))
    .flatMap(({ personId }) => leavesAt(milestone, personId) ?? [])
    .sort()[0];
}

/** Who is listed for a duty or acts in it and has not decided, with the list it is on. */
export interface Owed {
  personId: string;
  duty: Duty;
  group: number;
}

/** `decided` are those whose word in a duty stands. */
export function owedIn(milestone: Milestone, decided: (duty: Duty) => readonly string[]): Owed[] {
  if (!(untilAcceptance as readonly string[]).includes(milestone.stage.phase)) return [];
  return (['validation', 'review', 'signature'] as const).flatMap((duty) => {
    const standing = decided(duty);
    return groupsFor(milestone, duty).flatMap((ids, group) =>
      assignmentsOf(milestone, duty, ids)
        .flatMap(({ assigneeId }) => assigneeId ?? [])
        .filter((personId) => !standing.includes(personId))
        .map((personId) => ({ personId, duty, group })),
    );
  });
}

export interface LeavingEarly {
  personId: string;
  lastDayOn: string;
  /** The later of what the plan and the present deadline say. */
  until: string;
  duties: (Duty | 'closure')[];
}

/** Those who will have left by a date of the plan, of the present wait or of an exception of theirs, and have not decided. */
export function leavingEarly(milestone: Milestone, decided: (duty: Duty) => readonly string[]): LeavingEarly[] {
  const { engagement, stage, plan } = milestone;
  const owed = owedIn(milestone, decided);
  const waitsUntil = 'wait' in stage ? dateOf(stage.wait.deadline, engagement.contract.calendar) : '';
  const planned = [plan.dueOn ?? '', waitsUntil].sort().at(-1) ?? '';
  const exceptions = openExceptions(milestone);
  return engagement.people.flatMap(({ personId }): LeavingEarly[] => {
    const lastDayOn = lastDayOf(milestone, personId);
    if (lastDayOn === undefined || hasLeft(milestone, personId)) return [];
    const duties = [...new Set(owed.filter((each) => each.personId === personId).map((each) => each.duty))];
    const closes = exceptions.filter((each) => each.ownerId === personId).map((each) => each.dueOn);
    const until = [...(duties.length > 0 ? [planned] : []), ...closes].sort().at(-1) ?? '';
    if (until <= lastDayOn) return [];
    return [{ personId, lastDayOn, until, duties: [...duties, ...(closes.length > 0 ? (['closure'] as const) : [])] }];
  });
}
