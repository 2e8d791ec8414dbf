// Part of the baseline: engagements, documents, milestones, their events and decisions, and what was refused.

export const record = `
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end $$;

  create table engagements (
    engagement_id text primary key,
    name text not null,
    terms jsonb not null,
    registered_by jsonb not null,
    firm_mailboxes text[] not null default '{}',
    work_mark uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now()
  );
  create index engagements_of_mailbox on engagements using gin (firm_mailboxes);
  create index engagements_listed on engagements (created_at, engagement_id);

  create table calendar_corrections (
    correction_id bigint generated always as identity primary key,
    engagement_id text not null references engagements,
    calendar jsonb not null,
    reason text not null,
    corrected_by jsonb not null,
    corrected_at timestamptz not null
  );
  create index calendar_corrections_by_engagement on calendar_corrections (engagement_id);

  create table terms_versions (
    engagement_id text not null references engagements,
    version integer not null check (version > 1),
    amendment jsonb not null,
    amended_at timestamptz not null,
    primary key (engagement_id, version)
  );

  create table documents (
    document_id text primary key,
    engagement_id text not null references engagements,
    file_name text not null,
    media_type text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content_extension text,
    content_type text check ((content_type is null) = (content_extension is null)),
    uploaded_by jsonb not null,
    uploaded_at timestamptz not null default now(),
    is_named boolean not null default false,
    removed_at timestamptz check (removed_at is null or not is_named)
  );
  create index documents_by_age on documents (uploaded_at) where not is_named;
  create index documents_by_engagement on documents (engagement_id, uploaded_at, document_id);
  create index documents_by_digest on documents (sha256);
  create index documents_by_request on documents ((uploaded_by -> 'authentication' ->> 'requestId'))
    where uploaded_by -> 'authentication' ->> 'requestId' is not null;

  create table quarantined_files (
    quarantine_id text primary key,
    engagement_id text not null references engagements,
    file_name text not null,
    media_type text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content_extension text,
    content_type text check ((content_type is null) = (content_extension is null)),
    found_as text not null,
    uploaded_by jsonb not null,
    quarantined_at timestamptz not null default now(),
    outcome text check (outcome in ('released', 'removed')),
    settled_at timestamptz check ((settled_at is null) = (outcome is null)),
    settled_by text,
    reason text,
    document_id text references documents
  );
  create unique index quarantined_files_waiting on quarantined_files (engagement_id, sha256) where outcome is null;
  create index quarantined_files_by_age on quarantined_files (quarantined_at);
  create index quarantined_files_by_digest on quarantined_files (sha256);
  create index quarantined_files_by_engagement on quarantined_files (engagement_id);
  create index quarantined_files_by_document on quarantined_files (document_id);

  create table uploads (
    upload_id text primary key,
    engagement_id text not null references engagements,
    file_name text not null,
    media_type text not null,
    length_bytes bigint not null check (length_bytes > 0),
    received_bytes bigint not null default 0 check (received_bytes between 0 and length_bytes),
    sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
    uploaded_by jsonb not null,
    touched_at timestamptz not null default now()
  );
  create index uploads_by_age on uploads (touched_at);
  create index uploads_by_engagement on uploads (engagement_id, touched_at);

  create table upload_pieces (
    upload_id text not null references uploads,
    offset_bytes bigint not null check (offset_bytes >= 0),
    size_bytes bigint not null check (size_bytes > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (upload_id, offset_bytes)
  );
  create index upload_pieces_by_digest on upload_pieces (sha256);

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
    vouchers jsonb,
    snapshot jsonb,
    waiting_for text[] not null default '{}',
    work jsonb not null default '[]',
    value_amount numeric(17,4),
    value_currency text,
    due_on date,
    search tsvector,
    started_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    erased_at timestamptz,
    disposed_at timestamptz,
    disposal_line integer,
    needs_workflow boolean not null default true,
    has_open_money boolean not null default false
  );
  create index milestones_listed on milestones (created_at, milestone_id) where disposed_at is null;
  create index milestones_by_engagement on milestones (engagement_id, created_at, milestone_id);
  create index milestones_by_phase on milestones (phase, created_at, milestone_id) where disposed_at is null;
  create index milestones_by_end on milestones (ended_at, started_at);
  create index milestones_in_phase on milestones (phase, deadline, created_at) where needs_workflow;
  create index milestones_needing_workflow on milestones (milestone_id) where needs_workflow;
  create index milestones_open on milestones (engagement_id) where needs_workflow;
  create index milestones_due on milestones (deadline, milestone_id) where needs_workflow;
  create index milestones_with_open_money on milestones (engagement_id) where has_open_money and disposed_at is null;
  create index milestones_searched on milestones using gin (search);
  create index milestones_unstarted on milestones (created_at) where sequence = 0;

  create table milestone_events (
    milestone_id text not null references milestones,
    sequence integer not null,
    batch integer not null,
    type text not null,
    at timestamptz not null,
    event jsonb not null,
    previous_hash text not null,
    hash text not null,
    recorded_at timestamptz not null default now(),
    redacted jsonb,
    primary key (milestone_id, sequence)
  );
  create index milestone_events_endings on milestone_events (milestone_id, type)
    where type in ('accepted', 'acceptedWithExceptions', 'closedOut', 'revoked', 'terminated', 'cancelled',
      'revocationProposed', 'revocationDeclined');

  create table refused_messages (
    refused_id bigint generated always as identity primary key,
    milestone_id text not null references milestones,
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
  create index refused_messages_by_age on refused_messages (at);

  create table decisions (
    milestone_id text not null references milestones,
    sequence integer not null,
    kind text not null,
    person_id text not null,
    package_digest text,
    at timestamptz not null,
    decision jsonb not null,
    voided_by_sequence integer,
    primary key (milestone_id, sequence)
  );
  create index decisions_by_drawn_signature on decisions ((decision ->> 'drawnSignatureSha256'))
    where decision ->> 'drawnSignatureSha256' is not null;
`;
