// What a passkey is bound to when it is enrolled, and what it confirms when somebody decides: shapes and statements. Checks no signature.
import { z } from 'zod';
import canonicalize from 'canonicalize';
import { canonicalSha256 } from '../records/canonical.ts';
import { anyText } from '../terms/text.ts';

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'use base64url without padding');

const enrolmentFacts = {
  engagementId: anyText(64),
  personId: anyText(64),
  credentialId: base64url(1400),
  publicKey: base64url(1500).describe('the COSE key (RFC 9052), in base64url'),
  rpId: anyText(253).describe('the host that the passkey is for'),
  enrolledAt: z.iso.datetime({ precision: 3 }),
  requestId: anyText(200).describe('the request behind whose personal link it was enrolled'),
  codeConfirmedAt: z.iso.datetime().describe('when a code sent by e-mail was confirmed there'),
  confirmedBy: base64url(1400)
    .optional()
    .describe('the passkey that the person had before, and confirmed this one with'),
};

/** Whose a passkey is, as the entrance that enrolled it vouches for: an Ed25519 signature, in base64, over `enrolmentText`. */
export const passkeyEnrolment = z.strictObject({
  ...enrolmentFacts,
  keyId: z.string().regex(/^[0-9a-f]{16}$/, 'use the ID of a key of the entrances'),
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'use the base64 of 64 bytes'),
});
export type PasskeyEnrolment = z.infer<typeof passkeyEnrolment>;
export type EnrolmentFacts = Omit<PasskeyEnrolment, 'keyId' | 'signature'>;

/** Has an enrolment vouched for. */
export type VouchEnrolment = (facts: EnrolmentFacts) => PasskeyEnrolment;

/** Told apart from whatever else is signed with a key of the entrances. */
export const enrolmentText = ({
  signature: _signature,
  ...facts
}: Omit<PasskeyEnrolment, 'signature'> & { signature?: string }): string =>
  canonicalize({ vouches: 'milestone-sign-off/passkey/1', ...facts }) ?? '';

/** An assertion (W3C Web Authentication, level 3, section 7.2) over a challenge that binds the decision; all bytes in base64url. */
export const passkeyAssertion = z.strictObject({
  nonce: base64url(43).describe('32 random bytes that the entrance put into the challenge'),
  origin: anyText(300).describe('the address of the page that asked'),
  clientDataJSON: base64url(4000),
  authenticatorData: base64url(2000),
  signature: base64url(1400),
  enrolment: passkeyEnrolment,
});
export type PasskeyAssertion = z.infer<typeof passkeyAssertion>;

/** What somebody decides, as a passkey confirms it. `contentSha256` is that of the voucher: of command and words. */
export interface ConfirmedDecision {
  milestoneId: string;
  messageId: string;
  personId: string;
  command: string;
  contentSha256: string;
  /** Of the package, where the words name one. */
  packageDigest?: string;
}

/** The challenge, in lower-case hexadecimal: whoever changes anything of the decision has confirmed something else. */
export const decisionChallenge = (nonce: string, { packageDigest, ...decision }: ConfirmedDecision): string =>
  canonicalSha256({
    confirms: 'milestone-sign-off/decision/1',
    nonce,
    ...decision,
    ...(packageDigest === undefined ? {} : { packageDigest }),
  });

/** That a passkey changes which ones its person has: another one added, or one removed. */
export const ownKeysChallenge = (
  nonce: string,
  act: { act: 'add' | 'remove'; engagementId: string; personId: string; requestId: string; credentialId?: string },
): string => canonicalSha256({ confirms: 'milestone-sign-off/passkeys/1', nonce, ...act });
