// Corrects the people of an engagement, and adds to them, for the milestones that start later; those under way have a message of their own.
import type { Database } from '../db/database.ts';
import { writePeople } from '../db/engagements.ts';
import { lockEngagement } from '../db/retention.ts';
import { isSame, withAdded, withCorrected } from '../domain/people/corrections.ts';
import { assertMayLeave } from '../domain/people/leaving.ts';
import type { Person, PersonChanges } from '../domain/people/people.ts';
import { assertMay } from '../domain/people/whoMay.ts';
import type { CarriedOut } from '../domain/records/retentionActs.ts';

interface Act {
  /** The engagement manager or sponsor. */
  personId: string;
  reason: string;
}

/**
 * The person as they are now, whether or not that changed anything; undefined for no such engagement. `assertPresent` refuses whoever
 * has not seen the person as they were. Throws WRONG_ACTOR, PERSON_UNKNOWN or INVALID_MESSAGE.
 */
export async function correctEngagementPerson(
  db: Database,
  engagementId: string,
  { personId: by, reason, ofPersonId, changes }: Act & { ofPersonId: string; changes: PersonChanges },
  { keyId, now, assertPresent }: CarriedOut & { assertPresent(was: Person): void },
): Promise<Person | undefined> {
  return db.transaction(async (transaction) => {
    const engagement = await lockEngagement(transaction, engagementId);
    if (!engagement) return undefined;
    assertMay({ engagement }, 'correctPerson', by);
    const { people, person, was } = withCorrected(engagement.people, ofPersonId, changes);
    assertMayLeave(engagement, person, 'lastDayOn');
    assertPresent(was);
    const change = { by, reason, was, person };
    if (!isSame(person, was))
      await writePeople(transaction, engagementId, people, { type: 'personCorrected', change, keyId, now });
    return person;
  });
}

/** Undefined for no such engagement. Throws WRONG_ACTOR or INVALID_MESSAGE. */
export async function addEngagementPerson(
  db: Database,
  engagementId: string,
  { personId: by, reason, person }: Act & { person: Person },
  { keyId, now }: CarriedOut,
): Promise<Person | undefined> {
  return db.transaction(async (transaction) => {
    const engagement = await lockEngagement(transaction, engagementId);
    if (!engagement) return undefined;
    assertMay({ engagement }, 'addPerson', by);
    const isThere = engagement.people.some((each) => each.personId === person.personId && isSame(each, person));
    if (isThere) return person;
    const people = withAdded(engagement.people, person, 'person.');
    await writePeople(transaction, engagementId, people, {
      ...{ type: 'personAdded', change: { by, reason, person }, keyId, now },
    });
    return person;
  });
}
