// Part of the baseline: sessions of people of the firm, the secret addresses of their calendars and chats, roles given to them beside those of engagements, and logouts of the identity provider.

/** Of a session's secret, and of a calendar's address, only the hash is here; of a link that is mailed to a mailbox nothing, since it takes our key to make. A session ends, and a grant too; neither begins again. */
export const signIn = `
  create table sessions (
    session_id text primary key,
    secret_hash text not null unique check (secret_hash ~ '^[0-9a-f]{64}$'),
    holder_id text not null,
    issuer text not null,
    subject text not null,
    provider_session text,
    address text not null,
    mailbox text not null,
    name text not null,
    claimed_roles text[] not null default '{}',
    authenticated_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    last_used_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    ip_address text,
    user_agent text,
    ended_at timestamptz(3),
    ended_by text check ((ended_by is null) = (ended_at is null)),
    ended_because text check ((ended_because is null) = (ended_at is null))
  );
  create index sessions_open on sessions (created_at, session_id) where ended_at is null;
  create index sessions_of_person on sessions (issuer, subject) where ended_at is null;
  create index sessions_of_mailbox on sessions (mailbox) where ended_at is null;
  create index sessions_by_holder on sessions (holder_id);
  create index sessions_by_end on sessions (expires_at);

  create function guard_session() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if old.ended_at is null and new.last_used_at >= old.last_used_at
      and to_jsonb(new) - array['last_used_at', 'ended_at', 'ended_by', 'ended_because']
        = to_jsonb(old) - array['last_used_at', 'ended_at', 'ended_by', 'ended_because'] then
      return new;
    end if;
    raise exception 'whose a session is never changes, and one that ended stays so' using errcode = 'restrict_violation';
  end $$;
  create trigger sessions_guarded before update on sessions for each row execute function guard_session();

  create table mailbox_links (
    link_id text primary key,
    address text not null,
    mailbox text not null,
    language text not null,
    created_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    used_at timestamptz(3),
    visit_hash text unique check (visit_hash ~ '^[0-9a-f]{64}$'),
    visit_until timestamptz(3),
    check ((used_at is null) = (visit_hash is null) and (used_at is null) = (visit_until is null))
  );
  create index mailbox_links_by_age on mailbox_links (created_at);

  create function guard_mailbox_link() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if to_jsonb(new) - array['used_at', 'visit_hash', 'visit_until']
        = to_jsonb(old) - array['used_at', 'visit_hash', 'visit_until']
      and (old.used_at is null or (new.used_at = old.used_at and new.visit_hash = old.visit_hash
        and new.visit_until <= old.visit_until)) then
      return new;
    end if;
    raise exception 'a link that was mailed opens once, and for no longer than it said' using errcode = 'restrict_violation';
  end $$;
  create trigger mailbox_links_guarded before update on mailbox_links
    for each row execute function guard_mailbox_link();

  create table calendar_feeds (
    holder_id text primary key,
    token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
    mailbox text not null,
    name text not null,
    language text not null,
    made_at timestamptz(3) not null,
    last_read_at timestamptz(3)
  );

  create table digest_preferences (
    mailbox text primary key,
    preference_id text not null unique,
    address text not null,
    frequency text not null check (frequency in ('daily', 'weekly')),
    weekday integer check (weekday between 1 and 7),
    hour integer not null check (hour between 0 and 23),
    time_zone text not null,
    language text not null,
    changed_at timestamptz(3) not null,
    next_at timestamptz(3) not null,
    check ((frequency = 'weekly') = (weekday is not null))
  );
  create index digest_preferences_due on digest_preferences (next_at);

  create table digests (
    digest_id text primary key,
    preference_id text not null,
    address text not null,
    language text not null,
    made_at timestamptz(3) not null
  );

  create table chat_addresses (
    mailbox text primary key,
    service text not null check (service in ('slack', 'teams')),
    host text not null,
    key_id text not null,
    sealed bytea not null,
    set_at timestamptz(3) not null,
    told_at timestamptz(3),
    failed_at timestamptz(3),
    failed_because text check ((failed_because is null) = (failed_at is null))
  );

  create table logout_tokens (
    token_hash text primary key,
    taken_at timestamptz not null default now()
  );
  create index logout_tokens_by_age on logout_tokens (taken_at);

  create table role_grants (
    grant_id text primary key,
    mailbox text not null,
    address text not null,
    role text not null,
    valid_from timestamptz(3) not null,
    valid_until timestamptz(3) check (valid_until > valid_from),
    granted_by text not null,
    granted_at timestamptz(3) not null,
    reason text not null,
    ended_at timestamptz(3),
    ended_by text check ((ended_by is null) = (ended_at is null)),
    ended_because text check ((ended_because is null) = (ended_at is null))
  );
  create index role_grants_of_mailbox on role_grants (mailbox) where ended_at is null;

  create function guard_role_grant() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if old.ended_at is null
      and to_jsonb(new) - array['ended_at', 'ended_by', 'ended_because']
        = to_jsonb(old) - array['ended_at', 'ended_by', 'ended_because'] then
      return new;
    end if;
    raise exception 'what a role was given for never changes, and one that ended stays so' using errcode = 'restrict_violation';
  end $$;
  create trigger role_grants_guarded before update on role_grants for each row execute function guard_role_grant();
`;
