// Corrects the calendar of an engagement, for the milestones that start later; those under way have a correction of their own.
import type { Database } from '../db/database.ts';
import { lockEngagement } from '../db/retention.ts';
import { writeCalendarCorrection } from '../db/engagements.ts';
import type { Actor } from '../domain/people/people.ts';
import type { CarriedOut } from '../domain/records/retentionActs.ts';
import type { BusinessCalendar } from '../domain/time/businessCalendar.ts';
import { withCorrectedDays, type CorrectedDays } from '../domain/time/calendarCorrection.ts';

export interface CalendarCorrection extends CorrectedDays {
  reason: string;
}

/** The calendar as it is now. Undefined for an unknown engagement. Throws INVALID_MESSAGE. */
export async function correctEngagementCalendar(
  db: Database,
  engagementId: string,
  correction: CalendarCorrection,
  { by, keyId, now }: { by: Actor } & CarriedOut,
): Promise<BusinessCalendar | undefined> {
  return db.transaction(async (transaction) => {
    const engagement = await lockEngagement(transaction, engagementId);
    if (!engagement) return undefined;
    const calendar = withCorrectedDays(engagement.contract.calendar, correction, now);
    await writeCalendarCorrection(transaction, engagementId, calendar, { reason: correction.reason, by, keyId, now });
    return calendar;
  });
}
