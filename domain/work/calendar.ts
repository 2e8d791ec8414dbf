// What of somebody's desk belongs into their calendar: what has a date, whoever has to act by it. Pure.
import type { Desk, DeskRow } from './desk.ts';

export type CalendarEntry<R extends DeskRow = DeskRow> = R & {
  /** The same as long as the same is asked of the same person, whatever becomes of its date. */
  entryId: string;
  isYours: boolean;
  due: string;
};

/** The same thing asked again, after a rework, is the same entry at another time. */
const entryIdOf = ({ milestoneId, act, personId, about }: DeskRow): string =>
  [milestoneId, act, personId, ...(about === undefined ? [] : [about])].join('.');

/** Sorted by date; none twice. */
export function calendarEntries<R extends DeskRow>({
  needsYou,
  waitingFor,
}: Record<keyof Pick<Desk, 'needsYou' | 'waitingFor'>, readonly R[]>): CalendarEntry<R>[] {
  const entries = new Map<string, CalendarEntry<R>>();
  for (const [rows, isYours] of [
    [needsYou, true],
    [waitingFor, false],
  ] as const)
    for (const row of rows) {
      const entryId = entryIdOf(row);
      const { due } = row;
      if (due !== undefined && !entries.has(entryId)) entries.set(entryId, { ...row, due, entryId, isYours });
    }
  return [...entries.values()].sort((one, other) => one.due.localeCompare(other.due));
}
