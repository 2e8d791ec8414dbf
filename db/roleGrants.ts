// Roles of the installation given to people, by the mailbox they sign in with. Decides nothing.
import { randomBytes } from 'node:crypto';
import type { Grant } from '../domain/access/grants.ts';
import type { InstallationRole } from '../domain/access/rights.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import type { ChangedBy } from './apiKeys.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

type Row = Record<string, unknown>;

const toGrant = (row: Row): Grant => ({
  grantId: row.grant_id as string,
  address: row.address as string,
  role: row.role as InstallationRole,
  validFrom: instant(row.valid_from),
  ...(row.valid_until === null ? {} : { validUntil: instant(row.valid_until) }),
  grantedBy: row.granted_by as string,
  grantedAt: instant(row.granted_at),
  reason: row.reason as string,
  ...(row.ended_at === null
    ? {}
    : { ended: { at: instant(row.ended_at), by: row.ended_by as string, reason: row.ended_because as string } }),
});

/** In force now. */
export async function readRolesOf(db: Database, mailbox: string): Promise<InstallationRole[]> {
  return db('role_grants')
    .where({ mailbox })
    .whereNull('ended_at')
    .whereRaw('valid_from <= now() and (valid_until is null or valid_until > now())')
    .distinct()
    .pluck('role');
}

/** In the order in which they were given, those that are over included. */
export async function listGrants(db: Database): Promise<Grant[]> {
  const rows: Row[] = await db('role_grants').orderBy(['granted_at', 'grant_id']);
  return rows.map(toGrant);
}

export interface NewGrant {
  mailbox: string;
  address: string;
  role: InstallationRole;
  validFrom: string;
  validUntil?: string;
  reason: string;
}

export async function insertGrant(db: Database, grant: NewGrant, { keyId, now }: ChangedBy): Promise<Grant> {
  const { mailbox, address, role, validFrom, validUntil, reason } = grant;
  const grantId = `grant-${randomBytes(6).toString('hex')}`;
  return db.transaction(async (transaction) => {
    const [row] = await transaction('role_grants')
      .insert({
        ...{ grant_id: grantId, mailbox, address, role, reason },
        ...{ valid_from: validFrom, valid_until: validUntil ?? null, granted_by: keyId, granted_at: now },
      })
      .returning('*');
    const what = { role, validFrom, ...(validUntil === undefined ? {} : { validUntil }) };
    await appendAudit(transaction, serviceChain, { at: now, type: 'roleGiven', subject: grantId, what, keyId });
    return toGrant(row as Row);
  });
}

/** At once and for good; again, it stays as it ended first. Undefined for an unknown one. */
export async function endGrant(
  db: Database,
  grantId: string,
  reason: string,
  { keyId, now }: ChangedBy,
): Promise<Grant | undefined> {
  return db.transaction(async (transaction) => {
    const ended = await transaction('role_grants')
      .where({ grant_id: grantId })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: keyId, ended_because: reason });
    if (ended > 0)
      await appendAudit(transaction, serviceChain, {
        ...{ at: now, type: 'roleEnded', subject: grantId, what: { reason }, keyId },
      });
    const row = await transaction('role_grants').where({ grant_id: grantId }).first<Row | undefined>();
    return row && toGrant(row);
  });
}
