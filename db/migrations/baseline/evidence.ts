// Part of the baseline: what is evidence beside the chain of events stands as it was written, and says nothing that no event says.

/**
 * `guard_row` takes lists of columns: those that may be set once, those that may change, those that an erasure may redact by the end
 * of its transaction. Rows go
 * with their tombstone. Which columns those are is all that differs from table to table.
 */
interface Guarded {
  once?: string;
  free?: string;
  erasable?: string;
  /** Also after a time of its own: the condition under which a row may not be deleted. */
  keptWhile?: string;
}

const guarded: Record<string, Guarded> = {
  decisions: { once: 'voided_by_sequence', erasable: 'decision' },
  refused_messages: { erasable: 'actor,message,details', keptWhile: `old.at > now() - interval '399 days'` },
  certificates: {},
  next_phase_authorisations: {},
  invoice_releases: {},
  archives: {},
  archive_versions: {},
  requests: { free: 'expires_at' },
  mails: {
    once: 'sent_at,response,bounced_at,bounce_reason',
    free: 'attempts,repeats',
    erasable: 'to_address,model,response,bounce_reason',
  },
  inbound_messages: {
    once: 'message_id_header,outcome,reason,request_id,milestone_id,person_id,proof,left_out,settled_at,file_erased_at,engagement_id',
    free: 'status,attempts,next_attempt_at,claimed_at,last_error',
    erasable: 'envelope_from,remote_address,helo,message_id_header,reason,left_out,proof',
  },
};

const guardsOf = ([table, { once = '', free = '', erasable = '', keptWhile }]: [string, Guarded]): string => `
  create trigger ${table}_guarded before update ${keptWhile ? '' : 'or delete '}on ${table}
    for each row execute function guard_row('${once}', '${free}', '${erasable}');
  ${
    keptWhile
      ? `create trigger ${table}_kept before delete on ${table}
    for each row when (${keptWhile}) execute function guard_row('', '', '');`
      : ''
  }
${erasable === '' ? '' : erasureOf(table, erasable.split(','))}
  create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change();`;

/** Rows are redacted before the erasure that counts them is on record, so whether there is one is asked at the end. */
const erasureOf = (table: string, columns: readonly string[]): string => `
  create constraint trigger ${table}_erased after update on ${table} deferrable initially deferred
    for each row when (${columns.map((each) => `old.${each} is not null and old.${each} is distinct from new.${each}`).join(' or ')})
    execute function assert_erasing();`;

/** What an event of the chain carries is read by the number of its certificate, of which there is one acceptance. */
export const evidence = `
  create function milestone_of(old_row jsonb) returns text language sql stable set search_path = public, pg_temp as $$
    select coalesce(old_row ->> 'milestone_id',
      (select milestone_id from requests where request_id = old_row ->> 'request_id')) $$;

  create function guard_row() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    before jsonb := to_jsonb(old);
    after jsonb;
    milestone text := milestone_of(before);
    each text;
  begin
    if tg_op = 'DELETE' then
      if is_disposed(milestone) then
        return old;
      end if;
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end if;
    after := to_jsonb(new);
    for each in select key from jsonb_each(after) where value is distinct from before -> key loop
      continue when each = any (string_to_array(tg_argv[1], ','));
      continue when each = any (string_to_array(tg_argv[0], ',')) and before ->> each is null;
      continue when each = any (string_to_array(tg_argv[2], ','));
      continue when tg_table_name = 'certificates' and each = 'document' and is_disposed(milestone) and after -> each = '{}';
      raise exception '% of % is append-only', each, tg_table_name using errcode = 'restrict_violation';
    end loop;
    return new;
  end $$;

  create function assert_erasing() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if not is_erasing(milestone_of(to_jsonb(old))) then
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end if;
    return null;
  end $$;
  ${Object.entries(guarded).map(guardsOf).join('\n')}

  create function guard_link() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'DELETE' and is_disposed((select milestone_id from requests where request_id = old.request_id)) then
      return old;
    end if;
    if tg_op = 'UPDATE' and old.revoked_at is null
      and to_jsonb(new) - 'revoked_at' = to_jsonb(old) - 'revoked_at' then
      return new;
    end if;
    raise exception 'request_links is append-only' using errcode = 'restrict_violation';
  end $$;
  create trigger request_links_guarded before update or delete on request_links for each row execute function guard_link();

  create function check_decision() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    perform from milestone_events e where e.milestone_id = new.milestone_id and e.sequence = new.sequence
      and e.type = new.kind and e.at = new.at;
    if not found then
      raise exception 'no event of milestone % carries this decision', new.milestone_id using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger decisions_checked before insert on decisions for each row execute function check_decision();

  create function acceptance_of(in_milestone text, in_certificate text) returns jsonb language sql stable
    set search_path = public, pg_temp as $$
    select e.event -> 'acceptance' from milestone_events e
    where e.milestone_id = in_milestone and e.event #>> '{acceptance,certificateNumber}' = in_certificate
      and not exists (select from milestone_events w where w.milestone_id = in_milestone and w.type = 'acceptanceWithheld'
        and w.event #>> '{withheld,certificateNumber}' = in_certificate)
    order by e.sequence limit 1 $$;

  create function check_certificate() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    accepted jsonb := acceptance_of(new.milestone_id, new.certificate_number);
  begin
    if accepted is null or accepted ->> 'kind' is distinct from new.kind
      or (accepted ->> 'acceptedAt')::timestamptz is distinct from new.issued_at
      or accepted ->> 'supersedes' is distinct from new.supersedes then
      raise exception 'no acceptance of milestone % carries certificate %', new.milestone_id, new.certificate_number
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger certificates_checked before insert on certificates for each row execute function check_certificate();

  create function check_release() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    accepted jsonb := acceptance_of(new.milestone_id, new.certificate_number);
  begin
    if accepted is null or (accepted ->> 'amountReleased')::numeric is distinct from new.amount_released
      or (accepted ->> 'amountWithheld')::numeric is distinct from new.amount_withheld
      or (accepted ->> 'acceptedAt')::timestamptz is distinct from new.released_at
      or new.currency is distinct from
        (select plan #>> '{value,currency}' from milestones where milestone_id = new.milestone_id) then
      raise exception 'the acceptance under % releases something else', new.certificate_number
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger invoice_releases_checked before insert on invoice_releases for each row execute function check_release();

  create function check_output() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    perform from certificates where certificate_number = new.certificate_number and milestone_id = new.milestone_id;
    if not found then
      raise exception 'certificate % is not of milestone %', new.certificate_number, new.milestone_id
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger next_phase_authorisations_checked before insert on next_phase_authorisations
    for each row execute function check_output();
  create trigger archives_checked before insert on archives for each row execute function check_output();
  create trigger archive_versions_checked before insert on archive_versions for each row execute function check_output();

  create function check_mail() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op = 'INSERT' and (new.sent_at is not null or new.bounced_at is not null) then
      raise exception 'a mail is on record before it is sent' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and new.sent_at is distinct from old.sent_at then
      new.sent_at := now();
    end if;
    return new;
  end $$;
  create trigger mails_checked before insert or update on mails for each row execute function check_mail();
`;
