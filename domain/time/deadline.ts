// A deadline and its schedule of reminders and escalations, as absolute instants fixed when it opens.
import {
  businessMorningBy,
  dateAfter,
  dateOf,
  daysUntil,
  endOfBusinessDay,
  endOfBusinessHours,
  endOfDate,
  morningOf,
  startOfBusinessDay,
} from './businessTime.ts';
import type { ContractTerms, SilenceTerms } from '../terms/engagement.ts';

export type DeadlineKind = keyof ContractTerms['waits'];

/**
 * A step: `reminder` to those asked, `overdue` to the engagement manager, `escalation` to the engagement sponsor. Where
 * the contract gives silence a meaning, `finalNotice` takes the place of `overdue` and `silence` is when it is judged.
 * `failure` is when an exception counts as failed.
 */
export interface ScheduleStep {
  at: string;
  kind: 'reminder' | 'overdue' | 'escalation' | 'finalNotice' | 'silence' | 'failure';
  /** The exception it is about; steps of several exceptions share one schedule. */
  exceptionId?: string;
}

/** Kept in the state as `wait`. Instants are ISO 8601 in UTC. `next` counts the steps already fired, so a restart never repeats one. */
export interface Deadline {
  openedAt: string;
  deadline: string;
  schedule: ScheduleStep[];
  next: number;
  /** The deadline as it was before any extension. */
  agreedDeadline?: string;
  /** When the final notice about it went out. */
  finalNoticeAt?: string;
}

/** Opens the deadline of a stage by the contract's terms. Reminder instants that would not come before the deadline are left out. */
export function openDeadline(kind: DeadlineKind, openedAt: string, terms: ContractTerms): Deadline {
  const { calendar } = terms;
  const { businessDays, businessHours, reminderPercents = terms.reminderPercents } = terms.waits[kind];
  const deadline =
    businessHours === undefined
      ? endOfBusinessDay(openedAt, businessDays ?? 1, calendar)
      : endOfBusinessHours(openedAt, businessHours, calendar);
  const atPercents = reminderPercents.map((each) =>
    businessHours === undefined
      ? startOfBusinessDay(openedAt, Math.ceil(((businessDays ?? 1) * each) / 100), calendar)
      : endOfBusinessHours(openedAt, (businessHours * each) / 100, calendar),
  );
  const reminders = remindersAt(atPercents, openedAt, deadline, terms);
  return { openedAt, deadline, schedule: inOrder([...reminders, ...stepsAfter(deadline, terms, kind)]), next: 0 };
}

/** Until when a proposed amendment is answered; the steps after that are of an amendment that nobody answered. */
export function openConsentDeadline(openedAt: string, terms: ContractTerms): Deadline {
  const { calendar, amendmentConsent, reminderPercents } = terms;
  const { businessDays, unanswered } = amendmentConsent;
  const deadline = endOfBusinessDay(openedAt, businessDays, calendar);
  const atPercents = reminderPercents.map((each) =>
    startOfBusinessDay(openedAt, Math.ceil((businessDays * each) / 100), calendar),
  );
  const after = stepsAfter(deadline, terms).filter(({ kind }) => kind === 'overdue' || unanswered === 'escalates');
  return {
    openedAt,
    deadline,
    schedule: inOrder([...remindersAt(atPercents, openedAt, deadline, terms), ...after]),
    next: 0,
  };
}

/** At these instants and on the morning of the deadline, as far as they come before it. */
const remindersAt = (
  instants: readonly string[],
  openedAt: string,
  deadline: string,
  { calendar }: ContractTerms,
): ScheduleStep[] =>
  [...new Set([...instants, morningOf(deadline, calendar)])]
    .filter((at) => at > openedAt && at < deadline)
    .map((at): ScheduleStep => ({ at, kind: 'reminder' }));

/** The same with its end on a date of its own: reminders come on business mornings, at the contract's percentages of the days until then. */
export function openDeadlineOn(date: string, kind: DeadlineKind, openedAt: string, terms: ContractTerms): Deadline {
  const { calendar } = terms;
  const { reminderPercents = terms.reminderPercents } = terms.waits[kind];
  const deadline = endOfDate(date, calendar);
  const days = daysUntil(date, openedAt, calendar);
  const mornings = [...reminderPercents.map((each) => Math.ceil((days * each) / 100)), days].map((each) =>
    businessMorningBy(dateAfter(dateOf(openedAt, calendar), each), calendar),
  );
  const reminders = [...new Set(mornings)]
    .filter((at) => at > openedAt && at < deadline)
    .map((at): ScheduleStep => ({ at, kind: 'reminder' }));
  return { openedAt, deadline, schedule: inOrder([...reminders, ...stepsAfter(deadline, terms, kind)]), next: 0 };
}

