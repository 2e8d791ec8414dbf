// The mail that says that a key is about to end.
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export interface KeyNotice {
  keyId: string;
  label: string;
  /** ISO 8601 UTC. */
  validUntil: string;
}

export function keyNotice({ keyId, label, validUntil }: KeyNotice): RenderedMail {
  const lines = [
    `The API key ${keyId} (${label}) is taken until ${validUntil} and not after that.`,
    `If its system is still in use, give the key a new secret before: npm run keys -- rotate ${keyId}. With --previous-until both are taken until the system has the new one.`,
    'You get this because ADMINISTRATOR_EMAIL of the service names your address.',
  ];
  return plainMail(`API key ends on ${validUntil.slice(0, 10)}: ${label}`, lines);
}
