// The secret that an endpoint verifies by what it is sent: made from our own, so that it is stored nowhere and each has another.
import { createHmac } from 'node:crypto';
import { everyKey } from './purposeKeys.ts';

/** Hours in which what is sent is signed with the secret of before as well, so that a receiver can change over without missing any. */
export const overlapHours = 24;

/** Of an endpoint: the number of its secret, from 1, and since when (ISO 8601 UTC), where it was changed. */
export interface SecretOf {
  endpointId: string;
  secretNumber: number;
  secretSince?: string;
}

/**
 * In the form of Standard Webhooks, the one in force first. By each of our secrets, the newest first, and for some hours by the number before:
 * whoever still has one of those verifies as well. `now` is ISO 8601 UTC.
 */
export function endpointSecrets(secret: string, endpoint: SecretOf, now: string): string[] {
  const { secretNumber: current, secretSince } = endpoint;
  const overlapEnds = secretSince === undefined ? 0 : Date.parse(secretSince) + overlapHours * 3_600_000;
  const numbers = Date.parse(now) < overlapEnds ? [current, current - 1] : [current];
  return numbers.flatMap((number) => everyKey(secret, 'endpoints').map((key) => secretBy(key, endpoint, number)));
}

const secretBy = (key: Buffer, { endpointId }: SecretOf, number: number): string =>
  `whsec_${createHmac('sha256', key).update(`endpoint ${endpointId} ${number}`).digest('base64')}`;
