// Stopping the clock until the other party has brought something, and for one person until they know more; nudging; more time for oneself.
import { endOfBusinessDay, endOfDate } from './businessTime.ts';
import type { AskForInformation, Nudge, RequestMoreTime, ResumeClock, StopClock } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { nameOf, personOf, type Milestone } from '../milestone.ts';
import { assertMay } from '../people/whoMay.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import { termsFor } from '../signOff/granters.ts';
import type { ClockStop } from './clockStop.ts';
import { afterDeadline, withLaterDeadline } from './deadline.ts';
import { whyNotExtendable } from './extension.ts';
import { isReminded, movedBy, movedFor, openInquiries, openStop } from './stops.ts';

/** Where the parties wait for each other; a dispute, and what is before the sponsor, is not put off. */
const stoppable = ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff'] as const;
const asking = ['validating', 'inReview', 'formalSignOff'] as const;

const notStoppable = (why: string, field?: string): SignOffError =>
  new SignOffError('CLOCK_NOT_STOPPABLE', why, field === undefined ? {} : { field });

/** By manager or sponsor; both and everybody who is asked are told, and deadlines move by exactly as long as it lasts. */
export function stopClock(milestone: Milestone, command: StopClock, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    stoppable,
    'CLOCK_NOT_STOPPABLE',
    'the clock is stopped before acceptance, while nothing is in dispute',
  );
  assertMay(milestone, 'stopClock', command.actor.personId);
  const standing = openStop(milestone);
  if (standing)
    throw notStoppable(
      `The clock stands still already, since ${standing.from}, by ${nameOf(milestone, standing.by)}; resume it first.`,
    );
  const { reason, awaits } = command;
  return [{ type: 'clockStopped', stop: { ...newStop(milestone, command, now), reason, awaits } }];
}

/** By whoever is asked: more than a question, since they cannot decide before it is answered (NEC4 13.4). Their clock stands still until then. */
export function askForInformation(milestone: Milestone, command: AskForInformation, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    asking,
    'CLOCK_NOT_STOPPABLE',
    'information is asked for by who is asked to validate, review or sign',
  );
  packageNamed(milestone, command.packageDigest);
  const { personId } = command.actor;
  assertAsked(milestone, personId);
  if (openInquiries(milestone).some((each) => each.forPersonId === personId))
    throw notStoppable(`"${personId}" has asked for information already; it is with the engagement manager.`);
  const awaits = personOf(milestone, milestone.engagement.engagementManagerId)?.party ?? 'firm';
  const stop = { ...newStop(milestone, command, now), reason: command.question, awaits };
  return [{ type: 'informationAsked', stop: { ...stop, forPersonId: personId } }];
}

const newStop = (milestone: Milestone, { actor }: StopClock | AskForInformation, now: string) => ({
  ...{ stopId: `H${milestone.clockStops.length + 1}`, of: milestone.round, from: now, by: actor.personId },
});

/** By manager or sponsor, with what came of it; whoever asked is asked again with the answer. */
export function resumeClock(milestone: Milestone, command: ResumeClock, now: string): MilestoneEvent[] {
  const stage = stageIn(milestone, stoppable, 'CLOCK_NOT_STOPPABLE', 'nothing stands still here');
  assertMay(milestone, 'resumeClock', command.actor.personId);
  const standing = [openStop(milestone), ...openInquiries(milestone)].filter((each) => each !== undefined);
  const stop = standing.find((each) => command.stopId === undefined || each.stopId === command.stopId);
  if (!stop)
    throw notStoppable(
      command.stopId === undefined
        ? 'The clock runs; there is nothing to resume.'
        : `"${command.stopId}" does not stand still (any more).`,
      'stopId',
    );
  return [
    {
      type: 'clockResumed',
      stop: { ...stop, to: now, note: command.note } satisfies ClockStop,
      by: command.actor.personId,
      wait: movedBy(stage.wait, movedFor(milestone, stop, now)),
    },
  ];
}

/** So often within one wait, and so long after what they heard last. */
const mostNudges = 3;
const hoursBetween = 24;

/** By the manager: a reminder now, to those alone who have not answered. */
export function nudge(milestone: Milestone, command: Nudge, now: string): MilestoneEvent[] {
  const { wait } = stageIn(milestone, asking, 'NOT_NUDGEABLE', 'who validates, reviews or signs is reminded');
  assertMay(milestone, 'nudge', command.actor.personId);
  const refused = (why: string) => new SignOffError('NOT_NUDGEABLE', why);
  const standing = openStop(milestone);
  if (standing) throw refused(`The clock stands still since ${standing.from}; nobody is late.`);
  const earlier = milestone.nudges.filter((each) => each.of === milestone.round);
  if (earlier.length >= mostNudges)
    throw refused(`Everybody was nudged ${mostNudges} times in this wait; speak with them, or escalate.`);
  const next = new Date(Date.parse(earlier.at(-1)?.at ?? wait.openedAt) + hoursBetween * 3_600_000).toISOString();
  if (now < next) throw refused(`They heard of it within ${hoursBetween} hours; nudge after ${next}.`);
  const askedIds = pendingAssignees(milestone).filter((id) => isReminded(milestone, id));
  if (askedIds.length === 0) throw refused('Nobody is left to remind: all have answered, or wait for an answer.');
  return [{ type: 'nudged', askedIds, nudge: { of: milestone.round, at: now, personId: command.actor.personId } }];
}

/** By whoever is asked, with a reason: once by themselves within the contract's limit; otherwise the manager is asked. */
export function requestMoreTime(milestone: Milestone, command: RequestMoreTime, now: string): MilestoneEvent[] {
  const stage = stageIn(
    milestone,
    asking,
    'NOT_EXTENDABLE',
    'more time is asked for by who validates, reviews or signs',
  );
  const { personId } = command.actor;
  assertAsked(milestone, personId);
  const { contract } = milestone.engagement;
  const { wait } = stage;
  const { newDeadlineOn, reason } = command;
  const deadline = endOfDate(newDeadlineOn, contract.calendar);
  const problem = whyNotExtendable(newDeadlineOn, deadline, wait.deadline, milestone);
  if (problem) throw new SignOffError('NOT_EXTENDABLE', problem, { field: 'newDeadlineOn' });
  const asked = { personId, of: milestone.round, at: now };
  const agreed = wait.agreedDeadline ?? wait.deadline;
  const days = Math.min(contract.ownExtensionBusinessDays, contract.maxExtensionBusinessDays);
  const isOwn =
    days > 0 &&
    deadline <= endOfBusinessDay(agreed, days, afterDeadline(contract)) &&
    !milestone.ownExtensions.some((each) => each.personId === personId && each.of === milestone.round);
  if (!isOwn) return [{ type: 'moreTimeAsked', asked, newDeadlineOn, reason }];
  const moved = withLaterDeadline(wait, deadline, termsFor(milestone, stage.phase), stage.phase);
  return [{ type: 'ownTimeTaken', taken: asked, wait: moved, was: wait.deadline, reason }];
}

function assertAsked(milestone: Milestone, personId: string): void {
  if (pendingAssignees(milestone).includes(personId)) return;
  throw new SignOffError('NOT_ON_LIST', `"${personId}" is not being asked now, or has decided.`, {
    field: 'actor.personId',
  });
}
