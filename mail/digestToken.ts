// The link in a digest, at which its reader changes or ends it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { everyKey, newestKey } from './purposeKeys.ts';

const made = (key: Buffer, preferenceId: string): string =>
  `${preferenceId}.${createHmac('sha256', key).update(preferenceId).digest('base64url')}`;

export const digestLink = (publicUrl: string, secret: string, preferenceId: string): string =>
  `${publicUrl}/digest/${made(newestKey(secret, 'digests'), preferenceId)}`;

/** Whose digest it is, of a token that we made. */
export function digestPreferenceIn(secret: string, token: string): string | undefined {
  const preferenceId = token.split('.', 1)[0] ?? '';
  const given = Buffer.from(token);
  const isOurs = everyKey(secret, 'digests').some((key) => {
    const wanted = Buffer.from(made(key, preferenceId));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  return isOurs ? preferenceId : undefined;
}
