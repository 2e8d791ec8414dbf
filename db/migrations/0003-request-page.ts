// The page behind a link: when links expire, which visits were a person's, and the codes that confirm a decision.
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table requests add column expires_at timestamptz;
    update requests set expires_at = created_at + interval '180 days';
    alter table requests alter column expires_at set not null;
    alter table requests alter column expires_at set default now() + interval '180 days';

    alter table request_visits add column is_human boolean not null default false;

    create table confirmation_codes (
      code_id text primary key,
      request_id text not null references requests,
      code_hash text not null,
      attempts integer not null default 0,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index confirmation_codes_by_request on confirmation_codes (request_id, created_at);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table confirmation_codes;
    alter table request_visits drop column is_human;
    alter table requests drop column expires_at;
  `);
}
