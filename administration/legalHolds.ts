// Places and releases legal holds. A hold and a disposal wait for each other, so neither is lost.
import type { Database } from '../db/database.ts';
import { insertHold, insertRelease, lockSubject, readHolds, type HoldSubject } from '../db/legalHolds.ts';
import type { LegalHold } from '../domain/records/retention.ts';
import {
  decideOnHold,
  decideOnRelease,
  type CarriedOut,
  type PlaceHold,
  type ReleaseHold,
} from '../domain/records/retentionActs.ts';

/** The same hold ID again changes nothing and finds the hold as it is. Undefined for no such subject. Throws MILESTONE_DISPOSED. */
export async function placeHold(
  db: Database,
  subject: HoldSubject,
  holdId: string,
  command: PlaceHold,
  { keyId, now }: CarriedOut,
): Promise<{ hold: LegalHold; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    const locked = await lockSubject(transaction, subject);
    if (!locked) return undefined;
    const { milestoneId } = subject;
    const earlier = (await readHolds(transaction, subject)).find((each) => each.holdId === holdId);
    if (earlier) return { hold: earlier, isRepeat: true };
    const of = { ...locked, ...(milestoneId === undefined ? {} : { milestoneId }) };
    const { hold } = decideOnHold(of, holdId, command, now);
    await insertHold(transaction, subject, hold, keyId);
    return { hold, isRepeat: false };
  });
}

/** Of a hold on this very subject: a milestone does not release what holds its whole engagement. Throws HOLD_UNKNOWN. */
export async function releaseHold(
  db: Database,
  subject: HoldSubject,
  holdId: string,
  command: ReleaseHold,
  { keyId, now }: CarriedOut,
): Promise<{ hold: LegalHold; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    if (!(await lockSubject(transaction, subject))) return undefined;
    const on = subject.milestoneId === undefined ? 'engagement' : 'milestone';
    const holds = (await readHolds(transaction, subject)).filter((each) => each.on === on);
    const released = decideOnRelease(holds, holdId, command, now);
    const hold = holds.find((each) => each.holdId === holdId) as LegalHold;
    if (!released) return { hold, isRepeat: true };
    const after = { ...hold, release: released.release };
    await insertRelease(transaction, subject, after, keyId);
    return { hold: after, isRepeat: false };
  });
}
