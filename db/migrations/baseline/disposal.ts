// Part of the baseline: the two functions by which evidence may go, and what belongs to a record.

/**
 * They run as the owner of the tables; the service may call them and has no other way. What they touch is of the engagement that the
 * transaction is for; files alone, of which there is one however many refer to it, are looked for with everybody.
 */
export const disposal = `
  create function documents_of(in_milestone text) returns setof text language sql stable
    set search_path = public, pg_temp as $$
    select d.document_id from documents d
    join milestones m on m.milestone_id = in_milestone and m.engagement_id = d.engagement_id
    where not exists (select from milestones other
        where other.engagement_id = m.engagement_id and other.milestone_id <> in_milestone and other.disposed_at is null)
      or (d.document_id in (
          select named #>> '{}' from milestone_events e, jsonb_path_query(e.event, '$.**.documentId') named
          where e.milestone_id = in_milestone)
        and d.document_id not in (
          select named #>> '{}' from milestones other
          join milestone_events e on e.milestone_id = other.milestone_id, jsonb_path_query(e.event, '$.**.documentId') named
          where other.engagement_id = m.engagement_id and other.milestone_id <> in_milestone
          union
          select named #>> '{}' from milestones other, jsonb_path_query(other.first_package, '$.**.documentIds[*]') named
          where other.engagement_id = m.engagement_id and other.milestone_id <> in_milestone))
  $$;

  create function files_of(in_milestone text) returns setof text language sql stable
    set search_path = public, pg_temp as $$
    select sha256 from documents where document_id in (select documents_of(in_milestone))
    union select pdf_sha256 from certificates where milestone_id = in_milestone
    union select pdf_sha256 from certificate_seals where milestone_id = in_milestone
    union select sha256 from archives where milestone_id = in_milestone
    union select sha256 from archive_versions where milestone_id = in_milestone
    union select sha256 from inbound_messages where milestone_id = in_milestone
      or request_id in (select request_id from requests where milestone_id = in_milestone)
    union select decision ->> 'drawnSignatureSha256' from decisions
      where milestone_id = in_milestone and decision ->> 'drawnSignatureSha256' is not null
    union select sha256 from drawn_signatures where milestone_id = in_milestone
  $$;

  create function is_referred_to(in_engagement text, in_sha256 text) returns boolean language sql stable
    set search_path = public, pg_temp as $$
    select exists (select from documents where sha256 = in_sha256 and engagement_id = in_engagement)
      or exists (select from certificates c join milestones m using (milestone_id)
        where c.pdf_sha256 = in_sha256 and m.engagement_id = in_engagement and m.disposed_at is null)
      or exists (select from certificate_seals join milestones m using (milestone_id)
        where pdf_sha256 = in_sha256 and m.engagement_id = in_engagement)
      or exists (select from archives join milestones m using (milestone_id)
        where sha256 = in_sha256 and m.engagement_id = in_engagement)
      or exists (select from archive_versions join milestones m using (milestone_id)
        where sha256 = in_sha256 and m.engagement_id = in_engagement)
      or exists (select from inbound_messages
        where sha256 = in_sha256 and engagement_id is not distinct from in_engagement and file_erased_at is null)
      or exists (select from decisions join milestones m using (milestone_id)
        where decision ->> 'drawnSignatureSha256' = in_sha256 and m.engagement_id = in_engagement)
      or exists (select from drawn_signatures join milestones m using (milestone_id)
        where sha256 = in_sha256 and m.engagement_id = in_engagement)
      or exists (select from quarantined_files
        where sha256 = in_sha256 and engagement_id = in_engagement and outcome is distinct from 'removed')
      or exists (select from upload_pieces p join uploads u using (upload_id)
        where p.sha256 = in_sha256 and u.engagement_id = in_engagement)
  $$;

  create function dispose_of_record(in_milestone text, in_document text) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    of_milestone text[] := array['outbox', 'obstacles', 'mails', 'drawn_signatures', 'requests', 'decisions', 'refused_messages', 'webhook_deliveries',
      'next_phase_authorisations', 'archive_versions', 'archives', 'withdrawn_addresses', 'certificate_addresses', 'certificate_seals', 'milestone_events', 'erasures'];
    asked text[];
    each text;
    proof text;
  begin
    perform assert_in_scope((select engagement_id from milestones where milestone_id = in_milestone));
    insert into tombstones (milestone_id, engagement_id, document, sha256)
      select milestone_id, engagement_id, in_document, '' from milestones where milestone_id = in_milestone;
    insert into outbox (kind, reference, engagement_id)
      select 'fileRemoval', file || '@' || engagement_id, engagement_id
      from milestones, files_of(in_milestone) file where milestone_id = in_milestone
      on conflict (kind, reference) do update set status = 'waiting', attempts = 0, repeats = 0, next_attempt_at = now(),
        claimed_by = null, last_error = null, failed_at = null;
    perform pg_notify('effects_due', '');
    delete from documents where document_id in (select documents_of(in_milestone));
    select coalesce(array_agg(request_id), '{}') into asked from requests where milestone_id = in_milestone;
    delete from inbound_messages where milestone_id = in_milestone or request_id = any(asked);
    delete from confirmation_codes where request_id = any(asked);
    delete from passkey_challenges where request_id = any(asked);
    delete from request_openings where request_id = any(asked);
    delete from request_visits where request_id = any(asked);
    delete from request_links where request_id = any(asked);
    foreach each in array of_milestone loop
      execute format('delete from %I where milestone_id = $1', each) using in_milestone;
    end loop;
    update certificates set document = '{}' where milestone_id = in_milestone;
    update milestones set title = '', plan = '{}', first_package = null, started_by = '{}', snapshot = null,
      package_digest = null, deadline = null, waiting_for = '{}', work = '[]', value_amount = null, value_currency = null, due_on = null,
      search = null, disposed_at = now() where milestone_id = in_milestone;
    delete from retention_dates where milestone_id = in_milestone;
    delete from idempotency_keys where completed_at is not null
      and split_part(route, '/', 3) = in_milestone and starts_with(route, 'POST /milestones/');
    delete from idempotency_keys where completed_at is not null
      and route = 'POST /milestones' and body ->> 'milestoneId' = in_milestone;
    perform from engagements join tombstones using (engagement_id) where milestone_id = in_milestone for update of engagements;
    if not exists (select from milestones m join tombstones t using (engagement_id)
      where t.milestone_id = in_milestone and m.disposed_at is null) then
      update engagements set terms = jsonb_set(terms, '{people}', (
          select jsonb_agg(person || '{"name":"[erased]","email":"[erased]","capacity":"[erased]"}')
          from jsonb_array_elements(terms -> 'people') person))
        where engagement_id = (select engagement_id from tombstones where milestone_id = in_milestone)
          and jsonb_typeof(terms -> 'people') = 'array';
      delete from passkeys where engagement_id = (select engagement_id from tombstones where milestone_id = in_milestone);
      delete from idempotency_keys where completed_at is not null and route = 'POST /engagements'
        and body ->> 'engagementId' = (select engagement_id from tombstones where milestone_id = in_milestone);
      update data_keys set wrapped_key = null, shredded_at = now(), retired_at = coalesce(retired_at, now())
        where engagement_id = (select engagement_id from tombstones where milestone_id = in_milestone) and shredded_at is null;
      if found then
        select '{"at":"' || to_char(disposed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","engagementId":'
          || to_json(engagement_id)::text || ',"type":"dataKeysShredded"}'
          into proof from tombstones where milestone_id = in_milestone;
        perform append_audit('service:main', array[proof]);
      end if;
    end if;
    update audit_entries set line = '', redacted = '[""]' where chain = 'milestone:' || in_milestone and line <> '';
    select '{"at":"' || to_char(disposed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","milestoneId":"'
      || milestone_id || '","tombstoneSha256":"' || sha256 || '","type":"disposed"}'
      into proof from tombstones where milestone_id = in_milestone;
    update milestones set disposal_line = append_audit('service:main', array[proof]) where milestone_id = in_milestone;
  end $$;
  revoke execute on function dispose_of_record(text, text) from public;
`;

