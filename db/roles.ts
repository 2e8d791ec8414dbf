// The roles that the service takes in PostgreSQL, each with the rights of what it is for: within engagements, and one for each job across them.
import pg from 'pg';
import type { Knex } from 'knex';
import type { Database } from './database.ts';

/**
 * None of them can log in, own a table or go past row-level security. The login of DATABASE_URL may take them and inherits nothing:
 * by itself it counts attempts, and reads and writes no other table.
 *
 * `engagement`: what people, systems and workflows do within engagements. `door`: whose an address or a token is, what was mailed to an address, keys, answers kept
 * for repeats, the audit log's tree. `register`: what lists and reports show a key for all engagements. `dispatcher`: mails, webhooks
 * and files to remove, as they are due. `logKeeper`: takes lines of the audit log into its tree. `keyRing`: data keys, as they are
 * wrapped. `signIn`: sessions, what people keep of their desks, calendars, roles given to people and kept from them, and which engagements name whoever signs in. `keeper`: lets rows go whose time is
 * over, finds milestones that need somebody and obstacles to tell of. `intake`: messages that came by mail, until it is known whose.
 */
export const jobs = ['door', 'register', 'dispatcher', 'logKeeper', 'keyRing', 'signIn', 'keeper', 'intake'] as const;
export type Job = (typeof jobs)[number];
export type ServiceRole = Job | 'engagement';
export const serviceRoles: readonly ServiceRole[] = ['engagement', ...jobs];

/** Of the installation, since roles are the whole server's: two installations on one server take none of each other's. */
export const roleName = (login: string, role: ServiceRole): string =>
  `${login}_${role.replace(/[A-Z]/g, (each) => `_${each.toLowerCase()}`)}`;

/** As the driver finds it, in the URL or where PostgreSQL's own tools look. */
export const loginIn = (url: string): string => new pg.Client({ connectionString: url }).user ?? '';

/** Rows are added and never touched again. */
const appendOnly = [
  ...['milestone_events', 'certificate_seals', 'certificate_addresses', 'withdrawn_addresses'],
  ...['calendar_corrections', 'terms_versions', 'engagement_ends', 'legal_holds', 'legal_hold_releases'],
  ...['next_phase_authorisations', 'invoice_releases', 'archives', 'archive_versions', 'invoices', 'invoice_credits'],
];
/** Of whose rows some columns are filled in later, which triggers watch; a disposal removes them as the owner. */
const filledIn = ['decisions', 'requests', 'request_links', 'mails', 'inbound_messages', 'invoice_drafts'];
/** What others refer to for good: a disposal empties these rows and keeps them. */
const neverRemoved = ['engagements', 'milestones', 'certificates'];
/** Written by functions alone, which run as the owner of the tables and check what they are asked for; or read alone. */
const readOnly = [
  ...['audit_chains', 'audit_entries', 'tombstones', 'erasures', 'retention_dates', 'milestone_retention'],
  ...['log_leaves', 'log_nodes', 'log_checkpoints'],
];
const free = [
  ...['documents', 'refused_messages', 'request_visits', 'drawn_signatures', 'confirmation_codes', 'passkeys'],
  ...['passkey_challenges', 'request_openings', 'outbox', 'obstacles', 'webhook_deliveries', 'quarantined_files'],
  ...['uploads', 'upload_pieces'],
];

const each = (tables: readonly string[], rights: string): Record<string, string> =>
  Object.fromEntries(tables.map((table) => [table, rights]));

/** Whose a row is, for triggers that ask it of the row they guard. */
const asked = { requests: 'select (request_id, milestone_id, engagement_id)', tombstones: 'select (milestone_id)' };
const wholeMilestone = 'select (milestone_id, engagement_id)';
const log = each(['log_leaves', 'log_nodes', 'log_checkpoints'], 'select');

type Rights = Record<string, string>;

