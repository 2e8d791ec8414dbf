// Request links: a token that takes both our key and a random part on record to make, stored as a hash.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { addressMark } from '../domain/people/addresses.ts';
import type { LinkParts, RequestKind } from '../domain/requests/requestKinds.ts';
import { newestKey } from './purposeKeys.ts';
import { replyToken } from './replyAddress.ts';

/** One request per milestone, round, kind, person with their present address, and delegation of the duty to them; a reminder repeats its link. */
export const requestIdOf = (
  milestoneId: string,
  round: number,
  kind: RequestKind,
  personId: string,
  delegationId?: string,
  addressVersion = 0,
): string =>
  [milestoneId, round, kind, personId, ...(delegationId ? [delegationId] : []), ...addressMark(addressVersion)].join(
    ':',
  );

/** A new link for a request, by the newest key. */
export function newLink(secret: string, requestId: string): LinkParts {
  const nonce = randomBytes(24).toString('base64url');
  return {
    requestId,
    nonce,
    tokenHash: tokenHash(requestToken(secret, { requestId, nonce })),
    replyTokenHash: tokenHash(replyToken(secret, { requestId, nonce })),
  };
}

/** 256 bits, base64url. */
export const requestToken = (secret: string, { requestId, nonce }: Pick<LinkParts, 'requestId' | 'nonce'>): string =>
  createHmac('sha256', newestKey(secret, 'links')).update(`${requestId}\0${nonce}`).digest('base64url');

/** Whether a link of a request is one that we make now, and how a new one is made. */
export const linksBy = (secret: string, requestId: string) => ({
  holds: (link: LinkParts): boolean => tokenHash(requestToken(secret, link)) === link.tokenHash,
  make: (): LinkParts => newLink(secret, requestId),
});

/** Eight digits for one code ID; made again for the mail and for the check, so that it is stored nowhere. */
export function confirmationCode(secret: string, codeId: string): string {
  const bytes = createHmac('sha256', newestKey(secret, 'codes')).update(`code ${codeId}`).digest();
  return String(bytes.readBigUInt64BE() % 100_000_000n).padStart(8, '0');
}

/** Keyed, because eight digits alone would be found from their hash by trying them all. */
export const codeHash = (secret: string, requestId: string, code: string): string =>
  createHmac('sha256', newestKey(secret, 'codes')).update(`${requestId} ${code}`).digest('hex');

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
