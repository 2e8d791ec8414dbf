// Where time stands still, and for how long it did: questions of the state, asked by whatever counts time. Decides nothing.
import type { Milestone } from '../milestone.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import type { ClockStop } from './clockStop.ts';
import type { Deadline } from './deadline.ts';

const inThisWait = ({ round, clockStops }: Milestone): ClockStop[] => clockStops.filter((each) => each.of === round);

/** The stop of everybody's clock, while it lasts. */
export const openStop = (milestone: Milestone): ClockStop | undefined =>
  inThisWait(milestone).find((each) => each.to === undefined && each.forPersonId === undefined);

/** What people who are asked need to know first. Who has decided all the same needs it no more. */
export function openInquiries(milestone: Milestone): ClockStop[] {
  const asked = pendingAssignees(milestone);
  return inThisWait(milestone).filter(
    ({ to, forPersonId }) => to === undefined && forPersonId !== undefined && asked.includes(forPersonId),
  );
}

/** Whoever waits for an answer, or said that it is not theirs, is not reminded. */
export function isReminded(milestone: Milestone, personId: string): boolean {
  const digest = milestone.packages.at(-1)?.digest;
  return (
    !openInquiries(milestone).some((each) => each.forPersonId === personId) &&
    !milestone.declined.some((each) => each.personId === personId && each.packageDigest === digest)
  );
}

/** Milliseconds of a period that none of these covers. */
export function uncovered(from: string, to: string, covering: readonly { from: string; to?: string }[]): number {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const spans = covering
    .map((each): [number, number] => [Math.max(begin, Date.parse(each.from)), Math.min(end, Date.parse(each.to ?? to))])
    .filter(([start, stop]) => start < stop)
    .sort(([one], [other]) => one - other);
  let [left, at] = [0, begin];
  for (const [start, stop] of spans) {
    left += Math.max(0, start - at);
    at = Math.max(at, stop);
  }
  return left + Math.max(0, end - at);
}

const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

/** The same deadline, and what lay ahead of it, later by exactly so much; what was fired stays fired. */
export function movedBy(wait: Deadline, milliseconds: number): Deadline {
  const { agreedDeadline } = wait;
  return {
    ...wait,
    deadline: later(wait.deadline, milliseconds),
    ...(agreedDeadline === undefined ? {} : { agreedDeadline: later(agreedDeadline, milliseconds) }),
    schedule: wait.schedule.map((each, index) =>
      index < wait.next ? each : { ...each, at: later(each.at, milliseconds) },
    ),
  };
}

/** By how much the deadline moves when a stop ends: by what no other stop that has ended moved it by already. */
export const movedFor = (milestone: Milestone, stop: ClockStop, now: string): number =>
  uncovered(
    stop.from,
    now,
    inThisWait(milestone).filter((each) => each.to !== undefined),
  );
