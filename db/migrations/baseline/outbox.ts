// Part of the baseline: the outbox, one row per effect that is due. What is done leaves it, so it stays small however many there were.

/** `next_attempt_at` of a claimed effect is when the claim lapses unless it is renewed. Dead rows come with every effect. `digest_mailbox`: whose
 * digest a notice waits for, or empty where it waits for none whatever they chose; `digest_id`: the one it goes out with. */
export const outbox = `
  create table outbox (
    effect_id bigint generated always as identity primary key,
    kind text not null check (kind in ('mail', 'webhook', 'fileRemoval', 'keyNotice', 'unknownNotice', 'quarantineNotice', 'openingNotice', 'mailboxLink', 'digest', 'chat')),
    reference text not null,
    milestone_id text references milestones,
    queued_at timestamptz not null default now(),
    trace text default nullif(current_setting('sign_off.trace', true), ''),
    status text not null default 'waiting' check (status in ('waiting', 'claimed', 'failed')),
    attempts integer not null default 0,
    repeats integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    claimed_by text check ((status = 'claimed') = (claimed_by is not null)),
    last_error text,
    failed_at timestamptz check ((status = 'failed') = (failed_at is not null)),
    digest_mailbox text,
    digest_id text check (digest_id is null or digest_mailbox <> ''),
    unique (kind, reference)
  ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
  create index outbox_due on outbox (kind, next_attempt_at, effect_id) where status in ('waiting', 'claimed');
  create index outbox_by_status on outbox (kind, status, queued_at, reference);
  create index outbox_by_digest on outbox (digest_mailbox, digest_id) where digest_mailbox is not null;
  create index outbox_of_digest on outbox (digest_id) where digest_id is not null;
  create index outbox_by_milestone on outbox (milestone_id);
`;
