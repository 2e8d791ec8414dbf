// Part of the baseline: ends of engagements, legal holds, tombstones, erasures, and until when each record is kept.

export const retention = `
  create table engagement_ends (
    end_id bigint generated always as identity primary key,
    engagement_id text not null references engagements,
    ended_on date not null,
    reason text not null,
    recorded_by jsonb not null,
    recorded_at timestamptz not null default now()
  );
  create index engagement_ends_by_engagement on engagement_ends (engagement_id, end_id);

  create table legal_holds (
    hold_id text primary key,
    engagement_id text not null references engagements,
    milestone_id text references milestones,
    reason text not null,
    holder text not null,
    placed_by jsonb not null,
    placed_at timestamptz not null default now()
  );
  create index legal_holds_by_engagement on legal_holds (engagement_id, milestone_id);
  create table legal_hold_releases (
    hold_id text primary key references legal_holds,
    reason text not null,
    released_by jsonb not null,
    released_at timestamptz not null default now()
  );

  create table tombstones (
    milestone_id text primary key references milestones,
    engagement_id text not null references engagements,
    document text not null,
    sha256 text not null,
    disposed_at timestamptz not null default now()
  );
  create table erasures (
    erasure_id bigint generated always as identity primary key,
    milestone_id text not null references milestones,
    person_id text not null,
    reason text not null,
    requested_on date not null,
    document text not null,
    erased_by jsonb not null,
    erased_at timestamptz not null default now(),
    transaction_id xid8 not null default pg_current_xact_id()
  );
  create index erasures_by_milestone on erasures (milestone_id, erasure_id);
`;

/**
 * The dates, from tables that nobody can change: the terms a milestone started under, its endings, the end of its
 * engagement. The domain counts them too; a zone that PostgreSQL does not know counts as the one where it is latest.
 */
export const dates = `
  create function local_date(moment timestamptz, zone text, otherwise interval) returns date
    language plpgsql stable set search_path = public, pg_temp as $$
  begin
    return (moment at time zone zone)::date;
  exception when invalid_parameter_value then
    return (moment at time zone 'UTC' + otherwise)::date;
  end $$;

  create view milestone_retention with (security_invoker = true) as
  select m.milestone_id, m.engagement_id, m.title, m.phase, terms.zone, terms.rule, terms.years, ending.ended_on,
    case when ending.ended_on is not null then greatest(closing.closed_on, ending.ended_on) end as runs_from,
    case when ending.ended_on is not null
      then (greatest(closing.closed_on, ending.ended_on) + make_interval(years => terms.years))::date end as kept_until,
    exists (select from legal_holds h
      where h.engagement_id = m.engagement_id and (h.milestone_id is null or h.milestone_id = m.milestone_id)
        and not exists (select from legal_hold_releases r where r.hold_id = h.hold_id)) as is_held
  from milestones m
  join milestone_events first_event on first_event.milestone_id = m.milestone_id and first_event.sequence = 1
  cross join lateral (select first_event.event #> '{engagement,contract}' as contract) of
  cross join lateral (
    select coalesce(contract #>> '{calendar,timeZone}', 'UTC') as zone,
      coalesce(contract #>> '{retention,rule}', 'byForm') as rule,
      case coalesce(contract #>> '{retention,rule}', 'byForm')
        when 'own' then (contract #>> '{retention,years}')::integer
        when 'latentDamage' then 16
        else case when contract ->> 'form' = 'deed' then 13 else 7 end end as years) terms
  cross join lateral (
    select
      local_date(max(at) filter (where type not in ('revocationProposed', 'revocationDeclined')), terms.zone,
        interval '14 hours') as closed_on,
      bool_or(type in ('accepted', 'closedOut', 'revoked', 'terminated', 'cancelled')) as is_closed,
      coalesce(max(sequence) filter (where type = 'revocationProposed'), 0)
        > coalesce(max(sequence) filter (where type in ('revocationDeclined', 'revoked')), 0) as is_in_question
    from milestone_events e
    where e.milestone_id = m.milestone_id
      and type in ('accepted', 'acceptedWithExceptions', 'closedOut', 'revoked', 'terminated', 'cancelled',
        'revocationProposed', 'revocationDeclined')) closing
  left join lateral (
    select ended_on from engagement_ends n where n.engagement_id = m.engagement_id order by end_id desc limit 1
  ) ending on true
  where m.disposed_at is null and closing.is_closed and not closing.is_in_question;
`;

/**
 * The same dates kept for the list of what is due, which could not count them anew for every record on each page: written by
 * triggers alone, and never what a disposal is decided on. An end recorded while a milestone closes waits for it, or is waited
 * for, by the engagement's row; no foreign key, or it would wait for the milestone's as well.
 */
export const dueDates = `
  create table retention_dates (
    milestone_id text primary key,
    runs_from date not null,
    kept_until date not null,
    disposable_from timestamptz not null
  );
  create index retention_dates_due on retention_dates (disposable_from, milestone_id);

  create function end_of_day(day date, zone text) returns timestamptz
    language plpgsql stable set search_path = public, pg_temp as $$
  begin
    return (day + 1)::timestamp at time zone zone;
  exception when invalid_parameter_value then
    return (day + 1)::timestamp at time zone 'UTC' + interval '12 hours';
  end $$;

  create function refresh_retention(in_milestones text[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    delete from retention_dates where milestone_id = any(in_milestones);
    insert into retention_dates (milestone_id, engagement_id, runs_from, kept_until, disposable_from)
      select milestone_id, engagement_id, runs_from, kept_until, end_of_day(kept_until, zone)
      from milestone_retention where milestone_id = any(in_milestones) and kept_until is not null;
  end $$;
  revoke execute on function refresh_retention(text[]) from public;

  create function note_closing() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform from engagements join milestones using (engagement_id) where milestone_id = new.milestone_id
      for share of engagements;
    perform refresh_retention(array[new.milestone_id]);
    return null;
  end $$;
  create trigger milestone_events_closing after insert on milestone_events for each row
    when (new.type in ('accepted', 'acceptedWithExceptions', 'closedOut', 'revoked', 'terminated', 'cancelled',
      'revocationProposed', 'revocationDeclined'))
    execute function note_closing();

  create function note_end() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform refresh_retention(array(select milestone_id from milestones where engagement_id = new.engagement_id));
    return null;
  end $$;
  create trigger engagement_ends_dates after insert on engagement_ends for each row execute function note_end();
`;
