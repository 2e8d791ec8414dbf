// Roles of the installation that people are given beside those of engagements: for whom, from when until when, and by whom. Pure.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { mailboxOf } from '../people/humans.ts';
import { text } from '../terms/text.ts';
import { hasRight, installationRoles, rightsOf, type InstallationRole, type Right } from './rights.ts';
import type { Holder } from './holders.ts';

export const grantRole = z.object({
  address: z.email().max(254).describe('of the person, as the identity provider verifies it'),
  role: z.enum(installationRoles).describe('see docs/rights.md'),
  validFrom: z.iso.datetime().optional().describe('from now on when left out'),
  validUntil: z.iso.datetime().optional().describe('until it is ended when left out'),
  reason: text(2000),
});
export type GrantRole = z.infer<typeof grantRole>;

export const endGrant = z.object({ reason: text(2000) });

export interface Grant {
  grantId: string;
  /** As it was given; people are found by the mailbox it leads to. */
  address: string;
  role: InstallationRole;
  /** ISO 8601 UTC. */
  validFrom: string;
  validUntil?: string;
  grantedBy: string;
  grantedAt: string;
  reason: string;
  ended?: { at: string; by: string; reason: string };
}

/** Throws INVALID_MESSAGE naming the field. */
export function grantTerms({ address, validFrom, validUntil }: GrantRole, now: string) {
  const mailbox = mailboxOf(address);
  if (mailbox === undefined)
    throw new SignOffError('INVALID_MESSAGE', `"${address}" is no address; write it as name@example.com.`, {
      field: 'address',
    });
  const from = new Date(validFrom ?? now).toISOString();
  const until = validUntil === undefined ? undefined : new Date(validUntil).toISOString();
  if (until !== undefined && (until <= from || until <= now))
    throw new SignOffError(
      'INVALID_MESSAGE',
      `A role cannot end at ${until}; give an instant after now and after it begins (${from}).`,
      { field: 'validUntil' },
    );
  return { mailbox, validFrom: from, ...(until === undefined ? {} : { validUntil: until }) };
}

/** Nobody gives a right that they lack everywhere, or giving roles would be every right. The first that is missing. */
export const whyNotGiven = (holder: Holder, role: InstallationRole): Right | undefined =>
  rightsOf({ roles: [role], isReadOnly: false }).find((each) => holder.scope !== 'all' || !hasRight(holder, each));
