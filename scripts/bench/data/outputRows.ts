// The rows of what acceptance brings and of what is kept for how long, as SQL over the population. What expires has, but a day's.
import { manager } from './recordRows.ts';

const accepted = `phase = 'accepted'`;
const onRecord = `${accepted} and not is_disposed`;

export const outputRows: readonly string[] = [
  `insert into certificates (certificate_number, milestone_id, engagement_id, kind, document, document_sha256, pdf_sha256, issued_at)
   select milestone_id || '-C1', milestone_id, engagement_id, 'acceptance',
     case when is_disposed then '{}' else jsonb_build_object('milestoneId', milestone_id, 'statement', repeat('It is accepted. ', 8)) end,
     digest, encode(sha256(('pdf' || i)::bytea), 'hex'), created_at + interval '30 days' from n where ${accepted}`,
  `insert into certificate_seals (certificate_number, level, milestone_id, engagement_id, document, pdf_sha256)
   select milestone_id || '-C1', 'B-B', milestone_id, engagement_id, repeat('It is accepted. ', 8),
     encode(sha256(('seal' || i)::bytea), 'hex') from n where ${onRecord}`,
  `insert into next_phase_authorisations (engagement_id, authorisation_number, milestone_id, certificate_number, scope, authorised_at)
   select engagement_id, milestone_id || '-A1', milestone_id, milestone_id || '-C1', '{}', created_at from n where ${onRecord}`,
  `insert into invoice_releases (engagement_id, certificate_number, milestone_id, amount_released, amount_withheld, currency, invoice_references,
     released_at)
   select engagement_id, milestone_id || '-C1', milestone_id, 120000, 0, 'EUR', '{}', created_at from n where ${accepted}`,
  `insert into archives (engagement_id, certificate_number, milestone_id, sha256, size_bytes, archived_at)
   select engagement_id, milestone_id || '-C1', milestone_id, encode(sha256(('archive' || i)::bytea), 'hex'), 100000, created_at
   from n where ${onRecord}`,
  `insert into archive_versions (engagement_id, certificate_number, version, milestone_id, sha256, size_bytes, reason, archived_at)
   select engagement_id, milestone_id || '-C1', 2, milestone_id, encode(sha256(('again' || i)::bytea), 'hex'), 100000, 'Timestamped', created_at
   from n where ${onRecord}`,
  `insert into invoices (engagement_id, milestone_id, invoice_number, amount, currency, issued_on, certificate_number, registered_by)
   select engagement_id, milestone_id, 'INV-' || i || '-' || k, case when is_new then 600 when is_long then 1200 else 120000 end, 'EUR',
     created_at, milestone_id || '-C1', ${manager}
   from n cross join generate_series(1, case when is_long then 100 else 1 end) k where ${accepted}`,
  `insert into webhook_deliveries (engagement_id, webhook_id, milestone_id, type, payload, delivered_at, queued_at)
   select engagement_id, 'msg_' || i || '-' || k, milestone_id, 'invoiceRelease.updated', '{}', case when i % 40 <> 7 then created_at end, created_at
   from n cross join generate_series(1, case when is_long then 100 else 1 end) k
   where ${onRecord} and (i % 40 = 7 or created_at > now() - interval '91 days')`,
  `insert into outbox (engagement_id, kind, reference, milestone_id, queued_at, status, failed_at)
   select engagement_id, 'webhook', 'msg_' || i || '-1', milestone_id, created_at, 'failed', created_at from n where ${onRecord} and i % 40 = 7`,
];

export const retentionRows: readonly string[] = [
  `insert into engagement_ends (engagement_id, ended_on, reason, recorded_by)
   select engagement_id, max(created_at)::date, 'All delivered', ${manager} from n where has_engagement_ended group by engagement_id`,
  `insert into retention_dates (engagement_id, milestone_id, runs_from, kept_until, disposable_from)
   select engagement_id, milestone_id, created_at::date, (created_at + interval '7 years')::date, created_at + interval '7 years 1 day'
   from n where is_over and not is_disposed and has_engagement_ended`,
  `insert into legal_holds (hold_id, engagement_id, milestone_id, reason, holder, placed_by)
   select 'H' || i, engagement_id, milestone_id, 'Claim expected', 'Counsel', ${manager} from n where i % 1000 = 8`,
  `insert into legal_hold_releases (engagement_id, hold_id, reason, released_by)
   select engagement_id, 'H' || i, 'Settled', ${manager} from n where i % 3000 = 8`,
  `insert into tombstones (milestone_id, engagement_id, document, sha256)
   select milestone_id, engagement_id, '{}', digest from n where is_disposed`,
  `insert into erasures (engagement_id, milestone_id, person_id, reason, requested_on, document, erased_by)
   select engagement_id, milestone_id, 'approver1', 'Asked', created_at::date, '{}', ${manager}
   from n where i % 500 = 9 and is_over and not is_disposed`,
];
