// Replies: what came in by mail, as it came, and what became of it; tokens in Reply-To; which mails came back.
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table requests add column reply_token_hash text unique;

    alter table mails
      add column bounced_at timestamptz,
      add column bounce_reason text;
    create index mails_by_request on mails (request_id, queued_at);

    create table inbound_messages (
      inbound_id bigint generated always as identity primary key,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      size_bytes bigint not null check (size_bytes >= 0),
      source text not null check (source in ('smtp', 'imap')),
      envelope_from text not null,
      envelope_to jsonb not null,
      remote_address text,
      helo text,
      received_at timestamptz not null default now(),
      status text not null default 'received' check (status in ('received', 'reading', 'settled')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      claimed_at timestamptz,
      last_error text,
      message_id_header text,
      outcome text,
      reason text,
      request_id text references requests,
      milestone_id text references milestones,
      person_id text,
      proof jsonb,
      settled_at timestamptz,
      unique (sha256, envelope_to)
    );
    create index inbound_messages_to_read on inbound_messages (next_attempt_at) where status <> 'settled';
    create index inbound_messages_by_milestone on inbound_messages (milestone_id, inbound_id);
    create index inbound_messages_by_message_id on inbound_messages (message_id_header);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table inbound_messages;
    drop index mails_by_request;
    alter table mails drop column bounced_at, drop column bounce_reason;
    alter table requests drop column reply_token_hash;
  `);
}
