// Whether the passkeys that people confirmed decisions with in a record of format 1 confirmed those. Frozen: see docs/recordFormat.md.
import canonicalize from 'canonicalize';
import { fromBase64 } from '../../ledger/checkpoint.ts';
import type { Primitives } from '../bag.ts';
import { hexDigestOf } from '../hashing.ts';
import { whyNotAsserted } from '../webauthn.ts';
import type { ArchivedEvent, EntranceKey } from './shapes.ts';

interface Enrolment {
  engagementId: string;
  personId: string;
  credentialId: string;
  publicKey: string;
  rpId: string;
  enrolledAt: string;
  keyId: string;
  signature: string;
}

interface Passkey {
  nonce: string;
  origin: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  enrolment: Enrolment;
}

interface Act extends ArchivedEvent {
  actor: { personId: string; authentication: { method: string; passkey?: Passkey } };
  messageId?: string;
  voucher?: { takenAt: string; command: string; contentSha256: string };
  said?: { packageDigest?: string };
}

const canonical = (value: unknown): string => canonicalize(value) ?? '';

/** By sequence number, why an act is not confirmed by the passkey it names; empty where all are. What came of a message goes with its first event. */
export async function notConfirmed(
  primitives: Primitives,
  events: readonly ArchivedEvent[],
  keys: readonly EntranceKey[],
  milestoneId: string,
): Promise<Map<number, string>> {
  const [begun] = events as unknown as [{ engagement: { engagementId: string } }];
  const byMessage = new Map<string, string | undefined>();
  const found = new Map<number, string>();
  for (const event of events as readonly Act[]) {
    if (!event.actor.authentication.passkey) continue;
    const { messageId = '' } = event;
    if (!byMessage.has(messageId)) {
      const to = { keys, milestoneId, engagementId: begun.engagement.engagementId };
      byMessage.set(messageId, await whyNotConfirmed(primitives, event, to));
    }
    const why = byMessage.get(messageId);
    if (why !== undefined) found.set(event.sequence, why);
  }
  return found;
}

interface To {
  keys: readonly EntranceKey[];
  milestoneId: string;
  engagementId: string;
}

async function whyNotConfirmed(
  primitives: Primitives,
  { actor, voucher, messageId, said }: Act,
  { keys, milestoneId, engagementId }: To,
): Promise<string | undefined> {
  const { personId, authentication } = actor;
  const { passkey } = authentication;
  if (!passkey || !voucher || messageId === undefined) return 'its passkey belongs to no message';
  const { enrolment, nonce, ...given } = passkey;
  if (enrolment.personId !== personId || enrolment.engagementId !== engagementId)
    return 'its passkey is somebody else’s, or of another engagement';
  if (enrolment.enrolledAt > voucher.takenAt) return 'its passkey was enrolled later';
  if (!(await isEnrolled(primitives, enrolment, keys))) return 'no entrance vouches for the enrolment of its passkey';
  const { command, contentSha256 } = voucher;
  const challenge = hexDigestOf(
    primitives,
    canonical({
      confirms: 'milestone-sign-off/decision/1',
      ...{ nonce, milestoneId, messageId, personId, command, contentSha256 },
      ...(said?.packageDigest === undefined ? {} : { packageDigest: said.packageDigest }),
    }),
  );
  const { publicKey, rpId } = enrolment;
  const why = await whyNotAsserted(primitives, { ...given, challenge, publicKey, rpId });
  return why === undefined ? undefined : `its assertion by passkey does not hold: ${why}`;
}

async function isEnrolled(
  primitives: Primitives,
  enrolment: Enrolment,
  keys: readonly EntranceKey[],
): Promise<boolean> {
  const { signature, ...facts } = enrolment;
  const key = keys.find((each) => each.keyId === facts.keyId);
  const publicKey = key && fromBase64(key.publicKey);
  const bytes = fromBase64(signature);
  if (!publicKey || !bytes || hexDigestOf(primitives, publicKey).slice(0, 16) !== facts.keyId) return false;
  if (key.validTo !== undefined && facts.enrolledAt >= key.validTo) return false;
  const text = canonical({ vouches: 'milestone-sign-off/passkey/1', ...facts });
  return primitives.verifyEd25519(publicKey, new TextEncoder().encode(text), bytes);
}
