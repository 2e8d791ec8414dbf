// Request links: a token only we can make, bound to one request, stored as a hash.
import { createHash, createHmac } from 'node:crypto';
import type { RequestKind } from '../domain/requests/requestKinds.ts';

/** One request per milestone, round, kind, person and delegation of the duty to them; a reminder repeats its link. */
export const requestIdOf = (
  milestoneId: string,
  round: number,
  kind: RequestKind,
  personId: string,
  delegationId?: string,
): string => [milestoneId, round, kind, personId, ...(delegationId ? [delegationId] : [])].join(':');

/** Made again whenever the mail is rendered, so that the token itself is stored nowhere. 256 bits, base64url. */
export const requestToken = (secret: string, requestId: string): string =>
  createHmac('sha256', secret).update(requestId).digest('base64url');

/** Eight digits for one code ID; made again for the mail and for the check, so that it is stored nowhere. */
export function confirmationCode(secret: string, codeId: string): string {
  const bytes = createHmac('sha256', secret).update(`code ${codeId}`).digest();
  return String(bytes.readBigUInt64BE() % 100_000_000n).padStart(8, '0');
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
