// Which deadline concerns a reader, and when a reminder of it reaches them: in the hours in which they work where they are, by the days of the contract.
import type { Milestone } from '../milestone.ts';
import type { Person } from '../people/people.ts';
import type { Deadline } from './deadline.ts';
import { endOfBusinessHours } from './businessTime.ts';

/** The deadline a reader is concerned with: a proposed revocation comes before what the stage waits for. */
export const deadlineOf = ({ stage, proposedRevocation }: Milestone): Deadline | undefined =>
  proposedRevocation?.wait ?? ('wait' in stage ? stage.wait : undefined);

/** From `at`; none within their hours, and none where the deadline would pass before. */
export function secondsUntilRead(milestone: Milestone, { timeZone }: Pick<Person, 'timeZone'>, at: string): number {
  const { calendar } = milestone.engagement.contract;
  const read = endOfBusinessHours(at, 0, { ...calendar, timeZone: timeZone ?? calendar.timeZone });
  const deadline = deadlineOf(milestone)?.deadline;
  if (deadline !== undefined && Date.parse(read) >= Date.parse(deadline)) return 0;
  return Math.max(0, Math.round((Date.parse(read) - Date.parse(at)) / 1000));
}
