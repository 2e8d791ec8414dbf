// What an entrance vouches for when it hands a message over, as one statement that names whom, what, where and when. Makes and checks no signature.
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { actor as actorSchema, type Actor } from '../people/people.ts';
import { canonicalSha256 } from './canonical.ts';

/** The ways in that know who came: HTTP with an API key, pages behind links, replies by mail, and what mail servers report. */
export const entrances = ['api', 'page', 'reply', 'mailRoom'] as const;
export type Entrance = (typeof entrances)[number];

/** As it travels with a message. `takenAt` is when the entrance took the act, ISO 8601 UTC; `signature` is Ed25519, in base64. */
export const voucher = z.strictObject({
  keyId: z.string().regex(/^[0-9a-f]{16}$/, 'use the ID of a key of the entrances'),
  entrance: z.enum(entrances),
  takenAt: z.iso.datetime({ precision: 3 }),
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'use the base64 of 64 bytes'),
});
export type Voucher = z.infer<typeof voucher>;

/** As it is kept with the first event of its message. The digests are kept when an erasure takes what they are of. */
export interface RecordedVoucher extends Voucher {
  /** The command, or `startMilestone`. */
  command: string;
  /** SHA-256 of the canonical JSON of command and words. */
  contentSha256: string;
  /** SHA-256 of the canonical JSON of the actor. */
  actorSha256: string;
}

/** What is signed, as its canonical JSON (RFC 8785): nothing of it can be changed, or used for another message, unnoticed. */
export interface VoucherStatement extends Omit<RecordedVoucher, 'signature'> {
  vouches: typeof vouches;
  milestoneId: string;
  workflowId: string;
  messageId: string;
  personId: string;
  role: string;
  method: string;
  /** By which the act can be found at its entrance: request, key, raw mail, and when a code was confirmed. */
  evidence: Record<string, string>;
}

/** Told apart from whatever else is ever signed with such a key. */
const vouches = 'milestone-sign-off/message/1';

/** What a message is handed over to. */
export interface Addressee {
  milestoneId: string;
  workflowId: string;
}

/** A message that comes with a voucher, and what that must have been signed over to hold. */
export interface VoucherClaim {
  statement: VoucherStatement;
  signature: string;
}

/** Whoever hands a message over has it vouched for. Throws for what has no canonical form, which no entrance takes in. */
export type Vouch = (
  to: Addressee,
  command: string,
  message: object,
  taken: { entrance: Entrance; takenAt: string },
) => Voucher;

/** The fields of a message that are its words: not who says them, nor what only its journey adds. */
export function wordsOf(message: object): Record<string, unknown> {
  const { messageId: _id, actor: _actor, voucher: _voucher, ...words } = message as Record<string, unknown>;
  return words;
}

/** Undefined for what no entrance would have handed over: without a message ID, an actor or a canonical form. */
export function statementOf(
  { milestoneId, workflowId }: Addressee,
  command: string,
  message: object,
  { keyId, entrance, takenAt }: Omit<Voucher, 'signature'>,
): VoucherStatement | undefined {
  const { messageId, actor } = message as { messageId?: unknown; actor?: unknown };
  const who = actorSchema.safeParse(actor).data;
  if (typeof messageId !== 'string' || !who) return undefined;
  try {
    const contentSha256 = canonicalSha256({ command, words: wordsOf(message) });
    const actorSha256 = canonicalSha256(actor);
    const about = { keyId, entrance, takenAt, milestoneId, workflowId, command, messageId };
    return { vouches, ...about, ...signedOf(who), contentSha256, actorSha256 };
  } catch {
    return undefined;
  }
}

const findable = [
  ...['keyId', 'requestId', 'messageSha256', 'codeConfirmedAt'],
  ...['issuer', 'subject', 'sessionId', 'authenticatedAt'],
];

function signedOf({ personId, role, authentication }: Actor) {
  const evidence = Object.fromEntries(Object.entries(authentication).filter(([name]) => findable.includes(name)));
  return { personId, role, method: authentication.method, evidence: evidence as Record<string, string> };
}

/** What the voucher on record must have been signed over, by the digests that are kept with it. */
export function claimOnRecord(
  { milestoneId, workflowId }: Addressee,
  messageId: string,
  actor: Actor,
  { signature, ...kept }: RecordedVoucher,
): VoucherClaim {
  return { statement: { vouches, ...kept, milestoneId, workflowId, messageId, ...signedOf(actor) }, signature };
}

export const statementText = (statement: VoucherStatement): string => canonicalize(statement) ?? '';

/** What a message claims to be vouched for by; undefined where it claims nothing that could hold. */
export function claimOf(to: Addressee, command: string, message: unknown): VoucherClaim | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const given = voucher.safeParse((message as { voucher?: unknown }).voucher).data;
  const statement = given && statementOf(to, command, message, given);
  return statement && { statement, signature: given.signature };
}

/** As kept on record with the events of a message whose voucher holds. */
export const recorded = ({ statement, signature }: VoucherClaim): RecordedVoucher => ({
  keyId: statement.keyId,
  entrance: statement.entrance,
  takenAt: statement.takenAt,
  command: statement.command,
  contentSha256: statement.contentSha256,
  actorSha256: statement.actorSha256,
  signature,
});

/**
 * Whoever has access to Temporal can say anything of who acts and how that was proven; what is known is that they sent it, and who
 * was signed in at the codec server that encoded it.
 */
export function asSentInTemporal(message: unknown): unknown {
  const { actor, encodedBy, ...rest } = (message ?? {}) as { actor?: unknown; encodedBy?: unknown };
  if (typeof message !== 'object' || typeof actor !== 'object' || actor === null) return message;
  const authentication = { method: 'temporalMessage', ...(encodedBy === undefined ? {} : { encodedBy }) };
  return { ...rest, actor: { ...actor, authentication } };
}

export const startIdOf = (milestoneId: string): string => `${milestoneId}-start`;

/** The message that a milestone is started as: with its plan, in its engagement. `messageId` is the milestone's own. */
export function startMessage({
  milestoneId,
  engagementId,
  plan,
  startedBy,
}: {
  milestoneId: string;
  engagementId: unknown;
  plan: unknown;
  startedBy: unknown;
}) {
  return { messageId: startIdOf(milestoneId), actor: startedBy, engagementId, plan };
}

/** The message as which the package is submitted that a milestone is started with. */
export const firstPackageMessage = (milestoneId: string, submission: object, startedBy: unknown) => ({
  ...submission,
  messageId: `${milestoneId}-first-package`,
  actor: startedBy,
});

/** With a start: one voucher for the start itself, one for the package that came with it. */
export const startVouchers = z.strictObject({ start: voucher.optional(), package: voucher.optional() });
export type StartVouchers = z.infer<typeof startVouchers>;
