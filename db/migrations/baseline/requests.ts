// Part of the baseline: requests for a decision, their visits and codes, the mails that carry them, and what came back by mail.

export const requests = `
  create table requests (
    request_id text primary key,
    milestone_id text not null references milestones,
    engagement_id text not null references engagements,
    person_id text not null,
    kind text not null,
    round integer not null,
    package_digest text,
    created_at timestamptz not null,
    expires_at timestamptz not null
  );
  create index requests_by_milestone on requests (milestone_id, created_at, request_id);
  create index requests_of_person on requests (engagement_id, person_id);

  create table request_links (
    link_id bigint generated always as identity primary key,
    request_id text not null references requests,
    nonce text not null,
    token_hash text not null unique,
    reply_token_hash text not null unique,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
  );
  create index request_links_by_request on request_links (request_id, link_id);

  create table request_visits (
    visit_id bigint generated always as identity primary key,
    request_id text not null references requests,
    at timestamptz not null default now(),
    method text not null,
    is_human boolean not null default false,
    ip_address text,
    user_agent text
  );
  create index request_visits_by_request on request_visits (request_id, visit_id);
  create index request_visits_by_age on request_visits (at) where not is_human;

  create table request_openings (
    request_id text not null references requests,
    opened_by text not null,
    shown text not null check (shown ~ '^[0-9a-f]{64}$'),
    opened_at timestamptz not null default now(),
    primary key (request_id, opened_by)
  );
  create index request_openings_by_age on request_openings (opened_at);

  create table drawn_signatures (
    request_id text not null references requests,
    milestone_id text not null references milestones,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    kept_at timestamptz not null default now(),
    primary key (request_id, sha256)
  );
  create index drawn_signatures_by_milestone on drawn_signatures (milestone_id, sha256);
  create index drawn_signatures_by_digest on drawn_signatures (sha256);

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
  create index confirmation_codes_by_age on confirmation_codes (expires_at);

  create table passkeys (
    engagement_id text not null references engagements,
    person_id text not null,
    credential_id text not null,
    enrolment jsonb not null,
    transports jsonb not null,
    sign_count bigint not null,
    enrolled_at timestamptz not null,
    used_at timestamptz,
    removed_at timestamptz,
    primary key (engagement_id, person_id, credential_id)
  );

  create table passkey_challenges (
    challenge text primary key,
    request_id text not null references requests,
    purpose text not null check (purpose in ('decide', 'enrol', 'add', 'remove')),
    nonce text not null,
    code_confirmed_at timestamptz,
    confirmed_by text,
    expires_at timestamptz not null,
    used_at timestamptz
  );
  create index passkey_challenges_by_request on passkey_challenges (request_id);
  create index passkey_challenges_by_age on passkey_challenges (expires_at);

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
    attempts integer not null default 0,
    repeats integer not null default 0,
    sent_at timestamptz,
    response text,
    queued_at timestamptz not null default now(),
    due_at timestamptz not null,
    bounced_at timestamptz,
    bounce_reason text
  );
  create index mails_by_milestone on mails (milestone_id, sequence, mail_id);
  create index mails_by_request on mails (request_id, queued_at);
  create index mails_by_address on mails (lower(to_address), queued_at) where request_id is not null;
  create index mails_returned on mails (milestone_id) where bounced_at is not null;
  create index mails_by_message_id on mails (split_part(message_id_header, '@', 1));

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
    left_out text,
    settled_at timestamptz,
    file_erased_at timestamptz,
    engagement_id text references engagements,
    unique (sha256, envelope_to),
    constraint kept_with_engagement check (engagement_id is not null or (milestone_id is null and request_id is null))
  );
  create index inbound_messages_to_read on inbound_messages (inbound_id) where status <> 'settled';
  create index inbound_messages_by_milestone on inbound_messages (milestone_id, inbound_id);
  create index inbound_messages_by_request on inbound_messages (request_id) where request_id is not null;
  create index inbound_messages_by_message_id on inbound_messages (message_id_header);
`;
