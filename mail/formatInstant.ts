// How an instant is written for people: in their own zone and language, and in UTC for the record.
import { languageOf } from '../domain/people/languages.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { wordsIn, type Words } from './messages/words.ts';

export interface FormattedInstant {
  local: string;
  utc: string;
}

/** "2026-03-03 08:00 UTC", the same in every language, as it stands in the record. */
export const inUtc = (instant: string): string =>
  `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export const instantIn = (words: Words, instant: string, zone: string): FormattedInstant => ({
  local: words.instant(instant, zone),
  utc: inUtc(instant),
});

/** The zone a person reads in: their own, or the contract's. */
export const zoneOf = (milestone: Milestone, personId: string): string =>
  personOf(milestone, personId)?.timeZone ?? milestone.engagement.contract.calendar.timeZone;

/** The words a person reads. */
export const wordsFor = (milestone: Milestone, personId: string): Words => wordsIn(languageOf(milestone, personId));

/** "Tuesday 3 March 2026, 09:00 (Central European Standard Time), 2026-03-03 08:00 UTC" */
export function formatInstant(milestone: Milestone, personId: string, instant: string): string {
  const words = wordsFor(milestone, personId);
  const { local, utc } = instantIn(words, instant, zoneOf(milestone, personId));
  return words.say('mail.instant', { local, utc });
}
