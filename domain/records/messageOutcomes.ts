// What a milestone remembers of the messages it took: enough to recognise a repeat, little enough to carry for months.
import type { MessageOutcome, Milestone } from '../milestone.ts';

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
