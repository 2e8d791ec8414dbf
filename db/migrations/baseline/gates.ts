// Part of the baseline: what must be so before a hold, a tombstone, an erasure, an invoice or a credit may be written down at all.

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
        and o.event #>> '{outputs,certificateNumber}' = e.event #>> '{acceptance,certificateNumber}')
      and not exists (select from milestone_events w where w.milestone_id = in_milestone and w.type = 'acceptanceWithheld'
        and w.event #>> '{withheld,certificateNumber}' = e.event #>> '{acceptance,certificateNumber}'
        and exists (select from milestone_events r where r.milestone_id = in_milestone and r.type = 'revoked'));
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

  create function check_invoice() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    zone text;
    opened_at timestamptz;
    released numeric;
    standing numeric;
  begin
    select e.terms #>> '{contract,calendar,timeZone}' into zone
      from milestones m join engagements e using (engagement_id) where m.milestone_id = new.milestone_id for update of m;
    select min(released_at) into opened_at
      from invoice_releases where milestone_id = new.milestone_id and amount_released > 0;
    select amount_released into released
      from invoice_releases r join certificates c using (certificate_number) where r.milestone_id = new.milestone_id
      order by c.issued_at desc, c.certificate_number desc limit 1;
    select coalesce((select sum(amount) from invoices where milestone_id = new.milestone_id), 0)
      - coalesce((select sum(amount) from invoice_credits where milestone_id = new.milestone_id), 0)
      + coalesce((select sum(amount) from invoice_drafts where milestone_id = new.milestone_id and ended_as is null), 0)
      into standing;
    if standing + new.amount > coalesce(released, 0) then
      raise exception 'invoice % is for more than is released and left',
        coalesce(to_jsonb(new) ->> 'invoice_number', to_jsonb(new) ->> 'draft_number') using errcode = 'restrict_violation';
    end if;
    if tg_table_name = 'invoice_drafts' then
      return new;
    end if;
    if new.issued_on < local_date(opened_at, coalesce(zone, 'UTC'), interval '-12 hours')
      or new.issued_on > local_date(new.registered_at, coalesce(zone, 'UTC'), interval '14 hours') + 1 then
      raise exception 'invoice % is dated before the release or after tomorrow', new.invoice_number
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger invoices_checked before insert on invoices for each row execute function check_invoice();
  create trigger invoice_drafts_checked before insert on invoice_drafts for each row execute function check_invoice();

  create function check_credit() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    invoice invoices;
  begin
    perform from milestones where milestone_id = new.milestone_id for update;
    select * into invoice from invoices where milestone_id = new.milestone_id and invoice_number = new.invoice_number;
    if new.currency is distinct from invoice.currency or new.issued_on < invoice.issued_on
      or invoice.amount < new.amount + coalesce((select sum(amount) from invoice_credits
        where milestone_id = new.milestone_id and invoice_number = new.invoice_number), 0) then
      raise exception '% % is for more than is left of invoice %, in another currency or dated before it', new.kind,
        new.credit_number, new.invoice_number using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger invoice_credits_checked before insert on invoice_credits for each row execute function check_credit();
`;
