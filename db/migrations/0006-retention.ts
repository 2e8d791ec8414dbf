// Retention: ends of engagements, legal holds, tombstones, erasures; and the one way evidence may go, which checks for itself.
import type { Knex } from 'knex';
import { disposal, erasure } from './0006-lettingGo.ts';

export async function up(db: Knex): Promise<void> {
  // Without a fixed path a temporary table could stand in for one that a function running as the owner relies on.
  await db.raw('alter function append_audit(text, text[]) set search_path = public, pg_temp');
  await db.raw(tables);
  await db.raw(dates);
  await db.raw(gates);
  await db.raw(guards);
  await db.raw(disposal);
  await db.raw(erasure);
}

const tables = `
  alter table milestones
    add column erased_at timestamptz,
    add column disposed_at timestamptz,
    add column disposal_line integer;
  alter table milestone_events add column redacted jsonb;
  alter table inbound_messages add column file_erased_at timestamptz;
  alter table audit_entries add column redacted jsonb, add column leaf_hash bytea;
  create index milestone_events_endings on milestone_events (milestone_id, type)
    where type in ('accepted', 'acceptedWithExceptions', 'closedOut', 'revoked', 'terminated', 'cancelled',
      'revocationProposed', 'revocationDeclined');

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

  create table files_to_remove (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    noted_at timestamptz not null default now(),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    last_error text
  );
`;

/**
 * The dates, from tables that nobody can change: the terms a milestone started under, its endings, the end of its
 * engagement. The domain counts them too; a zone that PostgreSQL does not know counts as the one where it is latest.
 */
const dates = `
  create function local_date(moment timestamptz, zone text, otherwise interval) returns date
    language plpgsql stable set search_path = public, pg_temp as $$
  begin
    return (moment at time zone zone)::date;
  exception when invalid_parameter_value then
    return (moment at time zone 'UTC' + otherwise)::date;
  end $$;

  create view milestone_retention as
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
 * What may be written down at all. A hold and a disposal lock the same rows, so one of them comes first and the other
 * sees it; that needs the isolation level at which each statement sees what was committed before it.
 */
const gates = `
  create function assert_record_free(in_milestone text, in_engagement text) returns milestone_retention
    language plpgsql set search_path = public, pg_temp as $$
  declare
    found_record milestone_retention;
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'use the isolation level read committed' using errcode = 'restrict_violation';
    end if;
    perform from engagements where engagement_id = in_engagement for share;
    perform from milestones where milestone_id = in_milestone and engagement_id = in_engagement for update;
    select * into found_record from milestone_retention where milestone_id = in_milestone;
    if not found then
      raise exception 'milestone % is not over, or not on record', in_milestone using errcode = 'restrict_violation';
    end if;
    if found_record.is_held then
      raise exception 'milestone % is under a legal hold', in_milestone using errcode = 'restrict_violation';
    end if;
    return found_record;
  end $$;

  create function check_hold() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if new.milestone_id is null then
      perform from engagements where engagement_id = new.engagement_id for no key update;
    else
      perform from milestones
        where milestone_id = new.milestone_id and engagement_id = new.engagement_id and disposed_at is null
        for no key update;
      if not found then
        raise exception 'milestone % of engagement % has no record to hold', new.milestone_id, new.engagement_id
          using errcode = 'restrict_violation';
      end if;
    end if;
    return new;
  end $$;
  create trigger legal_holds_checked before insert on legal_holds for each row execute function check_hold();

  create function check_disposal() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    kept milestone_retention := assert_record_free(new.milestone_id, new.engagement_id);
    said jsonb := new.document::jsonb;
  begin
    if kept.kept_until is null or kept.kept_until >= local_date(now(), kept.zone, interval '-12 hours') then
      raise exception 'milestone % is kept until %', new.milestone_id,
        coalesce(kept.kept_until::text, 'its engagement ends, and longer') using errcode = 'restrict_violation';
    end if;
    if said ->> 'milestoneId' is distinct from new.milestone_id
      or said #>> '{events,head}' is distinct from
        (select hash from milestone_events where milestone_id = new.milestone_id order by sequence desc limit 1)
      or (select count(*) from certificates where milestone_id = new.milestone_id)
        <> jsonb_array_length(said -> 'certificates') then
      raise exception 'the tombstone of milestone % says something else than the record', new.milestone_id
        using errcode = 'restrict_violation';
    end if;
    new.sha256 := encode(sha256(convert_to(new.document, 'UTF8')), 'hex');
    new.disposed_at := now();
    return new;
  end $$;
  create trigger tombstones_checked before insert on tombstones for each row execute function check_disposal();

  create function check_erasure() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    perform assert_record_free(new.milestone_id, (select engagement_id from milestones where milestone_id = new.milestone_id));
    new.erased_at := now();
    new.transaction_id := pg_current_xact_id();
    return new;
  end $$;
  create trigger erasures_checked before insert on erasures for each row execute function check_erasure();
