// Correcting the contract's own days: for what has not begun yet. What runs keeps the deadline that people were told.
import { businessCalendar, type BusinessCalendar } from './businessCalendar.ts';
import type { CorrectCalendar } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { assertDoesBusiness } from '../signOff/signability.ts';
import { isOver, type Milestone } from '../milestone.ts';
import { assertMay } from '../people/whoMay.ts';

/** Lists that replace those of a calendar whole; one left out stays as it is. Local dates of the contract. */
export interface CorrectedDays {
  holidays?: string[] | undefined;
  workingDays?: string[] | undefined;
}

/** The calendar with other lists. Throws INVALID_MESSAGE, naming the field, when nothing changes, a date is on both lists or no business would be done for months. */
export function withCorrectedDays(
  calendar: BusinessCalendar,
  { holidays, workingDays }: CorrectedDays,
  now: string,
): BusinessCalendar {
  const wanted = {
    ...calendar,
    holidays: sorted(holidays ?? calendar.holidays),
    workingDays: sorted(workingDays ?? calendar.workingDays),
  };
  const { data, error } = businessCalendar.safeParse(wanted);
  if (!data) {
    const [issue] = error.issues;
    throw new SignOffError('INVALID_MESSAGE', issue?.message ?? error.message, {
      field: String(issue?.path[0] ?? 'workingDays'),
    });
  }
  const isSame = (a: readonly string[], b: readonly string[]) => a.join() === sorted(b).join();
  if (isSame(data.holidays, calendar.holidays) && isSame(data.workingDays, calendar.workingDays))
    throw new SignOffError(
      'INVALID_MESSAGE',
      'The calendar has these dates already; give the lists as they should be.',
      {
        field: holidays ? 'holidays' : 'workingDays',
      },
    );
  assertDoesBusiness({ calendar: data }, now);
  return data;
}

const sorted = (dates: readonly string[]): string[] => [...new Set(dates)].sort();

/** By the engagement manager, as long as something can still begin; the sponsor is told. */
export function correctCalendar(
  milestone: Milestone,
  command: CorrectCalendar,
  { now }: { now: string },
): MilestoneEvent[] {
  assertMay(milestone, 'correctCalendar', command.actor.personId);
  if (isOver(milestone))
    throw new SignOffError(
      'MILESTONE_CLOSED',
      `Milestone ${milestone.milestoneId} is over: no period begins any more that a corrected calendar could count.`,
    );
  const { holidays, workingDays } = withCorrectedDays(milestone.engagement.contract.calendar, command, now);
  return [{ type: 'calendarCorrected', holidays, workingDays, by: command.actor.personId, reason: command.reason }];
}
