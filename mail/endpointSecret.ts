// The secret that an endpoint verifies by what it is sent: made from our own, so that it is stored nowhere and each has another.
import { createHmac } from 'node:crypto';
import { everyKey } from './purposeKeys.ts';

/** In the form of Standard Webhooks, by each of our secrets, the newest first: whoever still has the one before verifies as well. */
export const endpointSecrets = (secret: string, endpointId: string): string[] =>
  everyKey(secret, 'endpoints').map(
    (key) => `whsec_${createHmac('sha256', key).update(`endpoint ${endpointId}`).digest('base64')}`,
  );
