// Part of the baseline: evidence goes with its tombstone, or loses to an erasure what a mark then stands for; no other way.
import { appendOnly } from './appendOnly.ts';

/**
 * A mark stands for text within one string, so it cannot swallow a field, an entry of a list or a value of another kind. Of a line
 * the text has to agree as well: its hash is that of its bytes.
 */
export const guards = `
  create function is_disposed(in_milestone text) returns boolean language sql stable set search_path = public, pg_temp
    as $$ select exists (select from tombstones where milestone_id = in_milestone) $$;

  create function is_erasing(in_milestone text) returns boolean language sql stable set search_path = public, pg_temp
    as $$ select exists (select from erasures
      where milestone_id = in_milestone and transaction_id = pg_current_xact_id_if_assigned()) $$;

  create function is_redacted_text(before text, after text) returns boolean language sql immutable
    as $$ select before like
      replace(replace(replace(replace(after, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '[erased]', '%') $$;

  create function is_redaction(before jsonb, after jsonb) returns boolean
    language plpgsql immutable set search_path = public, pg_temp as $$
  begin
    if before = after then
      return true;
    elsif jsonb_typeof(before) <> jsonb_typeof(after) then
      return false;
    elsif jsonb_typeof(before) = 'string' then
      return is_redacted_text(before #>> '{}', after #>> '{}');
    elsif jsonb_typeof(before) = 'array' then
      return jsonb_array_length(before) = jsonb_array_length(after) and not exists (
        select from generate_series(0, jsonb_array_length(before) - 1) place
        where not is_redaction(before -> place, after -> place));
    elsif jsonb_typeof(before) = 'object' then
      return (select array_agg(key order by key) from jsonb_object_keys(before) key)
          is not distinct from (select array_agg(key order by key) from jsonb_object_keys(after) key)
        and not exists (select from jsonb_each(before) field where not is_redaction(field.value, after -> field.key));
    end if;
    return false;
  end $$;

  create function guard_event() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'DELETE' and is_disposed(old.milestone_id) then
      return old;
    end if;
    if tg_op = 'UPDATE' and is_erasing(old.milestone_id) then
      if to_jsonb(new) - array['event', 'redacted'] = to_jsonb(old) - array['event', 'redacted']
        and new.redacted is not null and is_redaction(old.event, new.event) then
        return new;
      end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end $$;

  create function guard_line() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    milestone text := substr(old.chain, length('milestone:') + 1);
    is_sound boolean := false;
  begin
    if tg_op = 'UPDATE' and old.chain like 'milestone:%' then
      is_sound := case
        when is_disposed(milestone) then new.line = ''
        when is_erasing(milestone) then is_redacted_text(old.line, new.line)
          and is_redaction(old.line::jsonb, new.line::jsonb)
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

  create function guard_until_disposed() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'DELETE' and is_disposed(old.milestone_id) then
      return old;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end $$;

  ${appendOnly(['milestone_events'], 'guard_event')}
  ${appendOnly(['audit_entries'], 'guard_line')}
  ${appendOnly(['certificate_seals', 'certificate_addresses', 'withdrawn_addresses', 'erasures'], 'guard_until_disposed')}
  ${appendOnly(['calendar_corrections', 'terms_versions', 'engagement_ends', 'legal_holds', 'legal_hold_releases', 'tombstones'])}

  create function name_documents() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    update documents set is_named = true, removed_at = null
      where engagement_id = new.engagement_id and not is_named and document_id in (
        select named #>> '{}' from jsonb_path_query(to_jsonb(new) -> tg_argv[0], tg_argv[1]::jsonpath) named);
    return null;
  end $$;
  create function name_drawing() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    update documents set is_named = true, removed_at = null
      where engagement_id = new.engagement_id and not is_named and sha256 = new.decision ->> 'drawnSignatureSha256';
    return null;
  end $$;
`;
