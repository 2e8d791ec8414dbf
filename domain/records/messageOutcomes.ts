// What a milestone remembers of the messages it took: enough to recognise a repeat, little enough to carry for months.
import { SignOffError } from '../errors.ts';
import type { MessageOutcome, Milestone } from '../milestone.ts';
import { canonicalSha256 } from './canonical.ts';

const longestMessage = 400;
const detailsKept = 5;
const longestDetail = 200;

/**
 * Accepted messages are few, since each has to be a person's turn, and all are remembered: a repeat of one must never
 * decide anew. Anybody with access to Temporal can send refused ones without end, so of those the last are remembered; a
 * repeat of one from before is ruled on once more, and its first refusal stays on record.
 */
export const refusalsRemembered = 1000;

const cut = (value: string, longest: number): string =>
  value.length <= longest ? value : `${value.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** A refusal as its repeat is answered: the code and the field, and the words unless they are many. */
export function inBrief(outcome: MessageOutcome): MessageOutcome {
  const { message, details = [] } = outcome;
  const left = details.length - detailsKept;
  return {
    ...outcome,
    ...(message === undefined ? {} : { message: cut(message, longestMessage) }),
    details: [
      ...details.slice(0, detailsKept).map((each) => cut(each, longestDetail)),
      ...(left > 0 ? [`and ${left} more, listed with the refused messages on record`] : []),
    ],
  };
}

/** Without a usable message ID there is nothing a repeat could be recognised by. */
export function withOutcome(milestone: Milestone, messageId: string | undefined, outcome: MessageOutcome): Milestone {
  if (messageId === undefined) return milestone;
  const messages = { ...milestone.messages, [messageId]: outcome };
  return { ...milestone, messages: outcome.outcome === 'refused' ? withoutOldRefusals(messages, messageId) : messages };
}

function withoutOldRefusals(messages: Milestone['messages'], newest: string): Milestone['messages'] {
  const refused = Object.keys(messages).filter((id) => id !== newest && messages[id]?.outcome === 'refused');
  const surplus = refused.length + 1 - refusalsRemembered;
  if (surplus <= 0) return messages;
  const forgotten = new Set(refused.slice(0, surplus));
  return Object.fromEntries(Object.entries(messages).filter(([id]) => !forgotten.has(id)));
}

/** What became of a message, once the milestone has ruled on it. */
export function findOutcome({ messages }: Milestone, messageId: string): MessageOutcome | undefined {
  return Object.hasOwn(messages, messageId) ? messages[messageId] : undefined;
}

/** A mail that came back, or an absence, is one fact whatever the words it is told in; its message ID says which. */
const factsOfTheirOwn = ['reportUndeliverable', 'reportAbsence'];

/** Of the authentication, what an entrance observes anew each time the same message comes; of a code, that there was one. */
const observedAnew = ['ipAddress', 'userAgent', 'codeConfirmedAt'];

/**
 * What a message says and who vouches for it: the first 32 hexadecimal digits of the SHA-256 of its canonical JSON, without its
 * message ID and what only its journey adds. Undefined where a message has no such form.
 */
export function contentOf(name: string, raw: unknown): string | undefined {
  if (factsOfTheirOwn.includes(name) || typeof raw !== 'object' || raw === null) return undefined;
  const { messageId: _id, actor, voucher: _voucher, ...said } = raw as Record<string, unknown>;
  try {
    return canonicalSha256({ name, said, actor: principalOf(actor) }).slice(0, 32);
  } catch {
    return undefined;
  }
}

function principalOf(actor: unknown): unknown {
  const { personId, authentication } = (actor ?? {}) as { personId?: unknown; authentication?: object };
  const kept = Object.entries(authentication ?? {}).filter(([field]) => !observedAnew.includes(field));
  const isCodeConfirmed = 'codeConfirmedAt' in (authentication ?? {});
  return { personId: personId ?? null, authentication: Object.fromEntries(kept), isCodeConfirmed };
}

/**
 * What became of the message of which this one is a repeat: the same principal saying the same under one message ID. Undefined
 * when the ID is new. Throws INVALID_MESSAGE when it was used for another message, whose answer is none to this one.
 */
export function findRepeated(
  milestone: Milestone,
  name: string,
  raw: unknown,
  messageId: string | undefined,
): MessageOutcome | undefined {
  const earlier = messageId === undefined ? undefined : findOutcome(milestone, messageId);
  if (!earlier) return undefined;
  const { personId } = ((raw as { actor?: unknown } | null)?.actor ?? {}) as { personId?: unknown };
  const isSame =
    earlier.name === name &&
    (earlier.personId === undefined || earlier.personId === personId) &&
    (earlier.content === undefined || earlier.content === contentOf(name, raw));
  if (isSame) return earlier;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `Message ID "${messageId}" was used for another message, whose answer is none to this one; send this one under a new ID.`,
    { field: 'messageId' },
  );
}

/**
 * Under what Temporal knows a message sent as an update: the server answers a used ID itself, whatever the message says, so the
 * ID follows from what it says too. A digest, since Temporal keeps update IDs in plain and callers choose message IDs.
 */
export const updateIdOf = (name: string, message: { messageId: string }): string =>
  canonicalSha256({ messageId: message.messageId, content: contentOf(name, message) ?? null });
