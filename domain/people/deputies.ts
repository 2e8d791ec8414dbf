// Standing deputies: who decides instead of somebody on some days, named by that person or by the manager. Whoever is asked on such a day, or
// still owes a decision when it begins, has the deputy asked instead, within the rules of delegation; on the day after, it is theirs again.
import type { AppointDeputy, EndDeputy, NameDeputy } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { isOver, type Delegation, type Milestone } from '../milestone.ts';
import { actedAt } from '../records/takenAt.ts';
import { dateAfter, dateOf, startOfDate } from '../time/businessTime.ts';
import { assignmentsOf, dutyIn, groupsFor, type Assignment, type Duty } from './assignments.ts';
import { assertEligible, decided } from './delegation.ts';
import type { Deputyship } from './deputyship.ts';
import { systemActor } from './people.ts';
import { assertMay } from './whoMay.ts';

const duties: readonly Duty[] = ['validation', 'review', 'signature'];

/** By the person whose duty it is. */
export const nameDeputy = (milestone: Milestone, command: NameDeputy, now: string): MilestoneEvent[] =>
  named(milestone, 'deputyNamed', { ...command, forPersonId: command.actor.personId }, now);

/** By the manager, for somebody who cannot. */
export function appointDeputy(milestone: Milestone, command: AppointDeputy, now: string): MilestoneEvent[] {
  assertMay(milestone, 'appointDeputy', command.actor.personId);
  return named(milestone, 'deputyAppointed', command, now);
}

function named(
  milestone: Milestone,
  type: 'deputyNamed' | 'deputyAppointed',
  command: AppointDeputy,
  now: string,
): MilestoneEvent[] {
  assertOpen(milestone);
  const { forPersonId: personId, deputyId, reason, actor, messageId } = command;
  const deputyship: Deputyship = {
    deputyshipId: `D${milestone.deputies.length + 1}`,
    ...{ personId, deputyId, ...daysOf(milestone, command, now) },
    ...{ reason, at: actedAt(command, now), actor, messageId },
  };
  assertCouldDecide(milestone, deputyship);
  const happened: MilestoneEvent = { type, deputyship };
  return [happened, ...inThisWait(evolveAll(milestone, [happened]), now)];
}

function assertOpen(milestone: Milestone): void {
  if (isOver(milestone) || milestone.stage.phase === 'acceptedWithExceptions')
    throw new SignOffError(
      'NOTHING_TO_PASS_ON',
      `Milestone ${milestone.milestoneId} asks nobody for a decision any more that a deputy could give.`,
    );
}

function daysOf(
  { engagement }: Milestone,
  { from, until }: Pick<AppointDeputy, 'from' | 'until'>,
  now: string,
): Pick<Deputyship, 'from' | 'until' | 'startsAt' | 'endsAt'> {
  if (from === undefined && until === undefined) return {};
  const { calendar } = engagement.contract;
  const refused = (field: string, why: string) => new SignOffError('INVALID_MESSAGE', why, { field });
  if (from === undefined || until === undefined)
    throw refused(from === undefined ? 'from' : 'until', 'Give the first and the last day, or neither.');
  if (until < from) throw refused('until', `The last day, ${until}, is before the first, ${from}.`);
  if (until < dateOf(now, calendar)) throw refused('until', `${until} is over; give a last day that is still to come.`);
  return { from, until, startsAt: startOfDate(from, calendar), endsAt: startOfDate(dateAfter(until, 1), calendar) };
}

/** In one duty at least that the person is listed for: where the deputy may not, the person stays asked. Throws what stands against it. */
function assertCouldDecide(milestone: Milestone, { personId, deputyId, ...rest }: Deputyship): void {
  const places = duties.flatMap((duty) =>
    groupsFor(milestone, duty).some((ids) => ids.includes(personId)) ? [duty] : [],
  );
  if (places.length === 0)
    throw new SignOffError(
      'NOT_ON_LIST',
      `"${personId}" is not listed to validate, review or sign milestone ${milestone.milestoneId}, so that no deputy is needed.`,
      { field: personId === rest.actor.personId ? 'actor.personId' : 'forPersonId' },
    );
  if (deputyId === personId)
    throw new SignOffError('DELEGATE_NOT_ELIGIBLE', 'Name another person to decide instead.', { field: 'deputyId' });
  const objections = places.map((duty) => whyNot(milestone, duty, { personId, deputyId, ...rest }));
  const [first] = objections;
  if (first === undefined || objections.includes(undefined)) return;
  throw new SignOffError(first.code, first.message, { field: 'deputyId' });
}

