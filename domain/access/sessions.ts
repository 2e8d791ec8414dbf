// Sessions of people of the firm: what the identity provider said of who signed in, and how long a session lasts. Pure.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { mailboxOf } from '../people/humans.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { text } from '../terms/text.ts';
import { installationRoles, type InstallationRole } from './rights.ts';

/** A session ends without a request for `idleMinutes`, and `hours` after it began, whatever is done in it (NIST SP 800-63B 7.2). */
export interface SessionLimits {
  idleMinutes: number;
  hours: number;
}

/** A claim of the issuer that gives a role: `groups` containing "Finance", for example. */
export interface ClaimedRole {
  claim: string;
  value: string;
  role: InstallationRole;
}

/** Where people of the firm sign in. */
export interface SignInSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  roles: readonly ClaimedRole[];
}

/** From "groups:Finance=finance"; undefined for what is no such mapping. */
export function claimedRoleFrom(text: string): ClaimedRole | undefined {
  const [, claim, value, wanted] = /^([^=]+):([^:]+)=(\w+)$/.exec(text) ?? [];
  const role = installationRoles.find((each) => each === wanted);
  return claim === undefined || value === undefined || role === undefined ? undefined : { claim, value, role };
}

/** What an identity provider vouched for of somebody who signed in. */
export interface Identity {
  /** As the ID token names it. */
  issuer: string;
  subject: string;
  /** The provider's own session (`sid`), where it has one. */
  providerSession?: string;
  /** Verified by the provider. */
  address: string;
  name: string;
  roles: readonly InstallationRole[];
  /** ISO 8601 UTC, to the second: when they proved who they are. */
  authenticatedAt: string;
}

export type Claims = Record<string, unknown>;

/**
 * From the claims of a checked ID token (OpenID Connect Core 5.1). Throws INVALID_MESSAGE where the provider does not vouch for the
 * address: people are matched by it, so one that nobody verified would be anybody's.
 */
export function identityFrom(claims: Claims, mapped: readonly ClaimedRole[]): Identity {
  const { iss, sub, sid, email, email_verified: isVerified, name, auth_time: authTime, iat } = claims;
  if (typeof email !== 'string' || mailboxOf(email) === undefined || isVerified !== true)
    throw new SignOffError(
      'INVALID_MESSAGE',
      'The identity provider does not say that your e-mail address is verified, and you are known here by that; have it verified there (claims email and email_verified), and sign in again.',
      { field: 'email_verified' },
    );
  const proven = typeof authTime === 'number' ? authTime : Number(iat);
  return {
    issuer: String(iss),
    subject: String(sub),
    ...(typeof sid === 'string' ? { providerSession: sid } : {}),
    address: email,
    name: readable(name) || email,
    roles: installationRoles.filter((role) =>
      mapped.some((each) => each.role === role && valuesOf(claims[each.claim]).includes(each.value)),
    ),
    authenticatedAt: new Date(proven * 1000).toISOString(),
  };
}

const readable = (name: unknown): string =>
  typeof name === 'string'
    ? name
        .replace(/[\p{Cc}\p{Cf}]/gu, '')
        .trim()
        .slice(0, 200)
    : '';

const valuesOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((each) => typeof each === 'string');

/** As the record names who did something while signed in: the same for all sessions of a person, and no name. */
export const holderIdOf = ({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string =>
  `person-${canonicalSha256([issuer, subject]).slice(0, 16)}`;

export const endSession = z.object({ reason: text(2000) });

/** When a session that begins now ends at the latest. */
export const endOfSession = ({ hours }: SessionLimits, now: string): string =>
  new Date(Date.parse(now) + hours * 3_600_000).toISOString();
