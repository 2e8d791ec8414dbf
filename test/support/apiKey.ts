// Keys for tests, with a secret made as the command makes it.
import { makeKey } from '../../administration/apiKeys.ts';
import type { Database } from '../../db/database.ts';
import { keyRoles, type KeyRole } from '../../domain/access/rights.ts';

export const everyRole = keyRoles;

/** With every right in every engagement, unless told otherwise. */
export async function testKey(
  db: Database,
  { roles = everyRole, ...terms }: { roles?: KeyRole[]; engagementIds?: string[]; isReadOnly?: boolean } = {},
): Promise<{ key: string; keyId: string }> {
  const by = { keyId: 'test', now: new Date().toISOString() };
  const { key, secret } = await makeKey(db, { label: 'test', isReadOnly: false, roles, ...terms }, by);
  return { key: secret, keyId: key.keyId };
}
