// Acts on the page that are confirmed with a passkey, as the entrance would hand them over; each authenticator is somebody's own.
import { decisionChallenge, type EnrolmentFacts, type PasskeyAssertion } from '../../domain/people/passkeys.ts';
import { canonicalSha256 } from '../../domain/records/canonical.ts';
import { wordsOf } from '../../domain/records/vouchers.ts';
import { SoftAuthenticator, type Answering } from '../support/softAuthenticator.ts';
import { testEntrances } from '../support/testVouchers.ts';
import { by, type Act, type Message } from './acts.ts';

export interface Confirming extends Answering {
  authenticator?: SoftAuthenticator;
  milestoneId?: string;
  enrolment?: Partial<EnrolmentFacts>;
}

const nonce = 'n'.repeat(43);
const enrolledAt = '2026-03-02T08:00:00.000Z';

/** The assertion of who acts, over the message as it is. */
export function assertionFor({ name, raw }: Message, confirming: Confirming = {}): PasskeyAssertion {
  const { authenticator = new SoftAuthenticator(), milestoneId = 'M1', enrolment, ...answering } = confirming;
  const { personId } = raw.actor as { personId: string };
  const words = wordsOf(raw);
  const challenge = decisionChallenge(nonce, {
    ...{ milestoneId, messageId: raw.messageId as string, personId, command: name },
    contentSha256: canonicalSha256({ command: name, words }),
    ...(typeof words.packageDigest === 'string' ? { packageDigest: words.packageDigest } : {}),
  });
  const asserted = authenticator.assert(Buffer.from(challenge, 'hex').toString('base64url'), answering);
  return {
    nonce,
    origin: answering.origin ?? 'http://localhost',
    ...asserted,
    enrolment: enrolled(authenticator, { personId, ...enrolment }),
  };
}

const enrolled = (
  { credentialId, publicKey }: SoftAuthenticator,
  facts: Partial<EnrolmentFacts> & { personId: string },
) =>
  testEntrances.vouchEnrolment({
    ...{ engagementId: 'engagement-1', credentialId, publicKey, rpId: 'localhost', enrolledAt },
    ...{ requestId: 'request-1', codeConfirmedAt: enrolledAt },
    ...facts,
  });

export const linkWith = (passkey: PasskeyAssertion) => ({ method: 'requestLink', requestId: 'request-1', passkey });

/** On the page, confirmed with a passkey of who acts. */
export const withPasskey =
  (original: Act, confirming: Confirming = {}): Act =>
  (milestone) =>
    by(linkWith(assertionFor(original(milestone), confirming)), original)(milestone);
