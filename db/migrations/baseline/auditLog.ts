// Part of the baseline: the audit chains, and the Merkle log over all of them with its checkpoints.
import { appendOnly } from './appendOnly.ts';

/**
 * A line is the canonical JSON (RFC 8785) of {"chain", "entry", "previousHash", "sequence"}, put together here so that
 * one statement appends whatever the head is by then. The function runs as its owner: the role of the application may
 * call it and may not write the tables. Its path is fixed, or a temporary table could stand in for one that it relies on. A line
 * on a chain of the service's own is of the engagement that the transaction is for, and of none where it is for none.
 */
export const auditLog = `
  create table audit_chains (
    chain text primary key check (chain ~ '^(milestone|engagement|reads|service):[A-Za-z0-9._-]{1,100}$'),
    length integer not null default 0,
    head text not null default '',
    engagement_id text
  );

  create table audit_entries (
    entry_id bigint generated always as identity primary key,
    chain text not null references audit_chains,
    sequence integer not null,
    line text not null,
    hash text not null,
    recorded_at timestamptz not null default now(),
    redacted jsonb,
    leaf_hash bytea,
    engagement_id text,
    unique (chain, sequence)
  );

  create table log_pending (
    entry_id bigint primary key references audit_entries
  );

  create function append_audit(in_chain text, in_entries text[]) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    head audit_chains;
    each text;
    new_line text;
    new_id bigint;
    named text := split_part(in_chain, ':', 2);
    engagement text := case split_part(in_chain, ':', 1)
      when 'milestone' then (select engagement_id from milestones where milestone_id = named)
      when 'engagement' then named end;
  begin
    if split_part(in_chain, ':', 1) in ('milestone', 'engagement') then
      perform assert_in_scope(engagement);
    end if;
    insert into audit_chains (chain, engagement_id) values (in_chain, engagement) on conflict do nothing;
    select * into head from audit_chains where chain = in_chain for update;
    foreach each in array in_entries loop
      head.length := head.length + 1;
      new_line := '{"chain":"' || in_chain || '","entry":' || each || ',"previousHash":"' || head.head
        || '","sequence":' || head.length || '}';
      head.head := encode(sha256(convert_to(new_line, 'UTF8')), 'hex');
      insert into audit_entries (chain, sequence, line, hash, engagement_id)
        values (in_chain, head.length, new_line, head.head, coalesce(engagement, own_engagement()))
        returning entry_id into new_id;
      insert into log_pending (entry_id) values (new_id);
    end loop;
    update audit_chains set length = head.length, head = head.head where chain = in_chain;
    return head.length;
  end $$;
`;

/** Nodes of level 0 are leaf hashes; only complete subtrees are kept, which never change again. */
export const merkleLog = `
  create table log_leaves (
    leaf_index bigint primary key,
    entry_id bigint not null unique references audit_entries
  );
  create table log_nodes (
    level smallint not null,
    index bigint not null,
    hash bytea not null check (length(hash) = 32),
    primary key (level, index)
  );
  create table log_checkpoints (
    size bigint primary key,
    note text not null,
    signed_at timestamptz not null default now()
  );
  ${appendOnly(['log_leaves', 'log_nodes', 'log_checkpoints'])}
`;
