// The terms of an engagement as numbered versions: how the next one comes about, and on what the other party's consent rests. A milestone
// keeps the version it started under; what starts later starts under the newest.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import type { PackageFile } from '../milestone.ts';
import { personId } from '../people/people.ts';
import { assertMay } from '../people/whoMay.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { assertDoesBusiness } from '../signOff/signability.ts';
import { engagement as engagementShape, type ContractTerms, type Engagement } from './engagement.ts';
import { merged } from './mergePatch.ts';
import { parsed } from './parsed.ts';
import { key, line, text } from './text.ts';

/** What the other party agreed to outside, as the firm says it on a document; it is nobody's signature here. */
export const consentToTerms = z.object({
  byPersonId: personId.describe('who agreed for the other party than that of who amends'),
  agreedOn: z.iso.date().describe('the date on the document'),
  documentIds: z.array(key).min(1).max(20).describe('the signed amendment, uploaded to the engagement'),
});
export type ConsentToTerms = z.infer<typeof consentToTerms>;

export const amendTerms = z.object({
  personId: personId.describe('who amends: the engagement manager or sponsor'),
  reference: line(200).describe('of the amendment itself, e.g. "Amendment 2"'),
  reason: text(4000),
  consent: consentToTerms.optional().describe('required where contract.amendments asks for the other party’s'),
});
export type AmendTerms = z.infer<typeof amendTerms>;

/** A JSON Merge Patch (RFC 7396) of the contract: null takes away, a list is given whole. */
export type ContractPatch = Record<string, unknown>;

export interface TermsVersion {
  version: number;
  contract: ContractTerms;
  reference: string;
  reason: string;
  amendedBy: string;
  amendedAt: string;
  consent?: Omit<ConsentToTerms, 'documentIds'> & { files: PackageFile[] };
}

/** The terms an engagement was registered with are the first. */
export const termsVersion = ({ contractVersion }: Pick<Engagement, 'contractVersion'>): number => contractVersion ?? 1;

/** Throws INVALID_MESSAGE: versions are counted here, from what was registered. */
export function assertFirstTerms({ contractVersion }: Pick<Engagement, 'contractVersion'>): void {
  if (contractVersion !== undefined)
    throw new SignOffError(
      'INVALID_MESSAGE',
      'The terms an engagement is registered with are the first version; leave contractVersion out, and amend them later.',
      { field: 'contractVersion' },
    );
}

/**
 * The engagement under its next terms, with the version as it goes on record. Throws WRONG_ACTOR, INVALID_MESSAGE naming the field under
 * `contract`, CONSENT_MISSING, or DOCUMENT_UNKNOWN.
 */
export function withAmendedTerms(
  before: Engagement,
  { command, patch }: { command: AmendTerms; patch: ContractPatch },
  found: { files: PackageFile[]; unknownDocumentIds: readonly string[] },
  now: string,
): { engagement: Engagement; version: TermsVersion } {
  assertMay({ engagement: before }, 'amendTerms', command.personId);
  const version = termsVersion(before) + 1;
  const wanted = { ...before, contract: merged(before.contract, patch), contractVersion: version };
  const after = parsed(engagementShape.safeParse(wanted), wanted);
  if (canonicalSha256(after.contract) === canonicalSha256(before.contract))
    throw new SignOffError('INVALID_MESSAGE', 'The contract says so already; give what is to be another way.', {
      field: 'contract',
    });
  assertDoesBusiness(after.contract, now);
  const consent = consentOf(before, command, found);
  const { reference, reason, personId: amendedBy } = command;
  return {
    engagement: after,
    version: { version, contract: after.contract, reference, reason, amendedBy, amendedAt: now, ...consent },
  };
}

/** By the terms as they were: nobody amends the need for consent away by themselves. */
function consentOf(
  { contract, people }: Engagement,
  { personId: by, consent }: AmendTerms,
  { files, unknownDocumentIds }: { files: PackageFile[]; unknownDocumentIds: readonly string[] },
): Pick<TermsVersion, 'consent'> {
  if (!consent) {
    if (contract.amendments === 'byOneParty') return {};
    throw new SignOffError(
      'CONSENT_MISSING',
      'The contract asks for the consent of the other party; name who agreed, on which date, and the document that shows it.',
      { field: 'consent' },
    );
  }
  const { documentIds: _named, ...agreed } = consent;
  const partyOf = (id: string) => people.find((each) => each.personId === id)?.party;
  const party = partyOf(agreed.byPersonId);
  if (party === undefined || party === partyOf(by))
    throw new SignOffError(
      'CONSENT_MISSING',
      `"${agreed.byPersonId}" is nobody of the other party among the people of the engagement; name who agreed for it.`,
      { field: 'consent.byPersonId' },
    );
  const [unknown] = unknownDocumentIds;
  if (unknown !== undefined)
    throw new SignOffError(
      'DOCUMENT_UNKNOWN',
      `There is no document "${unknown}" of this engagement; upload it first.`,
      {
        field: 'consent.documentIds',
      },
    );
  return { consent: { ...agreed, files } };
}
