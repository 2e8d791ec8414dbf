// The record: engagements, documents, milestones, their events and decisions, requests, mails, and what acceptance brings.
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table engagements (
      engagement_id text primary key,
      name text not null,
      terms jsonb not null,
      registered_by jsonb not null,
      created_at timestamptz not null default now()
    );

    create table documents (
      document_id text primary key,
      engagement_id text not null references engagements,
      file_name text not null,
      media_type text not null,
      size_bytes bigint not null check (size_bytes >= 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      uploaded_by jsonb not null,
      uploaded_at timestamptz not null default now()
    );
    create index documents_by_engagement on documents (engagement_id, uploaded_at, document_id);

    create table milestones (
      milestone_id text primary key,
      engagement_id text not null references engagements,
      workflow_id text not null unique,
      title text not null,
      phase text not null,
      round integer not null default 1,
      sequence integer not null default 0,
      last_batch integer not null default 0,
      last_hash text not null default '',
      deadline timestamptz,
      package_digest text,
      plan jsonb not null,
      first_package jsonb,
      started_by jsonb not null,
      snapshot jsonb,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index milestones_by_engagement on milestones (engagement_id, created_at, milestone_id);
    create index milestones_by_phase on milestones (phase, created_at, milestone_id);
    create index milestones_unstarted on milestones (created_at) where sequence = 0;

    create table milestone_events (
      milestone_id text not null references milestones,
      sequence integer not null,
      engagement_id text not null references engagements,
      batch integer not null,
      type text not null,
      at timestamptz not null,
      actor jsonb not null,
      message_id text,
      event jsonb not null,
      previous_hash text not null,
      hash text not null,
      recorded_at timestamptz not null default now(),
      primary key (milestone_id, sequence)
    );

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end $$;
    create trigger milestone_events_append_only before update or delete on milestone_events
      for each row execute function refuse_change();
    create trigger milestone_events_no_truncate before truncate on milestone_events
      for each statement execute function refuse_change();

    create table refused_messages (
      refused_id bigint generated always as identity primary key,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      message_id text not null,
      name text not null,
      at timestamptz not null,
      actor jsonb,
      code text not null,
      message text not null,
      field text,
      details jsonb not null
    );
    create index refused_messages_by_milestone on refused_messages (milestone_id, refused_id);

    create table decisions (
      milestone_id text not null references milestones,
      sequence integer not null,
      engagement_id text not null references engagements,
      kind text not null,
      person_id text not null,
      package_digest text,
      message_id text,
      at timestamptz not null,
      decision jsonb not null,
      voided_by_sequence integer,
      primary key (milestone_id, sequence)
    );
    create index decisions_by_person on decisions (person_id, at);

    create table requests (
      request_id text primary key,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      person_id text not null,
      kind text not null,
      round integer not null,
      package_digest text,
      token_hash text not null unique,
      created_at timestamptz not null
    );
    create index requests_by_milestone on requests (milestone_id, created_at, request_id);

    create table request_visits (
      visit_id bigint generated always as identity primary key,
      request_id text not null references requests,
      at timestamptz not null default now(),
      method text not null,
      ip_address text,
      user_agent text
    );
    create index request_visits_by_request on request_visits (request_id, visit_id);

    create table mails (
      mail_id text primary key,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      kind text not null,
      recipient_id text not null,
      to_address text not null,
      round integer not null,
      sequence integer not null,
      request_id text references requests,
      model jsonb not null,
      message_id_header text not null unique,
      status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      claimed_at timestamptz,
      claimed_by text,
      repeats integer not null default 0,
      sent_at timestamptz,
      response text,
      last_error text,
      queued_at timestamptz not null default now(),
      due_at timestamptz not null
    );
    create index mails_to_send on mails (next_attempt_at) where status in ('queued', 'sending');
    create index mails_by_milestone on mails (milestone_id, sequence, mail_id);

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

    create table next_phase_authorisations (
      authorisation_number text primary key,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      certificate_number text not null unique references certificates,
      scope jsonb not null,
      authorised_at timestamptz not null
    );

    create table invoice_releases (
      certificate_number text primary key references certificates,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      amount_released numeric(17, 4) not null check (amount_released >= 0),
      amount_withheld numeric(17, 4) not null check (amount_withheld >= 0),
      currency text not null,
      invoice_references jsonb not null,
      released_at timestamptz not null
    );

    create table archives (
      certificate_number text primary key references certificates,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      sha256 text not null,
      size_bytes bigint not null,
      archived_at timestamptz not null
    );

    create table api_keys (
      key_id text primary key,
      label text not null,
      key_hash text not null unique,
      created_at timestamptz not null default now()
    );

    create table idempotency_keys (
      key text primary key,
      route text not null,
      request_hash text not null,
      status integer,
      body jsonb,
      claimed_at timestamptz not null default now(),
      completed_at timestamptz
    );
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table idempotency_keys, api_keys, archives, invoice_releases, next_phase_authorisations, certificates, mails,
      request_visits, requests, decisions, refused_messages, milestone_events, milestones, documents, engagements;
    drop function refuse_change();
  `);
}
