// Part of the baseline: information barriers, departures, and engagements that somebody opened in an emergency.

const restriction = (extra: string): string => `${extra},
    ended_at timestamptz(3),
    ended_by text check ((ended_by is null) = (ended_at is null)),
    ended_because text check ((ended_because is null) = (ended_at is null))`;

/** A barrier names an engagement that may not be registered yet: whoever is not to know of it is not to see it come. */
export const restrictions = `
  create table barriers (
    barrier_id text primary key,
    engagement_id text not null,
    mailbox text not null,
    address text not null,
    reason text not null,
    set_by text not null,
    ${restriction('set_at timestamptz(3) not null')}
  );
  create unique index barriers_standing on barriers (mailbox, engagement_id) where ended_at is null;

  create table departures (
    departure_id text primary key,
    mailbox text not null,
    address text not null,
    leaves_at timestamptz(3) not null,
    reason text not null,
    recorded_by text not null,
    ${restriction('recorded_at timestamptz(3) not null')}
  );
  create unique index departures_standing on departures (mailbox) where ended_at is null;

  create table openings (
    opening_id text primary key,
    engagement_id text not null references engagements,
    holder_id text not null,
    name text not null,
    address text not null,
    mailbox text not null,
    reason text not null,
    opened_at timestamptz(3) not null,
    ends_at timestamptz(3) not null check (ends_at > opened_at)
  );
  create index openings_of_mailbox on openings (mailbox, ends_at);
  create index openings_by_engagement on openings (engagement_id, opened_at);

  create function guard_restriction() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and tg_table_name <> 'openings' and to_jsonb(old) ->> 'ended_at' is null
      and to_jsonb(new) - array['ended_at', 'ended_by', 'ended_because']
        = to_jsonb(old) - array['ended_at', 'ended_by', 'ended_because'] then
      return new;
    end if;
    raise exception 'what somebody may not see, and was shown in an emergency, stays on record' using errcode = 'restrict_violation';
  end $$;
  create trigger barriers_guarded before update or delete on barriers for each row execute function guard_restriction();
  create trigger departures_guarded before update or delete on departures for each row execute function guard_restriction();
  create trigger openings_guarded before update or delete on openings for each row execute function guard_restriction();
`;
