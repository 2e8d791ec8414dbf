// Part of the baseline: what the service keeps for itself: API keys, answers by Idempotency-Key, and how far its sweeps are.

export const service = `
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
`;
