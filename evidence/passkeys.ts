// Whether the passkeys on record confirmed what they are on record with: the decision, by its person, in these words. Frozen readers ask the same of bags.
import type { RecordedEvent } from '../domain/events.ts';
import { decisionChallenge, passkeyAssertion, type PasskeyEnrolment } from '../domain/people/passkeys.ts';
import { nodePrimitives } from './verify/nodePrimitives.ts';
import { whyNotAsserted } from './verify/webauthn.ts';

interface Of {
  milestoneId: string;
  engagementId: string;
  /** Whether a key of the entrances signed the enrolment. */
  holds(enrolment: PasskeyEnrolment): boolean;
}

/** By sequence number, why an act is not confirmed by the passkey it names. What came of a message goes with its first event. */
export async function notConfirmed(events: readonly RecordedEvent[], of: Of): Promise<Map<number, string>> {
  const byMessage = new Map<string | undefined, string | undefined>();
  const found = new Map<number, string>();
  for (const event of events) {
    if (!passkeyOf(event)) continue;
    const { messageId } = event;
    if (!byMessage.has(messageId)) byMessage.set(messageId, await whyNotConfirmed(event, of));
    const why = byMessage.get(messageId);
    if (why !== undefined) found.set(event.sequence, why);
  }
  return found;
}

const passkeyOf = ({ actor: { authentication } }: RecordedEvent) =>
  'passkey' in authentication ? authentication.passkey : undefined;

async function whyNotConfirmed(event: RecordedEvent, of: Of): Promise<string | undefined> {
  const { actor, voucher, messageId, said } = event;
  const passkey = passkeyOf(event);
  if (!passkey || !voucher || messageId === undefined) return 'its passkey belongs to no message';
  // Whoever writes events past the service may write anything.
  if (!passkeyAssertion.safeParse(passkey).success) return 'its passkey cannot be read';
  const { enrolment, nonce, ...given } = passkey;
  const { personId } = actor;
  if (enrolment.personId !== personId || enrolment.engagementId !== of.engagementId)
    return 'its passkey is somebody else’s, or of another engagement';
  if (enrolment.enrolledAt > voucher.takenAt) return 'its passkey was enrolled later';
  if (!of.holds(enrolment)) return 'no entrance vouches for the enrolment of its passkey';
  const { command, contentSha256 } = voucher;
  const { packageDigest } = (said ?? {}) as { packageDigest?: string };
  const decision = { milestoneId: of.milestoneId, messageId, personId, command, contentSha256 };
  const challenge = decisionChallenge(nonce, {
    ...decision,
    ...(packageDigest === undefined ? {} : { packageDigest }),
  });
  const { publicKey, rpId } = enrolment;
  const why = await whyNotAsserted(nodePrimitives, { ...given, challenge, publicKey, rpId });
  return why === undefined ? undefined : `its assertion by passkey does not hold: ${why}`;
}
