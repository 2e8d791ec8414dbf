// Invoices registered against a milestone's release, and the webhooks that tell a billing system about it.
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table invoices (
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      invoice_number text not null,
      amount numeric(17, 4) not null check (amount > 0),
      currency text not null,
      issued_on date not null,
      certificate_number text not null references certificates,
      registered_by jsonb not null,
      registered_at timestamptz not null default now(),
      primary key (milestone_id, invoice_number)
    );
    create trigger invoices_append_only before update or delete on invoices
      for each row execute function refuse_change();
    create trigger invoices_no_truncate before truncate on invoices
      for each statement execute function refuse_change();

    create table webhook_deliveries (
      webhook_id text primary key,
      milestone_id text not null references milestones,
      engagement_id text not null references engagements,
      type text not null,
      payload text not null,
      status text not null default 'queued' check (status in ('queued', 'delivering', 'delivered', 'dead')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      claimed_at timestamptz,
      delivered_at timestamptz,
      last_error text,
      queued_at timestamptz not null default now()
    );
    create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status in ('queued', 'delivering');
    create index webhook_deliveries_by_status on webhook_deliveries (status, queued_at, webhook_id);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table webhook_deliveries, invoices');
}