export const erasure = `
  create function erase_person(in_milestone text, in_person text, in_reason text, in_requested_on date,
    in_erased_by jsonb, in_document text, in_events jsonb, in_lines jsonb) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    new_id bigint;
  begin
    perform assert_in_scope((select engagement_id from milestones where milestone_id = in_milestone));
    insert into erasures (milestone_id, person_id, reason, requested_on, document, erased_by)
      values (in_milestone, in_person, in_reason, in_requested_on, in_document, in_erased_by)
      returning erasure_id into new_id;
    update milestone_events e
      set event = r.event, redacted = coalesce(e.redacted, '[]') || r.redacted
      from jsonb_to_recordset(in_events) as r (sequence integer, event jsonb, redacted jsonb)
      where e.milestone_id = in_milestone and e.sequence = r.sequence;
    update audit_entries a set line = r.line, redacted = coalesce(a.redacted, '[]') || r.redacted
      from jsonb_to_recordset(in_lines) as r (sequence integer, line text, redacted jsonb)
      where a.chain = 'milestone:' || in_milestone and a.sequence = r.sequence;
    update milestones set erased_at = coalesce(erased_at, now()) where milestone_id = in_milestone;
    perform append_audit('service:main', array['{"at":"'
      || to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","documentSha256":"'
      || encode(sha256(convert_to(in_document, 'UTF8')), 'hex') || '","erasureId":"' || new_id || '","milestoneId":"'
      || in_milestone || '","type":"personErased"}']);
    return new_id;
  end $$;
  revoke execute on function erase_person(text, text, text, date, jsonb, text, jsonb, jsonb) from public;
`;