function whyNot(milestone: Milestone, duty: Duty, deputyship: Deputyship): SignOffError | undefined {
  const { personId, deputyId } = deputyship;
  try {
    assertEligible(milestone, delegationBy(milestone, deputyship, duty, deputyId, personId, deputyship.at));
    return undefined;
  } catch (error) {
    if (error instanceof SignOffError) return error;
    throw error;
  }
}

/** By the manager, or by whose deputy it is; what the deputy has not decided is theirs again. */
export function endDeputy(milestone: Milestone, command: EndDeputy, now: string): MilestoneEvent[] {
  assertOpen(milestone);
  const { deputyshipId, reason, actor } = command;
  const found = milestone.deputies.find((each) => each.deputyshipId === deputyshipId && each.ended === undefined);
  if (found?.personId !== actor.personId) assertMay(milestone, 'endDeputy', actor.personId);
  if (!found)
    throw new SignOffError('NOTHING_TO_PASS_ON', `There is no deputyship "${deputyshipId}", or it has ended.`, {
      field: 'deputyshipId',
    });
  const endedAt = actedAt(command, now);
  const ended: MilestoneEvent = { type: 'deputyEnded', deputyshipId, by: actor.personId, reason, endedAt };
  return [ended, ...inThisWait(evolveAll(milestone, [ended]), now)];
}

const isOn = ({ startsAt, endsAt, ended }: Deputyship, at: string): boolean =>
  startsAt !== undefined && endsAt !== undefined && startsAt <= at && at < endsAt && !(ended && ended.at <= at);

/** Who decides instead of somebody at an instant; what was named last counts. */
export const deputyshipOf = ({ deputies }: Milestone, personId: string, at: string): Deputyship | undefined =>
  deputies.findLast((each) => each.personId === personId && isOn(each, at));

/** Of somebody who named a deputy for whenever an automatic reply says that they are away. */
const forAbsences = ({ deputies }: Milestone, personId: string): Deputyship | undefined =>
  deputies.findLast((each) => each.personId === personId && each.startsAt === undefined && each.ended === undefined);

/** Whom the manager may name instead of somebody who is away: the deputy they named, if there is one. */
export const proposedDeputy = (milestone: Milestone, personId: string): string | undefined =>
  (
    forAbsences(milestone, personId) ??
    milestone.deputies.findLast((each) => each.personId === personId && each.ended === undefined)
  )?.deputyId;

interface Change {
  deputyship: Deputyship;
  toPersonId: string;
}

/** To whom a place passes at an instant; undefined where it stays. What the manager arranged since outranks a deputy. */
function changeOf(
  milestone: Milestone,
  { memberId, assigneeId, delegation }: Assignment,
  at: string,
): Change | undefined {
  const current = deputyshipOf(milestone, memberId, at);
  if (delegation?.kind === 'deputised' && delegation.toPersonId !== memberId) {
    const by = milestone.deputies.find((each) => each.deputyshipId === delegation.deputyshipId);
    const isAbsence = by?.startsAt === undefined && by?.ended === undefined;
    if (current?.deputyId === assigneeId || (current === undefined && isAbsence) || !by) return undefined;
    return current ? { deputyship: current, toPersonId: current.deputyId } : { deputyship: by, toPersonId: memberId };
  }
  if (assigneeId !== memberId || !current) return undefined;
  if (delegation?.kind === 'reassigned' && delegation.at >= current.at) return undefined;
  return { deputyship: current, toPersonId: current.deputyId };
}

function delegationBy(
  milestone: Milestone,
  { deputyshipId, personId: memberId, reason, actor, messageId }: Deputyship,
  duty: Duty,
  toPersonId: string,
  fromPersonId: string,
  at: string,
): Delegation {
  const digest = milestone.packages.at(-1)?.digest;
  return {
    delegationId: `P${milestone.delegations.length + 1}`,
    ...{ kind: 'deputised', deputyshipId, duty, memberId, fromPersonId, toPersonId, reason, at, actor, messageId },
    ...(digest === undefined ? {} : { packageDigest: digest }),
    isVoid: false,
  };
}

/** One place after the other, since whoever comes to act for one person cannot for another. */
function passedOn(
  milestone: Milestone,
  duty: Duty,
  memberIds: readonly string[],
  at: string,
  changed: (after: Milestone, assignment: Assignment) => Change | undefined,
): MilestoneEvent[] {
  return memberIds.reduce<MilestoneEvent[]>((passed, memberId) => {
    const after = evolveAll(milestone, passed);
    const [assignment] = assignmentsOf(after, duty, [memberId]);
    const { assigneeId } = assignment ?? {};
    const change = assignment && changed(after, assignment);
    if (!change || assigneeId === undefined || decided(after, duty).includes(assigneeId)) return passed;
    const { deputyship, toPersonId } = change;
    if (toPersonId !== memberId && whyNot(after, duty, { ...deputyship, deputyId: toPersonId })) return passed;
    const delegation = delegationBy(after, deputyship, duty, toPersonId, assigneeId, at);
    return [...passed, { type: 'deputised', delegation }];
  }, []);
}