/** By table; several by semicolons. */
const rights: Record<ServiceRole, Rights> = {
  engagement: {
    ...each(appendOnly, 'select, insert'),
    ...each([...filledIn, ...neverRemoved], 'select, insert, update'),
    ...each(readOnly, 'select'),
    ...each(free, 'select, insert, update, delete'),
    idempotency_keys: 'select, delete',
    drafts: 'select (mentions); delete',
    event_endpoints: 'select',
    ...each(['chat_addresses', 'digest_preferences', 'calendar_feeds'], 'select (mailbox); delete'),
  },
  door: {
    event_endpoints: 'select, insert, update',
    ...each(['api_keys', 'api_key_secrets', 'service_uptime'], 'select, insert, update'),
    idempotency_keys: 'select, insert, update, delete',
    ...log,
    audit_entries: 'select',
    engagements: 'select (engagement_id)',
    milestones: 'select (milestone_id, engagement_id, workflow_id)',
    documents: 'select (document_id, engagement_id)',
    quarantined_files: 'select (quarantine_id, engagement_id)',
    webhook_deliveries: 'select (webhook_id, engagement_id)',
    request_links: 'select (token_hash, reply_token_hash, engagement_id)',
    certificate_addresses: 'select (token, engagement_id)',
    mails: 'select (message_id_header, engagement_id, request_id, to_address, queued_at)',
  },
  register: each(
    [
      ...['engagements', 'milestones', 'milestone_events', 'retention_dates', 'legal_holds', 'legal_hold_releases'],
      ...[
        'obstacles',
        'webhook_deliveries',
        'outbox',
        'next_phase_authorisations',
        'invoice_releases',
        'invoices',
        'invoice_drafts',
        'invoice_credits',
        'certificates',
        'quarantined_files',
        'log_leaves',
        'audit_entries',
      ],
    ],
    'select',
  ),
  dispatcher: {
    ...asked,
    outbox: 'select, insert, update, delete',
    digest_preferences: 'select; update (next_at)',
    digests: 'select, insert, delete',
    chat_addresses: 'select; update (told_at, failed_at, failed_because)',
    milestones: wholeMilestone,
    mails: 'select; update (sent_at, response, attempts, repeats)',
    webhook_deliveries: 'select; update (delivered_at, attempts)',
    event_endpoints: 'select',
    ...each(['api_keys', 'api_key_secrets', 'unknown_workflows'], 'select'),
  },
  logKeeper: {
    ...each(['log_leaves', 'log_nodes', 'log_checkpoints'], 'select, insert'),
    log_pending: 'select, delete',
    audit_entries: 'select (entry_id, line, leaf_hash, recorded_at)',
  },
  keyRing: { data_keys: 'select, insert, update', shared_keys: 'select, insert, update, delete' },
  signIn: {
    ...each(['sessions', 'mailbox_links'], 'select, insert, update'),
    calendar_feeds: 'select, insert, update, delete',
    ...each(['saved_views', 'templates', 'drafts'], 'select, insert, update, delete'),
    ...each(['digest_preferences', 'chat_addresses'], 'select, insert, update, delete'),
    logout_tokens: 'select, insert',
    role_grants: 'select, insert, update',
    ...each(['barriers', 'departures'], 'select, insert, update'),
    openings: 'select, insert',
    outbox: 'select, insert, update',
    engagements: 'select (engagement_id, created_at, name, terms, firm_mailboxes, work_mark)',
    milestones: 'select (milestone_id, engagement_id, plan, phase, disposed_at)',
    requests: 'select (engagement_id, person_id, kind)',
  },
  keeper: {
    ...asked,
    sessions: 'select (session_id, expires_at); delete',
    mailbox_links: 'select (link_id, created_at); delete',
    calendar_feeds: 'select (holder_id, made_at, last_read_at); delete',
    drafts: 'select (holder_id, draft_id, kept_at); delete',
    logout_tokens: 'select (token_hash, taken_at); delete',
    documents:
      'select (document_id, engagement_id, sha256, uploaded_at, is_named, removed_at); update (removed_at); delete',
    quarantined_files: 'select (quarantine_id, engagement_id, quarantined_at, sha256, document_id); delete',
    uploads: 'select (upload_id, engagement_id, touched_at); update (touched_at); delete',
    upload_pieces: 'select (upload_id, engagement_id, sha256); delete',
    milestones: 'select (milestone_id, engagement_id, needs_workflow, sequence, created_at, phase, deadline)',
    invoice_drafts: 'select (milestone_id, engagement_id, reserved_until, ended_as)',
    obstacles: 'select, insert, update',
    outbox: 'select, insert, update',
    legal_holds: 'select (hold_id, engagement_id, milestone_id)',
    legal_hold_releases: 'select (hold_id)',
    idempotency_keys: 'select (key, claimed_at); delete',
    confirmation_codes: 'select (code_id, expires_at); delete',
    passkey_challenges: 'select (challenge, expires_at); delete',
    request_visits: 'select (visit_id, request_id, at, is_human); delete',
    request_openings: 'select (request_id, opened_by, opened_at); delete',
    refused_messages: 'select (refused_id, milestone_id, at); delete',
    webhook_deliveries: 'select (webhook_id, milestone_id, delivered_at); delete',
    rate_limits: 'select, delete',
    sweeps: 'select, insert, update',
    unknown_workflows: 'select, insert, delete; update (told_at)',
    record_mark: 'select, insert, update',
    api_keys: 'select',
    api_key_secrets: 'select; update (end_told_at)',
  },
  intake: {
    ...asked,
    milestones: wholeMilestone,
    inbound_messages: 'select, insert, update',
    outbox: 'select, insert, update',
    chat_addresses: 'select (mailbox)',
  },
};

