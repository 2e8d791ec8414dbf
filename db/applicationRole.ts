// What the role of the application may do: read all, write what it has to, and neither change nor remove evidence.
import type { Database } from './database.ts';

/** Rows are added by the application and never touched again. */
const appendOnly = [
  ...[
    'milestone_events',
    'log_leaves',
    'log_nodes',
    'log_checkpoints',
    'certificate_seals',
    'certificate_addresses',
    'withdrawn_addresses',
  ],
  ...['calendar_corrections', 'engagement_ends', 'legal_holds', 'legal_hold_releases'],
  ...['next_phase_authorisations', 'invoice_releases', 'archives', 'archive_versions'],
];
/** Of whose rows some columns are filled in later, which triggers watch; a disposal removes them as the owner. */
const filledIn = [
  ...['decisions', 'requests', 'request_links', 'mails', 'inbound_messages'],
  ...['api_keys', 'api_key_secrets', 'data_keys', 'role_grants'],
];
/** Rows are added by functions alone, which run as the owner of the tables and check what they are asked for. */
const appendedByFunction = ['audit_chains', 'audit_entries', 'tombstones', 'erasures', 'retention_dates'];
/** What others refer to for good: a disposal empties these rows and keeps them. */
const neverRemoved = ['engagements', 'milestones', 'certificates'];
const functions = [
  'append_audit(text, text[])',
  'dispose_of_record(text, text)',
  'erase_person(text, text, text, date, jsonb, text, jsonb, jsonb)',
];

/**
 * Run by the owner after migrating, each time anew, so that tables of later releases are covered. Rights that somebody
 * gave by hand beyond these are taken back.
 */
export async function grantToApplication(owner: Database, role: string): Promise<void> {
  await owner.transaction(async (transaction) => {
    await transaction.raw('grant usage on schema public to ??', [role]);
    await transaction.raw('grant select, insert, update, delete on all tables in schema public to ??', [role]);
    await transaction.raw('grant usage on all sequences in schema public to ??', [role]);
    for (const table of appendOnly)
      await transaction.raw('revoke update, delete, truncate on ?? from ??', [table, role]);
    for (const table of appendedByFunction)
      await transaction.raw('revoke insert, update, delete, truncate on ?? from ??', [table, role]);
    for (const table of filledIn) await transaction.raw('revoke delete, truncate on ?? from ??', [table, role]);
    for (const table of neverRemoved) await transaction.raw('revoke delete on ?? from ??', [table, role]);
    await transaction.raw('revoke insert, update, truncate on log_pending from ??', [role]);
    for (const each of functions) await transaction.raw(`grant execute on function ${each} to ??`, [role]);
  });
}
