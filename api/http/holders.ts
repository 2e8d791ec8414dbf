// Who asks: the holder of a key, or a signed-in person with what they are to engagements and to the installation.
import type { Holder } from '../../domain/access/holders.ts';
import type { EngagementScope } from '../../domain/access/scope.ts';
import type { ApiKey } from '../../db/apiKeys.ts';
import type { Database } from '../../db/database.ts';
import { readNamings } from '../../db/memberships.ts';
import { readRolesOf } from '../../db/roleGrants.ts';
import { readStanding } from '../../db/restrictions.ts';
import type { Session } from '../../db/sessions.ts';

export interface Access {
  /** Of the key, or of the person: what the record names them by. */
  keyId: string;
  label: string;
  holder: Holder;
  /** The engagements in which they have the right that the route asks for. */
  scope: EngagementScope;
  /** Of a person. */
  session?: Session;
}

export const accessOfKey = ({ keyId, label, roles, scope, isReadOnly }: ApiKey): Access => ({
  ...{ keyId, label, scope },
  holder: { roles, scope, isReadOnly },
});

/** Looked up for every request, so that a role that ended, or a barrier that was set, counts with the next. Whoever has left is nobody. */
export async function holderOf(
  db: Database,
  { mailbox, roles: claimed }: Pick<Session, 'mailbox' | 'roles'>,
): Promise<Holder> {
  const [granted, namings, { barred, hasLeft, opened }] = await Promise.all([
    readRolesOf(db, mailbox),
    readNamings(db, mailbox, new Date().toISOString()),
    readStanding(db, mailbox),
  ]);
  if (hasLeft) return { roles: [], scope: [], isReadOnly: true, memberships: [] };
  const roles = [...new Set([...claimed, ...granted])];
  return { roles, scope: roles.length > 0 ? 'all' : [], isReadOnly: false, ...namings, barred, opened };
}

export async function accessOfSession(db: Database, session: Session): Promise<Access> {
  const holder = await holderOf(db, session);
  return { keyId: session.holderId, label: session.name, holder, scope: [], session };
}
