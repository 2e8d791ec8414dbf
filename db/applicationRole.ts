// What the role of the application may do: read all, write what it has to, and neither change nor remove evidence.
import type { Database } from './database.ts';

/** Rows are added by the application and never touched again. */
const appendOnly = ['milestone_events', 'log_leaves', 'log_nodes', 'log_checkpoints', 'certificate_seals'];
/** Rows are added by append_audit alone, which runs as the owner of the tables. */
const appendedByFunction = ['audit_chains', 'audit_entries'];

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
    await transaction.raw('revoke insert, update, truncate on log_pending from ??', [role]);
    await transaction.raw('grant execute on function append_audit(text, text[]) to ??', [role]);
  });
}
