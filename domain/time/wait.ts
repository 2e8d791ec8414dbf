// A wait: its deadline and the ladder of reminders and escalations on the way, as absolute instants fixed when it opens.
import { endOfBusinessDay, endOfBusinessHours, morningOf, startOfBusinessDay } from './businessTime.ts';
import type { ContractTerms, SilenceTerms } from '../terms/engagement.ts';

export type WaitKind = keyof ContractTerms['waits'];

/**
 * A rung: `reminder` to those asked, `overdue` to the engagement manager, `escalation` to the engagement sponsor. Where
 * the contract gives silence a meaning, `finalNotice` takes the place of `overdue` and `silence` is when it is judged.
 * `failure` is when an exception counts as failed.
 */
export interface Rung {
  at: string;
  kind: 'reminder' | 'overdue' | 'escalation' | 'finalNotice' | 'silence' | 'failure';
  /** The exception it is about; rungs of several exceptions share one ladder. */
  exceptionId?: string;
}

/** Instants are ISO 8601 in UTC. `next` counts the rungs already climbed, so a restart never repeats one. */
export interface Wait {
  openedAt: string;
  deadline: string;
  ladder: Rung[];
  next: number;
  /** The deadline as it was before any extension. */
  agreedDeadline?: string;
  /** When the final notice of this wait went out. */
  finalNoticeAt?: string;
}

/** Opens the wait of a stage by the contract's terms. Reminder instants that would not come before the deadline are left out. */
export function openWait(kind: WaitKind, openedAt: string, terms: ContractTerms): Wait {
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
  const reminders = [...new Set([...atPercents, morningOf(deadline, calendar)])]
    .filter((at) => at > openedAt && at < deadline)
    .map((at): Rung => ({ at, kind: 'reminder' }));
  return { openedAt, deadline, ladder: inOrder([...reminders, ...rungsFrom(deadline, terms, kind)]), next: 0 };
}

export const inOrder = (rungs: readonly Rung[]): Rung[] => [...rungs].sort((a, b) => a.at.localeCompare(b.at));

/** What the contract makes of silence in a wait of this kind. */
export function silenceIn(kind: WaitKind | undefined, terms: ContractTerms): SilenceTerms['review'] {
  if (kind === 'inReview') return terms.silence.review;
  return kind === 'formalSignOff' ? terms.silence.signOff : 'none';
}

/** What a missed deadline sets off. The day of the deadline itself never counts, whatever day one of a period is. */
export function rungsFrom(deadline: string, terms: ContractTerms, kind?: WaitKind): Rung[] {
  if (silenceIn(kind, terms) === 'none')
    return [{ at: deadline, kind: 'overdue' }, ...escalationsFrom(deadline, terms, kind)];
  const judged = endOfBusinessDay(deadline, terms.silence.furtherPeriodBusinessDays, afterDeadline(terms));
  return [
    { at: deadline, kind: 'finalNotice' },
    { at: judged, kind: 'silence' },
    ...escalationsFrom(judged, terms, kind),
  ];
}

function escalationsFrom(missed: string, terms: ContractTerms, kind?: WaitKind): Rung[] {
  const stage = kind === undefined ? undefined : terms.waits[kind];
  const days = stage?.escalateAfterBusinessDays ?? terms.escalateAfterBusinessDays;
  const repeats = stage?.repeatEscalations ?? terms.repeatEscalations;
  return Array.from({ length: 1 + repeats }, (_, repeat): Rung => ({
    at: endOfBusinessDay(missed, days * (repeat + 1), afterDeadline(terms)),
    kind: 'escalation',
  }));
}

/** The calendar in which something follows a deadline. */
export const afterDeadline = (terms: ContractTerms) => ({ ...terms.calendar, firstDay: 'dayAfterSent' as const });

/** The same wait with a later deadline: what was climbed stays climbed, what lay ahead moves with the deadline. */
export function extendedWait(wait: Wait, deadline: string, terms: ContractTerms, kind: WaitKind): Wait {
  const oldMorning = morningOf(wait.deadline, terms.calendar);
  const climbed = wait.ladder.slice(0, wait.next);
  const kept = wait.ladder.slice(wait.next).filter((each) => each.kind === 'reminder' && each.at !== oldMorning);
  const due: Rung = { at: morningOf(deadline, terms.calendar), kind: 'reminder' };
  const ahead = [...kept, due, ...rungsFrom(deadline, terms, kind)];
  const { finalNoticeAt: _withdrawn, ...rest } = wait;
  return {
    ...rest,
    deadline,
    agreedDeadline: wait.agreedDeadline ?? wait.deadline,
    ladder: [...climbed, ...inOrder(ahead)],
  };
}

/**
 * The rung to climb now. After an outage reminders and escalations that were overtaken by a later one about the same are
 * not sent late one by one; a final notice, and what is judged after it, is never passed over.
 */
export function dueRung(wait: Wait, now: string): { rung: Rung; next: number } | undefined {
  const due = wait.ladder.slice(wait.next).filter((rung) => rung.at <= now);
  const index = due.findIndex(
    (rung, at) => mustBeClimbed(rung) || !due.slice(at + 1).some((later) => later.exceptionId === rung.exceptionId),
  );
  const rung = due[index];
  return rung && { rung, next: wait.next + index + 1 };
}

const mustBeClimbed = (rung: Rung): boolean => ['finalNotice', 'silence', 'failure'].includes(rung.kind);

/** When to look again, or undefined when the ladder is climbed to its end. */
export const nextRungAt = (wait: Wait): string | undefined => wait.ladder[wait.next]?.at;
