// Evidence: the audit chains, the Merkle log over all of them with its checkpoints, the seals, and later versions of archives.
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(auditLog);
  await db.raw(merkleLog);
  await db.raw(seals);
}

/**
 * A line is the canonical JSON (RFC 8785) of {"chain", "entry", "previousHash", "sequence"}, put together here so that
 * one statement appends whatever the head is by then. The function runs as its owner: the role of the application may
 * call it and may not write the tables.
 */
const auditLog = `
  create table audit_chains (
    chain text primary key check (chain ~ '^(milestone|engagement|service):[A-Za-z0-9._-]{1,100}$'),
    length integer not null default 0,
    head text not null default ''
  );

  create table audit_entries (
    entry_id bigint generated always as identity primary key,
    chain text not null references audit_chains,
    sequence integer not null,
    line text not null,
    hash text not null,
    recorded_at timestamptz not null default now(),
    unique (chain, sequence)
  );
  create trigger audit_entries_append_only before update or delete on audit_entries
    for each row execute function refuse_change();
  create trigger audit_entries_no_truncate before truncate on audit_entries
    for each statement execute function refuse_change();

  create table log_pending (
    entry_id bigint primary key references audit_entries
  );

  create function append_audit(in_chain text, in_entries text[]) returns integer
    language plpgsql security definer set search_path from current as $$
  declare
    head audit_chains;
    each text;
    new_line text;
    new_id bigint;
  begin
    insert into audit_chains (chain) values (in_chain) on conflict do nothing;
    select * into head from audit_chains where chain = in_chain for update;
    foreach each in array in_entries loop
      head.length := head.length + 1;
      new_line := '{"chain":"' || in_chain || '","entry":' || each || ',"previousHash":"' || head.head
        || '","sequence":' || head.length || '}';
      head.head := encode(sha256(convert_to(new_line, 'UTF8')), 'hex');
      insert into audit_entries (chain, sequence, line, hash) values (in_chain, head.length, new_line, head.head)
        returning entry_id into new_id;
      insert into log_pending (entry_id) values (new_id);
    end loop;
    update audit_chains set length = head.length, head = head.head where chain = in_chain;
    return head.length;
  end $$;
`;

/** Nodes of level 0 are leaf hashes; only complete subtrees are kept, which never change again. */
const merkleLog = `
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
  create trigger log_leaves_append_only before update or delete on log_leaves
    for each row execute function refuse_change();
  create trigger log_nodes_append_only before update or delete on log_nodes
    for each row execute function refuse_change();
  create trigger log_checkpoints_append_only before update or delete on log_checkpoints
    for each row execute function refuse_change();
  create trigger log_leaves_no_truncate before truncate on log_leaves
    for each statement execute function refuse_change();
  create trigger log_nodes_no_truncate before truncate on log_nodes
    for each statement execute function refuse_change();
  create trigger log_checkpoints_no_truncate before truncate on log_checkpoints
    for each statement execute function refuse_change();
`;

/** A seal is on record before anything uses it: signatures differ each time, and the first one stored is the one. */
const seals = `
  create table certificate_seals (
    certificate_number text not null,
    level text not null check (level in ('B-B', 'B-T')),
    milestone_id text not null references milestones,
    engagement_id text not null references engagements,
    document text not null,
    pdf_sha256 text not null,
    timestamped_at timestamptz,
    sealed_at timestamptz not null default now(),
    primary key (certificate_number, level)
  );
  create trigger certificate_seals_append_only before update or delete on certificate_seals
    for each row execute function refuse_change();
  create trigger certificate_seals_no_truncate before truncate on certificate_seals
    for each statement execute function refuse_change();

  create table archive_versions (
    certificate_number text not null references certificates,
    version integer not null check (version > 1),
    milestone_id text not null references milestones,
    engagement_id text not null references engagements,
    sha256 text not null,
    size_bytes bigint not null,
    reason text not null,
    archived_at timestamptz not null default now(),
    primary key (certificate_number, version)
  );
`;

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table archive_versions, certificate_seals, log_checkpoints, log_nodes, log_leaves, log_pending, audit_entries,
      audit_chains;
    drop function append_audit(text, text[]);
  `);
}
