// Keys of systems: what one is for, how long its secrets last, and who may hand out which. Knows no secret.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { key as identifier, line, text } from '../terms/text.ts';
import { hasRight, keyRoles, rightsOf, type Having, type KeyRole, type Right } from './rights.ts';
import { covers, type EngagementScope } from './scope.ts';

/** After so long a secret has been in so many places that nobody knows them all. */
export const longestDays = 366;
export const usualDays = 90;
/** Time to rotate before it stops. */
export const toldDaysBefore = 14;
const day = 86_400_000;

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'use the SHA-256 in lower-case hexadecimal')
  .describe('of the key, which its system makes of at least 32 random bytes and keeps to itself');

const expiresAt = z.iso
  .datetime()
  .optional()
  .describe(
    `instant from which the key is not taken any more, at most ${longestDays} days away; ${usualDays} days by default`,
  );

const terms = {
  label: line(100).describe('the system that uses it'),
  roles: z.array(z.enum(keyRoles)).min(1).describe('see docs/rights.md'),
  engagementIds: z
    .array(identifier)
    .min(1)
    .max(200)
    .optional()
    .describe('the engagements it is for; all there are and will be when left out'),
  isReadOnly: z.boolean().default(false).describe('without the rights of its roles that change something'),
};

export const registerKey = z.object({ ...terms, keySha256: sha256, expiresAt });
export type RegisterKey = z.infer<typeof registerKey>;

export const rotateKey = z.object({
  keySha256: sha256,
  expiresAt,
  previousUntil: z.iso
    .datetime()
    .optional()
    .describe('until when the secrets before are taken as well; they end at once when left out'),
});
export type RotateKey = z.infer<typeof rotateKey>;

export const revokeKey = z.object({ reason: text(2000) });

/** All engagements there are and will be, or the IDs of some. */
export type KeyScope = 'all' | readonly string[];

/** What a key is for. It never changes: other terms are another key. */
export interface KeyTerms {
  roles: readonly KeyRole[];
  scope: KeyScope;
  isReadOnly: boolean;
}

export const scopeOf = ({ engagementIds }: { engagementIds?: readonly string[] | undefined }): KeyScope =>
  engagementIds ?? 'all';

/** `over`: none of its secrets is taken any more. */
export function statusOf(
  { revoked, secrets }: { revoked?: object; secrets: readonly { validUntil: string }[] },
  now: string,
): 'valid' | 'over' | 'revoked' {
  if (revoked) return 'revoked';
  return secrets.some((each) => each.validUntil > now) ? 'valid' : 'over';
}

/** The end of a new secret. Throws INVALID_MESSAGE for one that is over or too far away. */
export function endOfSecret(wanted: string | undefined, now: string): string {
  const end = wanted === undefined ? Date.parse(now) + usualDays * day : Date.parse(wanted);
  const latest = Date.parse(now) + longestDays * day;
  if (end > Date.parse(now) && end <= latest) return new Date(end).toISOString();
  throw new SignOffError(
    'INVALID_MESSAGE',
    `A key cannot end at ${wanted}; give an instant after ${now} and at most ${longestDays} days away.`,
    { field: 'expiresAt' },
  );
}

/** Until when the secrets before are taken: never for longer than they would have been. Throws INVALID_MESSAGE for the past. */
export function endOfPrevious(wanted: string | undefined, now: string): string {
  if (wanted === undefined) return now;
  if (Date.parse(wanted) >= Date.parse(now)) return new Date(wanted).toISOString();
  throw new SignOffError(
    'INVALID_MESSAGE',
    `The secrets before cannot have ended at ${wanted}; leave it out to end them now, or give an instant to come.`,
    { field: 'previousUntil' },
  );
}

/**
 * What a holder may hand on: rights and engagements it has itself, so that managing keys is no way to more. Undefined where it may;
 * else the first right that it lacks, or `engagements`.
 */
export function whyNotHandedOn(
  from: Having & { scope: EngagementScope },
  wanted: KeyTerms,
): Right | 'engagements' | undefined {
  if (!covers(from.scope, wanted.scope)) return 'engagements';
  return rightsOf(wanted).find((each) => !hasRight(from, each));
}
