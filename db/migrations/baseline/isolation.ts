// Part of the baseline: whose each row is, and that nobody sees or writes one of an engagement that the transaction is not for.

/** Their rows belong to a milestone, so to its engagement. */
const ofMilestone = [
  ...['milestone_events', 'refused_messages', 'decisions', 'drawn_signatures', 'obstacles', 'certificate_addresses'],
  ...['withdrawn_addresses', 'next_phase_authorisations', 'invoice_releases', 'archives', 'archive_versions'],
  ...['invoices', 'invoice_drafts', 'invoice_credits', 'webhook_deliveries', 'erasures'],
];
const ofRequest = ['request_links', 'request_visits', 'request_openings', 'confirmation_codes', 'passkey_challenges'];
/** Their rows name their engagement themselves. */
const ofEngagement = [
  ...[
    'engagements',
    'calendar_corrections',
    'terms_versions',
    'documents',
    'milestones',
    'requests',
    'passkeys',
    'mails',
  ],
  ...[
    'certificates',
    'certificate_seals',
    'engagement_ends',
    'legal_holds',
    'tombstones',
    'quarantined_files',
    'uploads',
  ],
];
/** Some of their rows belong to no engagement, or not yet; those are shown to a job that has a policy of its own, and to nobody else. */
const perhapsOfEngagement = ['inbound_messages', 'outbox', 'audit_chains', 'audit_entries'];

/** What the engagement of a row is looked up by, where a transaction is for several. */
const foundBy: [table: string, column: string][] = [
  ...ofMilestone.map((table): [string, string] => [table, 'milestone_id']),
  ...ofRequest.map((table): [string, string] => [table, 'request_id']),
  ['legal_hold_releases', 'hold_id'],
  ['retention_dates', 'milestone_id'],
  ['upload_pieces', 'upload_id'],
];

type Reference = [tables: readonly string[], column: string, target: string, key: string];

/** A row refers to nothing outside of its engagement; whether it could would tell what others have. */
const references: Reference[] = [
  [ofMilestone, 'milestone_id', 'milestones', 'milestone_id'],
  [
    [
      'requests',
      'mails',
      'certificates',
      'certificate_seals',
      'legal_holds',
      'tombstones',
      'outbox',
      'inbound_messages',
    ],
    ...(['milestone_id', 'milestones', 'milestone_id'] as const),
  ],
  [[...ofRequest, 'drawn_signatures', 'mails', 'inbound_messages'], 'request_id', 'requests', 'request_id'],
  [
    ['next_phase_authorisations', 'invoice_releases', 'archives', 'archive_versions', 'invoices'],
    ...(['certificate_number', 'certificates', 'certificate_number'] as const),
  ],
  [['certificates'], 'supersedes', 'certificates', 'certificate_number'],
  [['withdrawn_addresses'], 'certificate_number', 'certificate_addresses', 'certificate_number'],
  [['quarantined_files'], 'document_id', 'documents', 'document_id'],
  [['legal_hold_releases'], 'hold_id', 'legal_holds', 'hold_id'],
  [['upload_pieces'], 'upload_id', 'uploads', 'upload_id'],
];

const targets = new Map(references.map(([, , target, key]) => [target, key]));

const column = ([table, by]: [string, string]): string => `
  alter table ${table} add column engagement_id text not null default own_engagement();
  create trigger ${table}_engagement before insert on ${table}
    for each row when (new.engagement_id is null) execute function fill_engagement('${by}');`;

const reference = ([tables, each, target, key]: Reference): string =>
  tables
    .map(
      (table) => `
  alter table ${table} drop constraint if exists ${table}_${each}_fkey,
    add constraint ${table}_${each}_fkey foreign key (engagement_id, ${each}) references ${target} (engagement_id, ${key});`,
    )
    .join('');

const isolated = (table: string): string => `
  alter table ${table} enable row level security, force row level security;`;

const scoped = (table: string): string => `${isolated(table)}
  create policy ${table}_in_scope on ${table}
    using (engagement_id = any (engagements_in_scope())) with check (engagement_id = any (engagements_in_scope()));`;

/** Among the functions that run as the owner; what these may be asked they check themselves. */
const byFunctions = (table: string): string => `
  create policy ${table}_by_functions on ${table} to current_user using (true) with check (true);`;

/**
 * With nothing set nothing is seen or written. The setting says what a transaction is for; it is no secret that opens anything, and
 * whoever can run statements of their own as the service can set it: what it guards against is a statement that forgot to ask.
 */
export const scope = `
  create function engagements_in_scope() returns text[] language sql stable
    return string_to_array(current_setting('sign_off.engagements', true), ',');

  create function engagements_barred() returns text[] language sql stable
    return string_to_array(current_setting('sign_off.barred', true), ',');

  create function own_engagement() returns text language sql stable
    return case when strpos(current_setting('sign_off.engagements', true), ',') = 0
      then nullif(current_setting('sign_off.engagements', true), '') end;

  create function fill_engagement() returns trigger language plpgsql set search_path = public, pg_temp as $$
  declare
    named text := to_jsonb(new) ->> tg_argv[0];
  begin
    new.engagement_id := case tg_argv[0]
      when 'milestone_id' then (select engagement_id from milestones where milestone_id = named)
      when 'request_id' then (select engagement_id from requests where request_id = named)
      when 'hold_id' then (select engagement_id from legal_holds where hold_id = named)
      when 'upload_id' then (select engagement_id from uploads where upload_id = named) end;
    return new;
  end $$;

  create function assert_in_scope(in_engagement text) returns void language plpgsql set search_path = public, pg_temp as $$
  begin
    if current_setting('role') <> 'none' and (in_engagement = any (engagements_in_scope())) is not true then
      raise exception 'this transaction is for other engagements' using errcode = 'insufficient_privilege';
    end if;
  end $$;
`;

/** A document that the record names stays as long as the record; nobody lets it go by themselves. */
const naming = [
  ['milestone_events', 'event', '$.**.documentId'],
  ['milestones', 'first_package', '$.**.documentIds[*]'],
  ['terms_versions', 'amendment', '$.**.documentId'],
].map(
  ([table, field, path]) => `
  create trigger ${table}_documents after insert on ${table} for each row
    when (jsonb_path_exists(new.${field}, '${path}')) execute function name_documents('${field}', '${path}');`,
);

export const isolation = `
  create trigger decisions_drawing after insert on decisions for each row
    when (new.decision -> 'drawnSignatureSha256' is not null) execute function name_drawing();
  ${foundBy.map(column).join('\n')}
  alter table outbox add column engagement_id text default own_engagement(),
    add check (engagement_id is not null or milestone_id is null);
  ${['outbox', 'inbound_messages']
    .map(
      (table) => `
  create trigger ${table}_engagement before insert on ${table} for each row
    when (new.engagement_id is null and new.milestone_id is not null) execute function fill_engagement('milestone_id');`,
    )
    .join('')}
  ${[...targets].map(([target, key]) => `alter table ${target} add unique (engagement_id, ${key});`).join('\n  ')}
  ${references.map(reference).join('\n')}
  ${[...ofEngagement, ...foundBy.map(([table]) => table), ...perhapsOfEngagement].map(scoped).join('\n')}
  ${['idempotency_keys', 'data_keys'].map(isolated).join('')}
  create policy idempotency_keys_in_scope on idempotency_keys
    using (route = 'POST /engagements' and body ->> 'engagementId' = any (engagements_in_scope()));
  ${['audit_chains', 'audit_entries', 'idempotency_keys', 'data_keys'].map(byFunctions).join('\n')}
  ${naming.join('\n')}
`;
