// Whether an entrance vouched for what the events of a record of format 1 say that people did. Frozen: see docs/recordFormat.md.
import canonicalize from 'canonicalize';
import { fromBase64 } from '../../ledger/checkpoint.ts';
import type { Primitives } from '../bag.ts';
import { hexDigestOf } from '../hashing.ts';
import { takenFrom } from './taken.ts';
import type { ArchivedEvent, EntranceKey } from './shapes.ts';

interface Voucher {
  keyId: string;
  entrance: string;
  takenAt: string;
  command: string;
  contentSha256: string;
  actorSha256: string;
  signature: string;
}

interface Act extends ArchivedEvent {
  actor: { personId: string; role: string; authentication: { method: string } & Record<string, string> };
  messageId?: string;
  voucher?: Voucher;
  said?: Record<string, unknown>;
}

/** By which an act can be found at its entrance, whatever the way it came. */
const findable = [
  ...['keyId', 'requestId', 'messageSha256', 'codeConfirmedAt'],
  ...['issuer', 'subject', 'sessionId', 'authenticatedAt'],
];

const utf8 = new TextEncoder();
const canonical = (value: unknown): string => canonicalize(value) ?? '';

/** By sequence number, why an act that names its way in is not vouched for; empty where all are. */
export async function notVouchedFor(
  primitives: Primitives,
  events: readonly ArchivedEvent[],
  keys: readonly EntranceKey[],
  milestoneId: string,
): Promise<Map<number, string>> {
  const first = new Map<string, Act>();
  const found = new Map<number, string>();
  for (const event of events as readonly Act[]) {
    const { messageId } = event;
    if (messageId !== undefined && !first.has(messageId)) first.set(messageId, event);
    const why = await whyNotVouchedFor(primitives, event, first.get(messageId ?? ''), { keys, milestoneId });
    if (why !== undefined) found.set(event.sequence, why);
  }
  return found;
}

async function whyNotVouchedFor(
  primitives: Primitives,
  event: Act,
  first: Act | undefined,
  by: { keys: readonly EntranceKey[]; milestoneId: string },
): Promise<string | undefined> {
  const { messageId, actor } = event;
  const { method } = actor.authentication;
  if (method === 'temporalMessage' || (method === 'system' && messageId === undefined)) return undefined;
  const voucher = first?.voucher;
  if (!voucher || messageId === undefined) return 'no entrance vouches for it';
  if (hexDigestOf(primitives, canonical(actor)) !== voucher.actorSha256)
    return 'the entrance vouched for somebody else, or for another way';
  if (event === first) {
    const why = await whyNotSigned(primitives, { ...event, messageId, voucher }, by);
    if (why !== undefined) return why;
    const content = { command: voucher.command, words: wordsIn(event) };
    if (hexDigestOf(primitives, canonical(content)) !== voucher.contentSha256)
      return 'the entrance vouched for other words';
  }
  return whyNotAsTaken(event, voucher, first.said ?? {});
}

async function whyNotSigned(
  primitives: Primitives,
  { voucher, messageId, actor }: Act & { voucher: Voucher; messageId: string },
  { keys, milestoneId }: { keys: readonly EntranceKey[]; milestoneId: string },
): Promise<string | undefined> {
  const key = keys.find((each) => each.keyId === voucher.keyId);
  const publicKey = key && fromBase64(key.publicKey);
  if (!publicKey) return `its voucher is by key ${voucher.keyId}, which the certificate does not name`;
  if (hexDigestOf(primitives, publicKey).slice(0, 16) !== voucher.keyId) return `key ${voucher.keyId} is another key`;
  if (key.validTo !== undefined && voucher.takenAt >= key.validTo)
    return `its voucher is by key ${voucher.keyId}, which was out of use when it was taken`;
  const { signature, ...kept } = voucher;
  const { personId, role, authentication } = actor;
  const evidence = Object.fromEntries(
    findable.flatMap((name) => (authentication[name] === undefined ? [] : [[name, authentication[name]]])),
  );
  const statement = {
    vouches: 'milestone-sign-off/message/1',
    ...kept,
    ...{ milestoneId, workflowId: `milestone-${milestoneId}`, messageId },
    ...{ personId, role, method: authentication.method, evidence },
  };
  const bytes = fromBase64(signature);
  return bytes && (await primitives.verifyEd25519(publicKey, utf8.encode(canonical(statement)), bytes))
    ? undefined
    : 'its voucher is of no entrance, or of another message';
}

/** Those of a start are its event's own. */
function wordsIn(event: Act): Record<string, unknown> {
  if (event.type !== 'milestoneStarted') return event.said ?? {};
  const { plan, engagement } = event as unknown as { plan: unknown; engagement: { engagementId: string } };
  return { engagementId: engagement.engagementId, plan };
}

/** Only of decisions: what follows from one in its batch is derived, and judged as that. */
function whyNotAsTaken(event: Act, { command, takenAt }: Voucher, said: Record<string, unknown>): string | undefined {
  const taken = takenFrom(event);
  if (!taken) return undefined;
  if (command !== taken.by) return `the entrance vouched for ${command}, which is no such decision`;
  if (taken.at !== undefined && taken.at !== takenAt) return 'the entrance vouched for another instant';
  const other = taken.fields.find((field) => !isSame(said[field], taken.decision[field]));
  return other === undefined ? undefined : `the entrance vouched for another ${other}`;
}

/** What a plan means by what it leaves out. */
const meant: Record<string, unknown> = { isRequired: true, isMandatory: true, quorum: { kind: 'all' } };

const isNothing = (value: unknown): boolean =>
  value === undefined || value === false || (Array.isArray(value) && value.length === 0);

const plain = (text: string): string => text.normalize('NFC').trim();

/** As messages were taken in: text trimmed, a list that was left out empty, and what is not so left out. */
function isSame(given: unknown, kept: unknown): boolean {
  if (isNothing(given) || isNothing(kept)) return isNothing(given) && isNothing(kept);
  if (typeof given === 'string' && typeof kept === 'string') return plain(given) === plain(kept);
  if (typeof given !== 'object' || typeof kept !== 'object' || given === null || kept === null) return given === kept;
  const [one, other] = [given, kept] as Record<string, unknown>[];
  const names = new Set([...Object.keys(given), ...Object.keys(kept)]);
  return [...names].every((name) => isSame(one?.[name] ?? meant[name], other?.[name]));
}
