// Part of the baseline: data keys, each wrapped by a master key that is not in the database.
import { appendOnly } from './appendOnly.ts';

/** One without an engagement is the installation's. A row stays when its key is shredded, so that what was encrypted by it can say so. */
export const dataKeys = `
  create table data_keys (
    key_id text primary key check (key_id ~ '^dk-[0-9a-f]{16}$'),
    engagement_id text references engagements,
    wrapped_key bytea,
    master_key_id text not null,
    created_at timestamptz not null default now(),
    retired_at timestamptz,
    shredded_at timestamptz,
    check ((wrapped_key is null) = (shredded_at is not null)),
    check (shredded_at is null or retired_at is not null),
    check (shredded_at is null or engagement_id is not null)
  );
  create unique index data_keys_current on data_keys ((coalesce(engagement_id, ''))) where retired_at is null;
  create index data_keys_by_engagement on data_keys (engagement_id, created_at);
  create index data_keys_by_master_key on data_keys (master_key_id) where wrapped_key is not null;

  create table shared_keys (
    name text primary key,
    sealed bytea not null,
    key_id text not null references data_keys
  );
  create index shared_keys_by_data_key on shared_keys (key_id);

  create function guard_data_key() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and new.shredded_at is not null and (
      not exists (select from tombstones t where t.engagement_id = old.engagement_id)
      or exists (select from milestones m where m.engagement_id = old.engagement_id and m.disposed_at is null)
    ) then
      raise exception 'the data keys of an engagement are shredded when the last of its records is disposed of, and not before'
        using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and old.shredded_at is null
      and (new.key_id, new.created_at) = (old.key_id, old.created_at)
      and new.engagement_id is not distinct from old.engagement_id
      and (old.retired_at is null or new.retired_at = old.retired_at) then
      return new;
    end if;
    raise exception 'a data key is wrapped anew, retired or shredded, and nothing else' using errcode = 'restrict_violation';
  end $$;

  ${appendOnly(['data_keys'], 'guard_data_key')}

  create function refuse_without_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform from engagements where engagement_id = new.engagement_id for key share;
    if exists (select from data_keys where engagement_id = new.engagement_id and shredded_at is not null) then
      raise exception 'everything of engagement % was disposed of, with its keys', new.engagement_id using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger milestones_of_engagement_with_keys before insert on milestones
    for each row execute function refuse_without_keys();
`;
