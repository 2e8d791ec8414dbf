// Part of the baseline: what the service keeps for itself: API keys, answers by Idempotency-Key, and how far its sweeps are.
import { appendOnly } from './appendOnly.ts';

/** A key lasts as it was made: to have it do more, or for longer, is to make another. */
export const service = `
  create table api_keys (
    key_id text primary key,
    label text not null,
    roles text[] not null check (cardinality(roles) > 0),
    engagement_ids text[] check (cardinality(engagement_ids) > 0),
    is_read_only boolean not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    revoked_by text check ((revoked_by is null) = (revoked_at is null)),
    revoked_because text check ((revoked_because is null) = (revoked_at is null))
  );

  create table api_key_secrets (
    key_hash text primary key check (key_hash ~ '^[0-9a-f]{64}$'),
    key_id text not null references api_keys,
    valid_from timestamptz not null,
    valid_until timestamptz not null,
    last_used_at timestamptz,
    end_told_at timestamptz
  );
  create index api_key_secrets_by_key on api_key_secrets (key_id, valid_from);
  create index api_key_secrets_ending on api_key_secrets (valid_until) where end_told_at is null;

  create function guard_api_key() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and old.revoked_at is null
      and to_jsonb(new) - array['revoked_at', 'revoked_by', 'revoked_because']
        = to_jsonb(old) - array['revoked_at', 'revoked_by', 'revoked_because'] then
      return new;
    end if;
    raise exception 'what a key is for never changes, and one that was revoked stays so' using errcode = 'restrict_violation';
  end $$;

  create function guard_api_key_secret() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and new.valid_until <= old.valid_until
      and (new.key_hash, new.key_id, new.valid_from) = (old.key_hash, old.key_id, old.valid_from) then
      return new;
    end if;
    raise exception 'the secret of a key ends sooner, and no later' using errcode = 'restrict_violation';
  end $$;

  ${appendOnly(['api_keys'], 'guard_api_key')}
  ${appendOnly(['api_key_secrets'], 'guard_api_key_secret')}

  create table idempotency_keys (
    key text primary key,
    route text not null,
    request_hash text not null,
    status integer,
    body jsonb,
    claimed_at timestamptz not null default now(),
    completed_at timestamptz
  );
  create index idempotency_keys_by_age on idempotency_keys (claimed_at);
  create index idempotency_keys_by_path on idempotency_keys (split_part(route, '/', 3));
  create index idempotency_keys_of_new_milestone on idempotency_keys ((body ->> 'milestoneId'))
    where route = 'POST /milestones';
  create index idempotency_keys_of_new_engagement on idempotency_keys ((body ->> 'engagementId'))
    where route = 'POST /engagements';

  create unlogged table rate_limits (
    key text primary key,
    points integer not null default 0,
    expire bigint
  );
  create index rate_limits_by_age on rate_limits (expire);

  create table service_uptime (
    up_from timestamptz(3) primary key,
    up_until timestamptz(3) not null
  );
  create index service_uptime_by_end on service_uptime (up_until);

  create table sweeps (
    sweep text primary key,
    after_id text not null
  );

  create table record_mark (
    is_the_only boolean primary key default true check (is_the_only),
    installation_id uuid not null default gen_random_uuid(),
    mark bigint not null default 1,
    marked_at timestamptz not null default now()
  );

  create table unknown_workflows (
    milestone_id text primary key,
    since timestamptz not null default now(),
    told_at timestamptz
  );
`;
