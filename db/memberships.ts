// Finds the engagements that name a person of the firm by their mailbox, and what they are to each. Decides nothing.
import type { Membership } from '../domain/access/holders.ts';
import { rolesOf, type PlannedAs } from '../domain/access/engagementRoles.ts';
import { mailboxOf } from '../domain/people/humans.ts';
import { isGone } from '../domain/people/leaving.ts';
import type { Person } from '../domain/people/people.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import type { BusinessCalendar } from '../domain/time/businessCalendar.ts';
import type { Database } from './database.ts';

interface Named {
  engagementId: string;
  personId: string;
  engagementManagerId: string;
  engagementSponsorId: string;
}

/** What somebody is to the engagements that name them, and in which they are listed without any duty: nothing of those is theirs to know. */
export interface Namings {
  memberships: Membership[];
  listed: Omit<Membership, 'roles'>[];
}

/** At `now`: whose last day there is over is named nowhere. */
export async function readNamings(db: Database, mailbox: string, now: string): Promise<Namings> {
  const named = await engagementsOf(db, mailbox, now);
  if (named.length === 0) return { memberships: [], listed: [] };
  const [planned, asked] = await Promise.all([readPlanned(db, named), readAsked(db, named)]);
  const all = named.map(({ engagementId, personId, ...terms }) => ({
    engagementId,
    personId,
    roles: rolesOf(terms, personId, planned.get(engagementId) ?? nowhere, asked.get(engagementId) ?? []),
  }));
  return {
    memberships: all.filter(({ roles }) => roles.length > 0),
    listed: all.flatMap(({ roles, ...each }) => (roles.length > 0 ? [] : [each])),
  };
}

const nowhere: PlannedAs = { isAuthor: false, isValidator: false, isReviewer: false, isSigner: false };

async function engagementsOf(db: Database, mailbox: string, now: string): Promise<Named[]> {
  const rows: Record<string, unknown>[] = await db('engagements')
    .whereRaw('firm_mailboxes @> array[?]::text[]', [mailbox])
    .orderBy(['created_at', 'engagement_id'])
    .select(
      'engagement_id',
      db.raw(`terms -> 'people' as people`),
      db.raw(`terms #> '{contract,calendar}' as calendar`),
      db.raw(`terms ->> 'engagementManagerId' as manager`),
      db.raw(`terms ->> 'engagementSponsorId' as sponsor`),
    );
  return rows.flatMap((row) => {
    const person = (row.people as Person[]).find(
      ({ party, email, sharedMailbox }) => party === 'firm' && sharedMailbox !== true && mailboxOf(email) === mailbox,
    );
    if (!person) return [];
    const offices = { engagementManagerId: row.manager as string, engagementSponsorId: row.sponsor as string };
    const contract = { calendar: row.calendar as BusinessCalendar };
    if (isGone({ engagement: { ...offices, people: [person], contract } }, person.personId, now)) return [];
    return [{ engagementId: row.engagement_id as string, personId: person.personId, ...offices }];
  });
}

const pairs = (named: readonly Named[]) => [named.map((each) => each.engagementId), named.map((each) => each.personId)];

async function readPlanned(db: Database, named: readonly Named[]): Promise<Map<string, PlannedAs>> {
  const at = (path: string) => `coalesce(bool_or(jsonb_path_exists(plan, '${path} \\? (@ == $p)', vars)), false)`;
  const { rows } = await db.raw(
    `select engagement_id,
       ${at('$.deliverables[*].authorIds[*]')} as is_author,
       ${at('$.validators.memberIds[*]')} as is_validator,
       ${at('$.reviewGroups[*].memberIds[*]')} as is_reviewer,
       ${at('$.approvalAuthorityList[*].members[*].personId')} or ${at('$.approvalAuthorityList[*].delegates[*].personId')} as is_signer
     from unnest(?::text[], ?::text[]) as named (engagement_id, person_id)
     join milestones using (engagement_id)
     cross join lateral (select jsonb_build_object('p', person_id)) as by (vars)
     where disposed_at is null
     group by engagement_id`,
    pairs(named),
  );
  return new Map(
    (rows as Record<string, unknown>[]).map((row) => [
      row.engagement_id as string,
      {
        isAuthor: row.is_author as boolean,
        isValidator: row.is_validator as boolean,
        isReviewer: row.is_reviewer as boolean,
        isSigner: row.is_signer as boolean,
      },
    ]),
  );
}

async function readAsked(db: Database, named: readonly Named[]): Promise<Map<string, RequestKind[]>> {
  const { rows } = await db.raw(
    `select engagement_id, array_agg(distinct kind) as kinds
     from requests join unnest(?::text[], ?::text[]) as named (engagement_id, person_id) using (engagement_id, person_id)
     group by engagement_id`,
    pairs(named),
  );
  return new Map(
    (rows as Record<string, unknown>[]).map((row) => [row.engagement_id as string, row.kinds as RequestKind[]]),
  );
}
