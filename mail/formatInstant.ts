// How an instant is written for people: in their own zone, and in UTC for the record.
import { DateTime } from 'luxon';
import { personOf, type Milestone } from '../domain/milestone.ts';

export interface FormattedInstant {
  local: string;
  utc: string;
}

export function instantIn(instant: string, zone: string): FormattedInstant {
  const at = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  return {
    local: `${at.toFormat('cccc d LLLL yyyy, HH:mm')} (${zone})`,
    utc: `${at.toUTC().toFormat('yyyy-MM-dd HH:mm')} UTC`,
  };
}

/** "3 March 2026", as it was there. */
export const dateIn = (instant: string, zone: string): string =>
  DateTime.fromISO(instant, { zone }).setLocale('en-GB').toFormat('d LLLL yyyy');

/** The zone a person reads in: their own, or the contract's. */
export const zoneOf = (milestone: Milestone, personId: string): string =>
  personOf(milestone, personId)?.timeZone ?? milestone.engagement.contract.calendar.timeZone;

/** "Tuesday 3 March 2026, 09:00 (Europe/Berlin), 2026-03-03 08:00 UTC" */
export function formatInstant(milestone: Milestone, personId: string, instant: string): string {
  const { local, utc } = instantIn(instant, zoneOf(milestone, personId));
  return `${local}, ${utc}`;
}
