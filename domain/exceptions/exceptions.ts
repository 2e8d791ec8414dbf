// What is due after a conditional acceptance: one schedule over all open exceptions, each step fixed by its exception's due date.
import { businessMorningBy, dateAfter, dateOf, daysUntil, endOfBusinessDay, endOfDate } from '../time/businessTime.ts';
import { openExceptions, type AgreedException, type Milestone } from '../milestone.ts';
import { afterDeadline, inOrder, stepsAfter, type ScheduleStep, type Deadline } from '../time/deadline.ts';

/**
 * The deadline of what is still open: reminders to each owner, then overdue, escalation, and failure. Instants come from
 * the due dates alone, so making the schedule anew, when one is closed or extended, restarts nothing.
 */
export function openExceptionDeadline(milestone: Milestone, now: string): Deadline {
  const { calendar } = milestone.engagement.contract;
  const before = milestone.stage.phase === 'acceptedWithExceptions' ? milestone.stage.wait : undefined;
  const openedAt = before?.openedAt ?? now;
  const firedUntil = before ? (before.schedule[before.next - 1]?.at ?? openedAt) : openedAt;
  const open = openExceptions(milestone);
  const due = dueFirst(open.filter((each) => !each.failure)) ?? dueFirst(open) ?? dateOf(now, calendar);
  const schedule = inOrder(open.flatMap((each) => stepsOf(milestone, each, openedAt)));
  return {
    openedAt,
    deadline: endOfDate(due, calendar),
    schedule: schedule.filter((each) => each.at > firedUntil),
    next: 0,
  };
}

const dueFirst = (exceptions: readonly AgreedException[]): string | undefined =>
  exceptions.map((each) => each.dueOn).sort()[0];

/** Reminders at the contract's percentages of the time to the due date, and on the day itself or the business day before. */
function stepsOf(milestone: Milestone, exception: AgreedException, openedAt: string): ScheduleStep[] {
  if (exception.failure) return [];
  const { contract } = milestone.engagement;
  const { calendar } = contract;
  const { exceptionId, dueOn } = exception;
  const deadline = endOfDate(dueOn, calendar);
  const granted = exception.extensions?.at(-1)?.at ?? openedAt;
  const days = daysUntil(dueOn, granted, calendar);
  const atPercents = contract.reminderPercents.map((each) => Math.ceil((days * each) / 100));
  const mornings = [...atPercents, days].map((each) =>
    businessMorningBy(dateAfter(dateOf(granted, calendar), each), calendar),
  );
  const reminders = [...new Set(mornings)]
    .filter((at) => at > granted && at < deadline)
    .map((at): ScheduleStep => ({ at, kind: 'reminder', exceptionId }));
  const failsAt = endOfBusinessDay(deadline, contract.exceptionFailsAfterBusinessDays, afterDeadline(contract));
  const missed = stepsAfter(deadline, contract).filter((each) => each.at < failsAt);
  return [
    ...reminders,
    ...missed.map((each) => ({ ...each, exceptionId })),
    { at: failsAt, kind: 'failure', exceptionId },
  ];
}

/** Exceptions that have failed and are still open: what they withhold is held until they are closed or extended. */
export const failedExceptions = (milestone: Milestone): AgreedException[] =>
  openExceptions(milestone).filter((each) => each.failure !== undefined);