/** Before the people of a list are asked: those whose deputy is asked instead at that instant, or is no more. */
export const toDeputies = (milestone: Milestone, duty: Duty, memberIds: readonly string[], at: string) =>
  milestone.deputies.length === 0
    ? []
    : passedOn(milestone, duty, memberIds, at, (after, assignment) => changeOf(after, assignment, at));

/** The list that is asked now. */
function openList({ stage, plan }: Milestone): { duty: Duty; memberIds: readonly string[]; since: string } | undefined {
  const duty = dutyIn(stage.phase);
  if (!duty || !('wait' in stage)) return undefined;
  const groups = { validation: [plan.validators], review: plan.reviewGroups, signature: plan.approvalAuthorityList }[
    duty
  ];
  const group = groups['openGroup' in stage ? stage.openGroup : 0];
  if (!group) return undefined;
  const memberIds = 'memberIds' in group ? group.memberIds : group.members.map((each) => each.personId);
  return { duty, memberIds, since: stage.wait.openedAt };
}

/** Who is asked now: whose deputy is asked instead from this instant on, or is no more. */
export function inThisWait(milestone: Milestone, at: string): MilestoneEvent[] {
  const open = openList(milestone);
  return open ? toDeputies(milestone, open.duty, open.memberIds, at) : [];
}

/** The next instant at which a place that is asked passes to a deputy or back; each is considered once, and none before it was asked or named. */
function nextOf(milestone: Milestone, duty: Duty, memberId: string, since: string): string | undefined {
  const theirs = milestone.deputies.filter((each) => each.personId === memberId);
  const [assignment] = assignmentsOf(milestone, duty, [memberId]);
  const settled = [since, assignment?.delegation?.at ?? since].sort().at(-1) ?? since;
  return theirs
    .flatMap(({ startsAt, endsAt, at }) => [startsAt, endsAt].filter((each) => each !== undefined && each > at))
    .filter((each) => each !== undefined && each > settled)
    .sort()
    .find((each) => each !== undefined && toDeputies(milestone, duty, [memberId], each).length > 0);
}

/** When the next deputy takes over, or has done. */
export function nextDeputising(milestone: Milestone): string | undefined {
  const open = milestone.deputies.length === 0 ? undefined : openList(milestone);
  return open?.memberIds
    .flatMap((each) => nextOf(milestone, open.duty, each, open.since) ?? [])
    .sort()
    .at(0);
}

/** What passes at that instant, dated by it. */
export function deputisingDue(milestone: Milestone, due: string): MilestoneEvent[] {
  const open = openList(milestone);
  if (!open) return [];
  const isDue = ({ memberId }: Assignment) => nextOf(milestone, open.duty, memberId, open.since) === due;
  return passedOn(milestone, open.duty, open.memberIds, due, (after, assignment) =>
    isDue(assignment) ? changeOf(after, assignment, due) : undefined,
  );
}

/** To the deputy that somebody named for such times, where the contract lets an automatic reply do that. */
export function routedToDeputy(milestone: Milestone, absenteeId: string, now: string): MilestoneEvent[] {
  const open = openList(milestone);
  const deputyship = forAbsences(milestone, absenteeId);
  if (!open || !deputyship || milestone.engagement.contract.automaticReplies !== 'routeToDeputy') return [];
  return passedOn(milestone, open.duty, open.memberIds, now, (_after, { memberId, assigneeId }) =>
    memberId === absenteeId && assigneeId === absenteeId ? { deputyship, toPersonId: deputyship.deputyId } : undefined,
  );
}

/** Who decides instead of whom now or later, for whoever is asked or looks at the record. */
export const standingDeputies = ({ deputies }: Milestone, now: string): Deputyship[] =>
  deputies.filter(({ ended, endsAt }) => ended === undefined && (endsAt === undefined || endsAt > now));

/** Whom somebody who is listed could name, so that nobody has to guess. */
export const eligibleDeputies = (milestone: Milestone, personId: string): string[] =>
  milestone.engagement.people
    .map((each) => each.personId)
    .filter(
      (deputyId) =>
        deputyId !== personId &&
        duties.some(
          (duty) =>
            groupsFor(milestone, duty).some((ids) => ids.includes(personId)) &&
            whyNot(milestone, duty, {
              ...{ deputyshipId: 'asked', personId, deputyId, reason: 'asked', at: milestone.startedAt },
              ...{ actor: systemActor, messageId: 'asked' },
            }) === undefined,
        ),
    );