/** What a job writes within the engagements it says it does it for, and sees no more of than these. */
const withinScope: Partial<Record<ServiceRole, Rights>> = {
  intake: {
    mails: 'select (mail_id, milestone_id); insert',
  },
};

const functions: Record<string, readonly ServiceRole[]> = {
  'append_audit(text, text[])': ['engagement', 'door', 'dispatcher', 'intake', 'keyRing', 'signIn'],
  'dispose_of_record(text, text)': ['engagement'],
  'erase_person(text, text, text, date, jsonb, text, jsonb, jsonb)': ['engagement'],
};

/** The door reads of the audit log what is of no engagement; the register leaves out what is behind an information barrier; files of nobody are let go by the intake; who signs in queues what is told of an emergency, and the link that they asked for. */
function shownTo(role: ServiceRole, table: string): string {
  if (role === 'register') return '(engagement_id = any (engagements_barred())) is not true';
  if (role === 'intake' && table === 'outbox') return `kind = 'fileRemoval' and engagement_id is null`;
  if (role === 'signIn' && table === 'outbox') return `kind in ('openingNotice', 'mailboxLink')`;
  return role === 'door' && table === 'audit_entries' ? 'engagement_id is null' : 'true';
}

/**
 * Run by the owner after migrating, each time anew, so that tables of later releases are covered. Rights that somebody
 * gave by hand beyond these are taken back. Throws with the statements to run where the owner may make no roles.
 */
