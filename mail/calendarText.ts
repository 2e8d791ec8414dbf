// A calendar of deadlines as calendar programs read it from an address (RFC 5545). Sends nothing.
import ical, { ICalAlarmType, ICalEventClass, ICalEventTransparency } from 'ical-generator';

export interface Deadline {
  /** The same as long as it is the same deadline. */
  uid: string;
  /** An instant. */
  due: string;
  summary: string;
  description: string;
  url: string;
  /** Whoever has the calendar is reminded of it the day before. */
  isReminded: boolean;
}

export interface Calendar {
  name: string;
  language: string;
  /** When it was put together. */
  now: string;
  /** Programs ask this often, as far as they heed it. */
  refreshSeconds: number;
}

const aDay = 86_400;

/** Nobody is busy because of a deadline. */
export function calendarText(
  deadlines: readonly Deadline[],
  { name, language, now, refreshSeconds }: Calendar,
): string {
  const prodId = `//milestone-sign-off//deadlines//${language.slice(0, 2).toUpperCase()}`;
  const calendar = ical({ name, prodId, ttl: refreshSeconds });
  for (const { uid: id, due, isReminded, ...said } of deadlines) {
    const event = calendar.createEvent({
      ...{ id, ...said, start: new Date(due), stamp: new Date(now) },
      ...{ class: ICalEventClass.PRIVATE, transparency: ICalEventTransparency.TRANSPARENT },
    });
    if (isReminded)
      event.createAlarm({
        ...{ type: ICalAlarmType.display, description: said.summary },
        triggerBefore: aDay,
      });
  }
  return calendar.toString();
}
