// A wait: its deadline and the ladder of reminders and escalations on the way, as absolute instants fixed when it opens.
import { endOfBusinessDay, startOfBusinessDay } from './businessTime.ts';
import type { ContractTerms } from './engagement.ts';

export type WaitKind = keyof ContractTerms['waits'];

/** A rung: `reminder` to those asked, `overdue` to the engagement manager, `escalation` to the engagement sponsor. */
export interface Rung {
  at: string;
  kind: 'reminder' | 'overdue' | 'escalation';
}

/** Instants are ISO 8601 in UTC. `next` counts the rungs already climbed, so a restart never repeats one. */
export interface Wait {
  openedAt: string;
  deadline: string;
  ladder: Rung[];
  next: number;
}

/** Opens the wait of a stage by the contract's terms. Reminder instants that would not come before the deadline are left out. */
export function openWait(kind: WaitKind, openedAt: string, terms: ContractTerms): Wait {
  const days = terms.waits[kind].businessDays;
  const deadline = endOfBusinessDay(openedAt, days, terms.calendar);
  const reminderDays = new Set([...terms.reminderPercents.map((each) => Math.ceil((days * each) / 100)), days]);
  const reminders = [...reminderDays]
    .map((day) => startOfBusinessDay(openedAt, day, terms.calendar))
    .filter((at) => at > openedAt && at < deadline)
    .map((at): Rung => ({ at, kind: 'reminder' }));
  const ladder = [...reminders, ...rungsFrom(deadline, terms)];
  return { openedAt, deadline, ladder: ladder.sort((a, b) => a.at.localeCompare(b.at)), next: 0 };
}

/** What a missed deadline sets off. The day of the deadline itself never counts, whatever day one of a period is. */
export function rungsFrom(deadline: string, terms: ContractTerms): Rung[] {
  const calendar = { ...terms.calendar, firstDay: 'dayAfterSent' as const };
  const escalations = Array.from({ length: 1 + terms.repeatEscalations }, (_, repeat): Rung => ({
    at: endOfBusinessDay(deadline, terms.escalateAfterBusinessDays * (repeat + 1), calendar),
    kind: 'escalation',
  }));
  return [{ at: deadline, kind: 'overdue' }, ...escalations];
}

/** The rung to climb now: the last one that is due. Earlier ones missed while nothing ran are not sent late one by one. */
export function dueRung(wait: Wait, now: string): { rung: Rung; next: number } | undefined {
  const due = wait.ladder.slice(wait.next).filter((rung) => rung.at <= now);
  const rung = due.at(-1);
  return rung && { rung, next: wait.next + due.length };
}

/** When to look again, or undefined when the ladder is climbed to its end. */
export const nextRungAt = (wait: Wait): string | undefined => wait.ladder[wait.next]?.at;