`;

/** Evidence goes with its tombstone, or loses to an erasure what a mark then stands for; it changes in no other way. */
const guards = `
  create function is_disposed(in_milestone text) returns boolean language sql stable set search_path = public, pg_temp
    as $$ select exists (select from tombstones where milestone_id = in_milestone) $$;

  create function is_erasing(in_milestone text) returns boolean language sql stable set search_path = public, pg_temp
    as $$ select exists (select from erasures
      where milestone_id = in_milestone and transaction_id = pg_current_xact_id_if_assigned()) $$;

  create function is_redaction(before text, after text) returns boolean language sql immutable
    as $$ select before like
      replace(replace(replace(replace(after, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '[erased]', '%') $$;

  create function guard_event() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'DELETE' and is_disposed(old.milestone_id) then
      return old;
    end if;
    if tg_op = 'UPDATE' and is_erasing(old.milestone_id) then
      if to_jsonb(new) - array['event', 'actor', 'redacted'] = to_jsonb(old) - array['event', 'actor', 'redacted']
        and new.redacted is not null
        and is_redaction(old.event::text, new.event::text) and is_redaction(old.actor::text, new.actor::text) then
        return new;
      end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end $$;
  drop trigger milestone_events_append_only on milestone_events;
  create trigger milestone_events_append_only before update or delete on milestone_events
    for each row execute function guard_event();

  create function guard_line() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    milestone text := substr(old.chain, length('milestone:') + 1);
    is_sound boolean := false;
  begin
    if tg_op = 'UPDATE' and old.chain like 'milestone:%' then
      is_sound := case
        when is_disposed(milestone) then new.line = ''
        when is_erasing(milestone) then is_redaction(old.line, new.line)
        else false end;
    end if;
    if is_sound and new.redacted is not null
      and (new.entry_id, new.chain, new.sequence, new.hash, new.recorded_at)
        = (old.entry_id, old.chain, old.sequence, old.hash, old.recorded_at) then
      new.leaf_hash := coalesce(old.leaf_hash, sha256('\\x00'::bytea || convert_to(old.line, 'UTF8')));
      return new;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end $$;
  drop trigger audit_entries_append_only on audit_entries;
  create trigger audit_entries_append_only before update or delete on audit_entries
    for each row execute function guard_line();

  create function guard_until_disposed() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'DELETE' and is_disposed(old.milestone_id) then
      return old;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end $$;
  drop trigger certificate_seals_append_only on certificate_seals;
  create trigger certificate_seals_append_only before update or delete on certificate_seals
    for each row execute function guard_until_disposed();
  create trigger erasures_append_only before update or delete on erasures
    for each row execute function guard_until_disposed();
  ${['engagement_ends', 'legal_holds', 'legal_hold_releases', 'tombstones']
    .map(
      (table) => `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change();`,
    )
    .join('\n')}
  ${['engagement_ends', 'legal_holds', 'legal_hold_releases', 'tombstones', 'erasures']
    .map(
      (table) => `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change();`,
    )
    .join('\n')}
`;

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop function erase_person(text, text, text, date, jsonb, text, jsonb, jsonb);
    drop function dispose_of_record(text, text);
    drop function files_of(text);
    drop function documents_of(text);
    ${['milestone_events', 'audit_entries', 'certificate_seals']
      .map(
        (table) => `drop trigger ${table}_append_only on ${table};
        create trigger ${table}_append_only before update or delete on ${table}
          for each row execute function refuse_change();`,
      )
      .join('\n')}
    drop table files_to_remove, erasures, tombstones cascade;
    drop trigger legal_holds_checked on legal_holds;
    drop function guard_event(), guard_line(), guard_until_disposed(), is_redaction(text, text), is_erasing(text),
      is_disposed(text), check_erasure(), check_disposal(), check_hold(), assert_record_free(text, text);
    drop view milestone_retention;
    drop function local_date(timestamptz, text, interval);
    drop table legal_hold_releases, legal_holds, engagement_ends;
    drop index milestone_events_endings;
    alter table audit_entries drop column redacted, drop column leaf_hash;
    alter table milestone_events drop column redacted;
    alter table inbound_messages drop column file_erased_at;
    alter table milestones drop column erased_at, drop column disposed_at, drop column disposal_line;
    alter function append_audit(text, text[]) set search_path from current;
  `);
}
