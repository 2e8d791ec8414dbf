// The link of a request as it was mailed, for tests that visit it without reading mail.
import { findNewestLink } from '../../db/requestLinks.ts';
import type { Database } from '../../db/database.ts';
import { requestToken } from '../../mail/requestToken.ts';

/** Its path on the service. */
export async function linkOfRequest(db: Database, secret: string, requestId: string): Promise<string> {
  const newest = await findNewestLink(db, requestId);
  if (!newest) throw new Error(`Request ${requestId} has no link`);
  return `/r/${requestToken(secret, newest)}`;
}
