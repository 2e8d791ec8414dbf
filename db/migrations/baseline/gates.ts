// Part of the baseline: what must be so before a hold, a tombstone or an erasure may be written down at all.

/**
 * A hold and a disposal lock the same rows, so one of them comes first and the other sees it; that needs the isolation
 * level at which each statement sees what was committed before it.
 */
export const gates = `
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
    perform from milestone_events e where e.milestone_id = in_milestone and e.event -> 'acceptance' is not null
      and not exists (select from milestone_events o where o.milestone_id = in_milestone and o.type = 'outputsPublished'
        and o.event #>> '{outputs,certificateNumber}' = e.event #>> '{acceptance,certificateNumber}');
    if found then
      raise exception 'an acceptance of milestone % is not published yet', in_milestone using errcode = 'restrict_violation';
    end if;
    perform from milestone_events o where o.milestone_id = in_milestone and o.type = 'outputsPublished'
      and o.event #> '{outputs,awaitsTimestampUntil}' is not null
      and not exists (select from milestone_events t where t.milestone_id = in_milestone
        and t.type in ('certificateTimestamped', 'timestampAbandoned')
        and t.event #>> '{timestamp,certificateNumber}' = o.event #>> '{outputs,certificateNumber}');
    if found then
      raise exception 'a seal of milestone % awaits its timestamp', in_milestone using errcode = 'restrict_violation';
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
