// Records, or corrects, when an engagement ended: the retention of all its records may run from it.
import type { Database } from '../db/database.ts';
import { findEngagementEnd, insertEngagementEnd, lockEngagement } from '../db/retention.ts';
import { decideOnEnd, type CarriedOut, type EndEngagement } from '../domain/records/retentionActs.ts';

/** Undefined for an unknown engagement. `isRepeat` when this end was on record already. Throws INVALID_MESSAGE. */
export async function recordEngagementEnd(
  db: Database,
  engagementId: string,
  command: EndEngagement,
  carriedOut: CarriedOut,
): Promise<{ isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    const engagement = await lockEngagement(transaction, engagementId);
    if (!engagement) return undefined;
    const before = await findEngagementEnd(transaction, engagementId);
    const { contract } = engagement;
    const of = { contract, ...(before === undefined ? {} : { engagementEndedOn: before }) };
    if (!decideOnEnd(of, command, carriedOut.now)) return { isRepeat: true };
    await insertEngagementEnd(transaction, engagementId, command, carriedOut);
    return { isRepeat: false };
  });
}