export const inOrder = (steps: readonly ScheduleStep[]): ScheduleStep[] =>
  [...steps].sort((a, b) => a.at.localeCompare(b.at));

/** What the contract makes of silence when a deadline of this kind passes. */
export function silenceIn(kind: DeadlineKind | undefined, terms: ContractTerms): SilenceTerms['review'] {
  if (kind === 'inReview') return terms.silence.review;
  return kind === 'formalSignOff' ? terms.silence.signOff : 'none';
}

/** What a missed deadline sets off. The day of the deadline itself never counts, whatever day one of a period is. */
export function stepsAfter(deadline: string, terms: ContractTerms, kind?: DeadlineKind): ScheduleStep[] {
  if (silenceIn(kind, terms) === 'none')
    return [{ at: deadline, kind: 'overdue' }, ...escalationsFrom(deadline, terms, kind)];
  const judged = endOfBusinessDay(deadline, terms.silence.furtherPeriodBusinessDays, afterDeadline(terms));
  return [
    { at: deadline, kind: 'finalNotice' },
    { at: judged, kind: 'silence' },
    ...escalationsFrom(judged, terms, kind),
  ];
}

/** The same deadline with its silence judged later, and escalated as much later. */
export function withLaterFurtherPeriod(
  wait: Deadline,
  judgedAt: string,
  terms: ContractTerms,
  kind: DeadlineKind,
): Deadline {
  const fired = wait.schedule.slice(0, wait.next);
  return {
    ...wait,
    schedule: [...fired, { at: judgedAt, kind: 'silence' }, ...escalationsFrom(judgedAt, terms, kind)],
  };
}

function escalationsFrom(missed: string, terms: ContractTerms, kind?: DeadlineKind): ScheduleStep[] {
  const stage = kind === undefined ? undefined : terms.waits[kind];
  const days = stage?.escalateAfterBusinessDays ?? terms.escalateAfterBusinessDays;
  const repeats = stage?.repeatEscalations ?? terms.repeatEscalations;
  return Array.from({ length: 1 + repeats }, (_, repeat): ScheduleStep => ({
    at: endOfBusinessDay(missed, days * (repeat + 1), afterDeadline(terms)),
    kind: 'escalation',
  }));
}

/** The calendar in which something follows a deadline. */
export const afterDeadline = (terms: ContractTerms) => ({ ...terms.calendar, firstDay: 'dayAfterSent' as const });

/** The same deadline put off: what was fired stays fired, what lay ahead moves with the deadline. */
export function withLaterDeadline(
  wait: Deadline,
  deadline: string,
  terms: ContractTerms,
  kind: DeadlineKind,
): Deadline {
  const oldMorning = morningOf(wait.deadline, terms.calendar);
  const fired = wait.schedule.slice(0, wait.next);
  const kept = wait.schedule.slice(wait.next).filter((each) => each.kind === 'reminder' && each.at !== oldMorning);
  const due: ScheduleStep = { at: morningOf(deadline, terms.calendar), kind: 'reminder' };
  const ahead = [...kept, due, ...stepsAfter(deadline, terms, kind)];
  const { finalNoticeAt: _withdrawn, ...rest } = wait;
  return {
    ...rest,
    deadline,
    agreedDeadline: wait.agreedDeadline ?? wait.deadline,
    schedule: [...fired, ...inOrder(ahead)],
  };
}

/**
 * The step to fire now. After an outage reminders and escalations that were overtaken by a later one about the same are
 * not sent late one by one; a final notice, and what is judged after it, is never passed over.
 */
export function dueStep(wait: Deadline, now: string): { step: ScheduleStep; next: number } | undefined {
  const due = wait.schedule.slice(wait.next).filter((step) => step.at <= now);
  const index = due.findIndex(
    (step, at) => mustFire(step) || !due.slice(at + 1).some((later) => later.exceptionId === step.exceptionId),
  );
  const step = due[index];
  return step && { step, next: wait.next + index + 1 };
}

const mustFire = (step: ScheduleStep): boolean => ['finalNotice', 'silence', 'failure'].includes(step.kind);

/** When to look again, or undefined when the schedule has no step left. */
export const nextStepAt = (wait: Deadline): string | undefined => wait.schedule[wait.next]?.at;
