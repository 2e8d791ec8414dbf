// When something is due, as people read it: how far off in days where it is, and the instant itself.
import type { Words } from '../../mail/messages/words.ts';

export interface Due {
  /** "Overdue by 2 days", "Today", "In 4 days". */
  label: string;
  /** The instant with its zone. */
  full: string;
  isOverdue: boolean;
  isToday: boolean;
}

/** "27 Nov": of the last or the next few weeks nobody asks for the year. */
export const shortDate = ({ locale }: Words, at: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' }).format(new Date(at));

const dateIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  );

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export function dueWords(words: Words, due: string | undefined, timeZone: string, now: string): Due | undefined {
  if (due === undefined) return undefined;
  const days = daysBetween(dateIn(now, timeZone), dateIn(due, timeZone));
  const isOverdue = due < now;
  return {
    label: labelOf(words, days, isOverdue),
    full: words.instant(due, timeZone),
    isOverdue,
    isToday: !isOverdue && days === 0,
  };
}

function labelOf({ say }: Words, days: number, isOverdue: boolean): string {
  if (isOverdue) return say('desk.due.overdue', { days: Math.abs(Math.min(days, 0)) });
  if (days === 0) return say('desk.due.today');
  return days === 1 ? say('desk.due.tomorrow') : say('desk.due.days', { days });
}
