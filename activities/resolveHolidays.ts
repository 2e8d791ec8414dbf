// Looks up the public holidays a milestone will count by, once, so that its workflow never depends on the tables again.
import { ApplicationFailure } from '@temporalio/common';
import { publicHolidays, whyUnknownPlace } from '../administration/publicHolidays.ts';
import type { HolidayPlace, PinnedHolidays } from '../domain/time/businessCalendar.ts';

export interface ResolveHolidaysInput {
  places: HolidayPlace[];
  /** Local date the milestone starts on. */
  from: string;
}

/** A place without tables fails for good: counting on without its holidays would set wrong deadlines in silence. */
export function resolveHolidays() {
  return async ({ places, from }: ResolveHolidaysInput): Promise<PinnedHolidays> => {
    for (const place of places) {
      const why = whyUnknownPlace(place);
      if (why)
        throw ApplicationFailure.nonRetryable(
          `The contract's calendar cannot be used: ${why}. Correct publicHolidaysOf, or list the dates under holidays.`,
          'INVALID_MESSAGE',
        );
    }
    return publicHolidays(places, from);
  };
}
