// Part of the baseline: what acceptance brings, the invoices registered against it, and the webhooks that tell of both.
import { appendOnly } from './appendOnly.ts';

/** A seal is on record before anything uses it: signatures differ each time, and the first one stored is the one. */
export const outputs = `
  create table certificates (
    certificate_number text primary key,
    milestone_id text not null references milestones,
    engagement_id text not null references engagements,
    kind text not null,
    document jsonb not null,
    document_sha256 text not null,
    pdf_sha256 text not null,
    issued_at timestamptz not null,
    supersedes text references certificates,
    recorded_at timestamptz not null default now()
  );
  create index certificates_by_milestone on certificates (milestone_id, issued_at);
  create index certificates_by_superseded on certificates (supersedes) where supersedes is not null;
  create index certificates_by_digest on certificates (pdf_sha256);

  create table certificate_seals (
    certificate_number text not null,
    level text not null check (level in ('B-B', 'B-T')),
    milestone_id text not null references milestones,
    engagement_id text not null references engagements,
    document text not null,
    pdf_sha256 text not null,
    timestamped_at timestamptz,
    sealed_at timestamptz not null default now(),
    primary key (certificate_number, level)
  );
  create index certificate_seals_by_milestone on certificate_seals (milestone_id);
  create index certificate_seals_by_digest on certificate_seals (pdf_sha256);

  create table certificate_addresses (
    certificate_number text primary key,
    milestone_id text not null references milestones,
    token text not null unique check (length(token) >= 22),
    made_at timestamptz not null default now()
  );
  create index certificate_addresses_by_milestone on certificate_addresses (milestone_id);

  create table withdrawn_addresses (
    certificate_number text primary key references certificate_addresses,
    milestone_id text not null references milestones,
    reason text not null,
    withdrawn_by text not null,
    withdrawn_at timestamptz not null
  );
  create index withdrawn_addresses_by_milestone on withdrawn_addresses (milestone_id);

  create table next_phase_authorisations (
    authorisation_number text primary key,
    milestone_id text not null references milestones,
    certificate_number text not null unique references certificates,
    scope jsonb not null,
    authorised_at timestamptz not null
  );
  create index next_phase_authorisations_by_milestone on next_phase_authorisations (milestone_id);

  create table invoice_releases (
    certificate_number text primary key references certificates,
    milestone_id text not null references milestones,
    amount_released numeric(17, 4) not null check (amount_released >= 0),
    amount_withheld numeric(17, 4) not null check (amount_withheld >= 0),
    currency text not null,
    invoice_references jsonb not null,
    released_at timestamptz not null
  );
  create index invoice_releases_by_milestone on invoice_releases (milestone_id);

  create table archives (
    certificate_number text primary key references certificates,
    milestone_id text not null references milestones,
    sha256 text not null,
    size_bytes bigint not null,
    archived_at timestamptz not null
  );
  create index archives_by_milestone on archives (milestone_id);
  create index archives_by_digest on archives (sha256);

  create table archive_versions (
    certificate_number text not null references certificates,
    version integer not null check (version > 1),
    milestone_id text not null references milestones,
    sha256 text not null,
    size_bytes bigint not null,
    reason text not null,
    archived_at timestamptz not null default now(),
    primary key (certificate_number, version)
  );
  create index archive_versions_by_milestone on archive_versions (milestone_id);
  create index archive_versions_by_digest on archive_versions (sha256);

  create table invoices (
    milestone_id text not null references milestones,
    invoice_number text not null,
    amount numeric(17, 4) not null check (amount > 0),
    currency text not null,
    issued_on date not null,
    certificate_number text not null references certificates,
    registered_by jsonb not null,
    registered_at timestamptz not null default now(),
    primary key (milestone_id, invoice_number)
  );
  create index invoices_by_certificate on invoices (certificate_number);
  create index invoices_by_number on invoices (invoice_number);

  create table invoice_drafts (
    milestone_id text not null references milestones,
    draft_number text not null,
    amount numeric(17, 4) not null check (amount > 0),
    currency text not null,
    reserved_until date not null,
    registered_by jsonb not null,
    registered_at timestamptz not null,
    ended_as text check (ended_as in ('issued', 'withdrawn', 'lapsed', 'revoked')),
    ended_at timestamptz check ((ended_at is null) = (ended_as is null)),
    ended_by jsonb check ((ended_by is null) = (ended_as is null)),
    ended_because text,
    primary key (milestone_id, draft_number)
  );
  create index invoice_drafts_by_number on invoice_drafts (draft_number);
  create index invoice_drafts_reserving on invoice_drafts (reserved_until) where ended_as is null;

  create function guard_invoice_draft() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and old.ended_as is null
      and to_jsonb(new) - array['ended_as', 'ended_at', 'ended_by', 'ended_because']
        = to_jsonb(old) - array['ended_as', 'ended_at', 'ended_by', 'ended_because'] then
      return new;
    end if;
    raise exception 'what a draft reserves never changes, and one that ended stays so' using errcode = 'restrict_violation';
  end $$;
  ${appendOnly(['invoice_drafts'], 'guard_invoice_draft')}

  create table invoice_credits (
    milestone_id text not null,
    kind text not null check (kind in ('creditNote', 'cancellation')),
    credit_number text not null,
    invoice_number text not null,
    amount numeric(17, 4) not null check (amount > 0),
    currency text not null,
    issued_on date not null,
    reason text,
    registered_by jsonb not null,
    registered_at timestamptz not null default now(),
    primary key (milestone_id, kind, credit_number),
    foreign key (milestone_id, invoice_number) references invoices
  );
  create index invoice_credits_by_invoice on invoice_credits (milestone_id, invoice_number);
  ${appendOnly(['invoices', 'invoice_credits'])}

  create function is_money_open(in_milestone text) returns boolean language sql stable set search_path = public, pg_temp as $$
    select coalesce((
      select amount_withheld > 0 or amount_released
        <> coalesce((select sum(amount) from invoices where milestone_id = in_milestone), 0)
          - coalesce((select sum(amount) from invoice_credits where milestone_id = in_milestone), 0)
      from invoice_releases where milestone_id = in_milestone order by released_at desc limit 1), false) $$;

  create function note_open_money() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    update milestones set has_open_money = is_money_open(new.milestone_id) where milestone_id = new.milestone_id;
    return null;
  end $$;
  ${['invoice_releases', 'invoices', 'invoice_credits']
    .map(
      (table) => `
  create trigger ${table}_noted after insert on ${table} for each row execute function note_open_money();`,
    )
    .join('')}

  create table event_endpoints (
    endpoint_id text primary key,
    url text not null,
    label text not null,
    engagement_ids text[] check (cardinality(engagement_ids) > 0),
    kinds text[] check (cardinality(kinds) > 0),
    created_by text not null,
    created_at timestamptz not null default now(),
    secret_number integer not null default 1,
    secret_since timestamptz check ((secret_since is null) = (secret_number = 1)),
    ended_at timestamptz,
    ended_by text check ((ended_by is null) = (ended_at is null)),
    ended_because text check ((ended_because is null) = (ended_at is null))
  );

  create function guard_event_endpoint() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and old.ended_at is null
      and new.secret_number in (old.secret_number, old.secret_number + 1)
      and to_jsonb(new) - array['ended_at', 'ended_by', 'ended_because', 'secret_number', 'secret_since']
        = to_jsonb(old) - array['ended_at', 'ended_by', 'ended_because', 'secret_number', 'secret_since'] then
      return new;
    end if;
    raise exception 'what an endpoint is told never changes, and one that was ended stays so' using errcode = 'restrict_violation';
  end $$;
  ${appendOnly(['event_endpoints'], 'guard_event_endpoint')}

  create table webhook_deliveries (
    webhook_id text primary key,
    milestone_id text not null references milestones,
    endpoint_id text references event_endpoints,
    type text not null,
    payload text not null,
    attempts integer not null default 0,
    delivered_at timestamptz,
    queued_at timestamptz not null default now()
  );
  create index webhook_deliveries_listed on webhook_deliveries (queued_at, webhook_id);
  create index webhook_deliveries_by_age on webhook_deliveries (delivered_at) where delivered_at is not null;
  create index webhook_deliveries_by_milestone on webhook_deliveries (milestone_id, queued_at, webhook_id);
`;
