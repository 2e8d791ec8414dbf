// Roles given to people and ended, and sessions ended by somebody else: one transaction each, over the API and by command alike.
import type { ChangedBy } from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import { endGrant, insertGrant } from '../db/roleGrants.ts';
import { endSessions, findSessionById, type Session } from '../db/sessions.ts';
import { grantTerms, type Grant, type GrantRole } from '../domain/access/grants.ts';

/** Throws INVALID_MESSAGE for times that cannot be. */
export function giveRole(db: Database, wanted: GrantRole, by: ChangedBy): Promise<Grant> {
  const { address, role, reason } = wanted;
  return insertGrant(db, { address, role, reason, ...grantTerms(wanted, by.now) }, by);
}

/** Undefined for an unknown one; one that ended stays as it ended first. */
export const endRole = (
  db: Database,
  grantId: string,
  { reason }: { reason: string },
  by: ChangedBy,
): Promise<Grant | undefined> => endGrant(db, grantId, reason, by);

/** Undefined for an unknown one; one that ended stays as it ended first. */
export async function endSession(
  db: Database,
  sessionId: string,
  { reason }: { reason: string },
  { keyId, now }: ChangedBy,
): Promise<Session | undefined> {
  await endSessions(db, { sessionId }, { by: keyId, reason, now });
  return findSessionById(db, sessionId);
}
