// Fills a database with milestones of ten years: set-based, without triggers, indexes last. What a row holds is made by the domain.
import type { Database } from '../../../db/database.ts';
import { toStored } from '../../../domain/records/upcast.ts';
import { startMilestone } from '../../../domain/decide.ts';
import { actorOf, sampleEngagement, samplePlan } from '../sampleMilestone.ts';

export const milestonesPerEngagement = 20;

const people = sampleEngagement.people.map((each) => each.personId);

/**
 * Seven of ten milestones are over, one in a hundred is disposed of, the newest thousandth waits to be started. As the owner of the
 * tables, who may leave triggers and foreign keys out. Ends with fresh statistics.
 */
export async function fillDatabase(owner: Database, milestones: number): Promise<void> {
  const indexes = await takeAwayIndexes(owner);
  await owner.transaction(async (transaction) => {
    await transaction.raw('set local session_replication_role = replica');
    const { milestone, events } = startMilestone(
      { milestoneId: 'template', engagement: sampleEngagement, plan: samplePlan },
      actorOf('manager', 'engagementManager'),
      '2026-03-02T09:00:00.000Z',
    );
    const literal = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`;
    await transaction.raw(`
      create temporary table n on commit drop as
      select i, 'M' || i as milestone_id, 'E' || (i / ${milestonesPerEngagement}) as engagement_id,
        now() - (${milestones} - i) * interval '10 years' / ${milestones} as created_at,
        (array['compiling', 'validating', 'inReview', 'accepted', 'accepted', 'accepted', 'accepted', 'accepted',
          'terminated', 'accepted'])[i % 10 + 1] as phase,
        i % 10 >= 3 as is_over, i % 100 = 3 as is_disposed, i > ${milestones} * 0.999 as is_unstarted,
        encode(sha256(i::text::bytea), 'hex') as digest
      from generate_series(1, ${milestones}) i`);
    const parts = rowsOf({
      terms: literal(toStored(sampleEngagement)),
      plan: literal(toStored(samplePlan)),
      actor: literal(actorOf('manager', 'engagementManager')),
      state: literal(milestone),
      started: literal(events[0]),
      people: `array['${people.join("','")}']`,
    });
    for (const part of parts) await transaction.raw(part.replaceAll('?', '\\?'));
  });
  for (const index of indexes) await owner.raw(index);
  await owner.raw('vacuum analyze');
}

/** Rows go in several times faster without; those that hold a constraint stay. */
async function takeAwayIndexes(owner: Database): Promise<string[]> {
  const { rows } = await owner.raw<{ rows: { name: string; definition: string }[] }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and relname not like 'knex_%' and not indisprimary and not indisunique`);
  for (const { name } of rows) await owner.raw(`drop index ${name}`);
  return rows.map((each) => each.definition);
}

interface Templates {
  terms: string;
  plan: string;
  actor: string;
  state: string;
  started: string;
  people: string;
}

const rowsOf = (of: Templates): string[] => [
  ...recordRows(of),
  ...requestRows(of),
  ...outputRows(of),
  ...serviceRows(of),
];

const recordRows = ({ terms, plan, actor, state, started }: Templates): string[] => [
  `insert into engagements (engagement_id, name, terms, registered_by, created_at)
   select engagement_id, 'Network renewal', ${terms} || jsonb_build_object('engagementId', engagement_id), ${actor}, min(created_at)
   from n group by engagement_id`,
  `insert into milestones (milestone_id, engagement_id, workflow_id, title, phase, sequence, last_batch, last_hash, deadline, plan,
     started_by, snapshot, waiting_for, started_at, ended_at, created_at, updated_at, disposed_at)
   select milestone_id, engagement_id, 'milestone-' || milestone_id, 'Detailed design ' || i, phase,
     case when is_unstarted then 0 else 4 end, 4, digest, case when is_over then null else created_at + interval '30 days' end,
     ${plan}, ${actor},
     case when is_disposed or is_unstarted then null
       else ${state} || jsonb_build_object('milestoneId', milestone_id, 'startedAt', created_at) end,
     case when is_over then '{}' else array['author'] end, case when is_unstarted then null else created_at end,
     case when is_over then created_at + interval '30 days' end, created_at, created_at,
     case when is_disposed then now() end
   from n`,
  `insert into milestone_events (milestone_id, sequence, batch, type, at, event, previous_hash, hash)
   select milestone_id, place, place, type, created_at + place * interval '7 days',
     case place when 1 then ${started} || jsonb_build_object('milestoneId', milestone_id)
       else jsonb_build_object('type', type, 'sequence', place, 'actor', ${actor}) end, digest, digest
   from n cross join unnest(array['milestoneStarted', 'packageFrozen', 'signed', 'accepted']) with ordinality as e (type, place)
   where not is_disposed and not is_unstarted and (is_over or place < 4)`,
  `insert into decisions (milestone_id, sequence, kind, person_id, at, decision)
   select milestone_id, 3, 'signed', 'approver1', created_at, case when i % 5 = 0
     then jsonb_build_object('drawnSignatureSha256', encode(sha256(('drawn' || i)::bytea), 'hex')) else '{}' end
   from n where not is_disposed`,
  `insert into documents (document_id, engagement_id, file_name, media_type, size_bytes, sha256, uploaded_by, uploaded_at)
   select 'D' || i, engagement_id, 'design.pdf', 'application/pdf', 1000, encode(sha256(('document' || i)::bytea), 'hex'), ${actor},
     created_at from n where not is_disposed`,
  `insert into refused_messages (milestone_id, message_id, name, at, code, message, details)
   select milestone_id, 'late-' || i, 'sign', created_at, 'NOT_AWAITING_SIGNATURES', 'Too late.', '[]' from n where i % 5 = 0`,
];

const requestRows = ({ people }: Templates): string[] => [
  `insert into requests (request_id, milestone_id, engagement_id, person_id, kind, round, token_hash, reply_token_hash, created_at,
     expires_at)
   select 'R' || i || '-' || k, milestone_id, engagement_id, (${people})[k + 5], 'signature', 1,
     encode(sha256(('token' || i || '-' || k)::bytea), 'hex'), encode(sha256(('reply' || i || '-' || k)::bytea), 'hex'), created_at,
     created_at + interval '180 days'
   from n cross join generate_series(1, 2) k where not is_disposed`,
  `insert into request_visits (request_id, at, method, is_human)
   select 'R' || i || '-' || k, created_at + k * interval '1 day', 'GET', k = 2 from n cross join generate_series(1, 2) k
   where not is_disposed`,
  `insert into mails (mail_id, milestone_id, engagement_id, kind, recipient_id, to_address, round, sequence, request_id, model,
     message_id_header, sent_at, due_at, queued_at)
   select 'mail-' || i || '-' || k, milestone_id, engagement_id, 'signatureRequest', (${people})[k + 5],
     'person' || k || '@client.example', 1, k, 'R' || i || '-' || least(k, 2), '{"subject":"Please sign"}',
     '<' || digest || '-' || k || '@example.com>', case when i % 40 <> 0 then created_at end, created_at, created_at
   from n cross join generate_series(1, 3) k where not is_disposed`,
  `insert into outbox (kind, reference, milestone_id, queued_at, next_attempt_at)
   select 'mail', 'mail-' || i || '-' || k, milestone_id, created_at, created_at
   from n cross join generate_series(1, 3) k where i % 40 = 0 and not is_disposed`,
  `insert into inbound_messages (sha256, size_bytes, source, envelope_from, envelope_to, received_at, status, outcome, request_id,
     milestone_id, message_id_header)
   select encode(sha256(('message' || i)::bytea), 'hex'), 3000, 'smtp', 'person1@client.example', '["replies@example.com"]',
     created_at, case when i % 1000 = 0 then 'received' else 'settled' end, 'decided', 'R' || i || '-1', milestone_id,
     '<m' || i || '@client.example>'
   from n where i % 10 = 5`,
];

const outputRows = ({ actor }: Templates): string[] => [
  `insert into certificates (certificate_number, milestone_id, engagement_id, kind, document, document_sha256, pdf_sha256, issued_at)
   select milestone_id || '-C1', milestone_id, engagement_id, 'acceptance', '{}', digest, encode(sha256(('pdf' || i)::bytea), 'hex'),
     created_at + interval '30 days' from n where phase = 'accepted'`,
  `insert into certificate_seals (certificate_number, level, milestone_id, engagement_id, document, pdf_sha256)
   select milestone_id || '-C1', 'B-B', milestone_id, engagement_id, '{}', encode(sha256(('seal' || i)::bytea), 'hex')
   from n where phase = 'accepted' and not is_disposed`,
  `insert into next_phase_authorisations (authorisation_number, milestone_id, certificate_number, scope, authorised_at)
   select milestone_id || '-A1', milestone_id, milestone_id || '-C1', '{}', created_at from n where phase = 'accepted' and not is_disposed`,
  `insert into invoice_releases (certificate_number, milestone_id, amount_released, amount_withheld, currency, invoice_references,
     released_at)
   select milestone_id || '-C1', milestone_id, 120000, 0, 'EUR', '{}', created_at from n where phase = 'accepted'`,
  `insert into archives (certificate_number, milestone_id, sha256, size_bytes, archived_at)
   select milestone_id || '-C1', milestone_id, encode(sha256(('archive' || i)::bytea), 'hex'), 100000, created_at
   from n where phase = 'accepted' and not is_disposed`,
  `insert into archive_versions (certificate_number, version, milestone_id, sha256, size_bytes, reason, archived_at)
   select milestone_id || '-C1', 2, milestone_id, encode(sha256(('again' || i)::bytea), 'hex'), 100000, 'Timestamped', created_at
   from n where phase = 'accepted' and not is_disposed`,
  `insert into invoices (milestone_id, invoice_number, amount, currency, issued_on, certificate_number, registered_by)
   select milestone_id, 'INV-' || i, 60000, 'EUR', created_at, milestone_id || '-C1', ${actor} from n where phase = 'accepted'`,
  `insert into webhook_deliveries (webhook_id, milestone_id, type, payload, delivered_at, queued_at)
   select 'msg_' || i, milestone_id, 'invoiceRelease.updated', '{}', case when i % 40 <> 7 then created_at end, created_at
   from n where phase = 'accepted' and not is_disposed`,
  `insert into outbox (kind, reference, milestone_id, queued_at, status, failed_at)
   select 'webhook', 'msg_' || i, milestone_id, created_at, 'failed', created_at
   from n where phase = 'accepted' and not is_disposed and i % 40 = 7`,
];

const serviceRows = ({ actor }: Templates): string[] => [
  `insert into engagement_ends (engagement_id, ended_on, reason, recorded_by)
   select engagement_id, max(created_at)::date, 'All delivered', ${actor} from n where (i / ${milestonesPerEngagement}) % 2 = 0
   group by engagement_id`,
  `insert into retention_dates (milestone_id, runs_from, kept_until, disposable_from)
   select milestone_id, created_at::date, (created_at + interval '7 years')::date, created_at + interval '7 years 1 day'
   from n where is_over and not is_disposed and (i / ${milestonesPerEngagement}) % 2 = 0`,
  `insert into legal_holds (hold_id, engagement_id, milestone_id, reason, holder, placed_by)
   select 'H' || i, engagement_id, milestone_id, 'Claim expected', 'Counsel', ${actor} from n where i % 1000 = 8`,
  `insert into tombstones (milestone_id, engagement_id, document, sha256)
   select milestone_id, engagement_id, '{}', digest from n where is_disposed`,
  `insert into audit_chains (chain, length, head) select 'milestone:' || milestone_id, 3, digest from n`,
  `insert into audit_entries (chain, sequence, line, hash)
   select 'milestone:' || milestone_id, k, '{"entry":{"batch":' || k || ',"type":"batchRecorded"}}', digest
   from n cross join generate_series(1, 3) k`,
  `insert into idempotency_keys (key, route, request_hash, status, body, claimed_at, completed_at)
   select 'key:' || i, 'POST /milestones/' || milestone_id || '/sign', digest, 200, '{}', created_at, created_at from n where i % 4 = 0`,
];
