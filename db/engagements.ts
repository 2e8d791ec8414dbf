// Engagements on record.
import type { EngagementScope } from '../domain/access/scope.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import type { Engagement } from '../domain/terms/engagement.ts';
import type { CarriedOut } from '../domain/records/retentionActs.ts';
import type { Knex } from 'knex';
import type { BusinessCalendar } from '../domain/time/businessCalendar.ts';
import type { Actor, Person } from '../domain/people/people.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { canonicalJson, sha256Hex } from '../evidence/ledger/canonicalJson.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { fromStored, toStored } from '../domain/records/upcast.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { instant } from './rows.ts';
import { within } from './scope.ts';

interface Row {
  terms: unknown;
}

export const toEngagement = ({ terms }: Row): Engagement => fromStored('engagement', terms);

/** By which people of the firm who sign in are found; kept beside the terms, and as long as those name them. */
export const firmMailboxes = (people: Engagement['people']): string[] =>
  people.flatMap(({ party, sharedMailbox, email }) => {
    const mailbox = party === 'firm' && sharedMailbox !== true ? mailboxOf(email) : undefined;
    return mailbox === undefined ? [] : [mailbox];
  });

/** False when the ID is taken; the caller decides whether that is a repeat or a clash. */
export async function insertEngagement(db: Database, engagement: Engagement, registeredBy: Actor): Promise<boolean> {
  const inserted = await db('engagements')
    .insert({
      engagement_id: engagement.engagementId,
      name: engagement.name,
      terms: JSON.stringify(toStored(engagement)),
      registered_by: JSON.stringify(registeredBy),
      firm_mailboxes: firmMailboxes(engagement.people),
    })
    .onConflict('engagement_id')
    .ignore()
    .returning('engagement_id');
  return inserted.length > 0;
}

/** What is notified when something of an engagement changes, and tells nothing to who may not read it. */
export const readWorkMarks = (db: Database, engagementIds: readonly string[]): Promise<string[]> =>
  db('engagements')
    .whereIn('engagement_id', [...engagementIds])
    .pluck('work_mark');

export async function findEngagement(db: Database, engagementId: string): Promise<Engagement | undefined> {
  const row = await db('engagements').where({ engagement_id: engagementId }).first<Row | undefined>('terms');
  return row && toEngagement(row);
}

/** Writes the corrected calendar into the terms, the correction itself, and the line of the audit log that says so. */
export async function writeCalendarCorrection(
  transaction: Knex.Transaction,
  engagementId: string,
  calendar: BusinessCalendar,
  { reason, by, keyId, now }: { reason: string; by: Actor } & CarriedOut,
): Promise<void> {
  const [asText, correctedBy] = [JSON.stringify(calendar), JSON.stringify(by)];
  await transaction('engagements')
    .where({ engagement_id: engagementId })
    .update({ terms: transaction.raw(`jsonb_set(terms, '{contract,calendar}', ?::jsonb)`, [asText]) });
  await transaction('calendar_corrections').insert({
    engagement_id: engagementId,
    calendar: asText,
    reason,
    corrected_by: correctedBy,
    corrected_at: now,
  });
  await appendAudit(transaction, serviceChain, {
    at: now,
    type: 'calendarCorrected',
    engagementId,
    recordSha256: sha256Hex(canonicalJson({ calendar, reason })),
    keyId,
  });
}

/** Writes the people into the terms, whom firm people who sign in are found by, and the line of the audit log that says so. */
export async function writePeople(
  transaction: Knex.Transaction,
  engagementId: string,
  people: Engagement['people'],
  { type, change, keyId, now }: { type: 'personCorrected' | 'personAdded'; change: object } & CarriedOut,
): Promise<void> {
  await transaction('engagements')
    .where({ engagement_id: engagementId })
    .update({
      terms: transaction.raw(`jsonb_set(terms, '{people}', ?::jsonb)`, [JSON.stringify(people)]),
      firm_mailboxes: firmMailboxes(people),
    });
  await appendAudit(transaction, serviceChain, {
    at: now,
    type,
    engagementId,
    recordSha256: sha256Hex(canonicalJson(change)),
    keyId,
  });
}

/** An engagement as lists show it: reading the terms of a page of them, half a megabyte, is most of what it would take. */
export type EngagementSummary = Pick<Engagement, 'engagementId' | 'name'> & { createdAt: string };

const toSummary = (row: Record<string, unknown>): EngagementSummary => ({
  engagementId: row.engagement_id as string,
  name: row.name as string,
  createdAt: instant(row.created_at),
});

/** By ID. */
export async function engagementNames(db: Database, engagementIds: readonly string[]): Promise<Map<string, string>> {
  const rows: { engagement_id: string; name: string }[] = await db('engagements')
    .whereIn('engagement_id', [...engagementIds])
    .select('engagement_id', 'name');
  return new Map(rows.map((each) => [each.engagement_id, each.name]));
}

/** Who is who in an engagement, for lists over several. */
export interface Cast {
  name: string;
  engagementManagerId: string;
  /** Of the contract's calendar: in which its dates are meant. */
  timeZone: string;
  calendar: BusinessCalendar;
  /** By person ID. */
  names: ReadonlyMap<string, string>;
}

/** By ID of the engagement. */
export async function readCasts(db: Database, engagementIds: readonly string[]): Promise<Map<string, Cast>> {
  const rows: Record<string, unknown>[] = await db('engagements')
    .whereIn('engagement_id', [...engagementIds])
    .select(...['engagement_id', 'name', 'parts.*'])
    // Terms are long: what is wanted of them is taken out in one go.
    .joinRaw(
      `cross join lateral (
         select "engagementManagerId" as manager, contract -> 'calendar' as calendar, people
         from jsonb_to_record(terms) as part ("engagementManagerId" text, contract jsonb, people jsonb)) parts`,
    );
  return new Map(
    rows.map((row) => [
      row.engagement_id as string,
      {
        name: row.name as string,
        engagementManagerId: row.manager as string,
        timeZone: (row.calendar as BusinessCalendar).timeZone,
        calendar: row.calendar as BusinessCalendar,
        names: new Map((row.people as Person[]).map((each) => [each.personId, each.name])),
      },
    ]),
  );
}

export function listEngagements(db: Database, scope: EngagementScope, page: Page): Promise<Paged<EngagementSummary>> {
  const shown = ['engagement_id', 'name', 'created_at'];
  return readPage(within(db('engagements'), scope), ['created_at', 'engagement_id'], page, toSummary, shown);
}