export async function grantToService(owner: Database, login: string): Promise<void> {
  await owner.transaction(async (transaction) => {
    await transaction.raw('select pg_advisory_xact_lock(?)', [grantLock]);
    await makeRoles(transaction, login);
    const { rows } = await transaction.raw<{ rows: { name: string }[] }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')`,
    );
    const tables = rows.map(({ name }) => name);
    const { rows: who } = await transaction.raw<{ rows: { is_owner: boolean }[] }>(
      'select current_user = ? as is_owner',
      [login],
    );
    const bound = serviceRoles.map((role) => roleName(login, role));
    const statements = [
      ...[...(who[0]?.is_owner ? [] : [login]), ...bound].flatMap((name) => [
        `revoke all on all tables in schema public from ${pg.escapeIdentifier(name)}`,
        `revoke all on all sequences in schema public from ${pg.escapeIdentifier(name)}`,
        `grant usage on schema public to ${pg.escapeIdentifier(name)}`,
      ]),
      `grant select, insert, update, delete on rate_limits to ${pg.escapeIdentifier(login)}`,
      ...serviceRoles.flatMap((role) => grantsOf(role, roleName(login, role))),
      ...Object.entries(functions).flatMap(([name, roles]) => [
        `revoke execute on function ${name} from public`,
        ...roles.map((role) => `grant execute on function ${name} to ${pg.escapeIdentifier(roleName(login, role))}`),
      ]),
    ];
    for (const statement of statements) await transaction.raw(statement);
    for (const job of jobs) await makePolicies(transaction, job, roleName(login, job), tables);
  });
}

/** Any number that nobody else uses for advisory locks. */
const grantLock = 730_123;

function grantsOf(role: ServiceRole, name: string): string[] {
  const all = [...Object.entries(rights[role]), ...Object.entries(withinScope[role] ?? {})];
  return all.flatMap(([table, said]) =>
    said.split('; ').map((right) => `grant ${right} on ${table} to ${pg.escapeIdentifier(name)}`),
  );
}

/** One that is there stays as it is: to make it anew would wait for everybody who uses the table. */
async function makePolicies(transaction: Knex.Transaction, job: Job, name: string, tables: string[]): Promise<void> {
  for (const [table, said] of Object.entries(rights[job])) {
    if (!tables.includes(table)) continue;
    const policy = `${table}_${job.toLowerCase()}`;
    const { rows } = await transaction.raw<{ rows: { is_made: boolean }[] }>(
      `select exists (select from pg_policy p join pg_class c on c.oid = p.polrelid
         where c.oid = to_regclass(?) and polname = ? and ?::regrole = any (polroles)) as is_made
       from pg_class where oid = to_regclass(?) and relrowsecurity`,
      [table, policy, pg.escapeIdentifier(name), table],
    );
    const shown = shownTo(job, table);
    const isRead = !/insert|update|delete/.test(said);
    if (rows[0]?.is_made === false)
      await transaction.raw(
        `create policy ${policy} on ${table} ${isRead ? 'for select' : ''} to ${pg.escapeIdentifier(name)}
         using (${shown}) ${isRead ? '' : `with check (${shown})`}`,
      );
  }
}

async function makeRoles(transaction: Knex.Transaction, login: string): Promise<void> {
  const { rows } = await transaction.raw<{ rows: { name: string }[] }>(
    `select name from unnest(?::text[]) name where not exists (
       select from pg_roles r join pg_auth_members m on m.roleid = r.oid
       where r.rolname = name and m.member = ?::regrole)`,
    [serviceRoles.map((role) => roleName(login, role)), pg.escapeIdentifier(login)],
  );
  if (rows.length === 0) return;
  try {
    await transaction.transaction(async (inner) => {
      for (const { name } of rows) for (const each of makingOf(name, login)) await inner.raw(each);
    });
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const sql = rows.flatMap(({ name }) => makingOf(name, login)).join(';\n  ');
    throw new Error(
      `DATABASE_OWNER_URL: this owner may not make the roles that the service takes. Let it (alter role … createrole), or run as an administrator, then start again:\n  ${sql};`,
      { cause: error },
    );
  }
}

const makingOf = (name: string, login: string): string[] => [
  `do $$ begin create role ${pg.escapeIdentifier(name)} nologin nosuperuser nobypassrls; exception when duplicate_object then null; end $$`,
  `grant ${pg.escapeIdentifier(name)} to ${pg.escapeIdentifier(login)} with inherit false, set true`,
];
