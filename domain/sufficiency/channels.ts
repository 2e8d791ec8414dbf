// Whether each decision on record came by a channel that the contract lets its party decide by, or from the system that the plan
// names; judged by the one rule that decides on messages.
import type { SignOffError, SignOffErrorCode } from '../errors.ts';
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import { whyNotBy, wordsOfWay } from '../people/channels.ts';
import type { Actor } from '../people/people.ts';
import { kindOfEvent } from '../records/decisions.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { wordsOfDecision } from '../terms/channels.ts';
import { who } from './words.ts';

/** What stands against how a decision came; none for an event that is nobody's decision. */
export function againstChannel(milestone: Milestone, event: RecordedEvent): string[] {
  const kind = kindOfEvent(event.type);
  if (kind === undefined) return [];
  const { actor } = event;
  const what = `${wordsOfDecision(kind)} of ${who(milestone, actor.personId)}`;
  const why = whyNotBy(milestone, kind, actor);
  const own = ownActor(event);
  return [
    ...(actor.role === 'system' ? [`${what} came from the system`] : []),
    ...(why === undefined ? [] : [`${what} came by ${wordsOfWay(actor.authentication)}, ${notTaken(why)}`]),
    ...(own === undefined || canonicalSha256(own) === canonicalSha256(actor)
      ? []
      : [`${what} says of itself that it came another way than its event has it`]),
  ];
}

const notTaken = ({ code }: SignOffError): string => lacking[code] ?? 'which the contract does not take for it';

const lacking: Partial<Record<SignOffErrorCode, string>> = {
  CODE_REQUIRED: 'without the code that the contract asks for',
  PASSKEY_REQUIRED: 'without the passkey that the contract asks for',
};

/** The copy that a decision keeps of who gave it and how, which the certificate prints. */
function ownActor(event: RecordedEvent): Actor | undefined {
  switch (event.type) {
    case 'validationReported':
      return event.report.actor;
    case 'feedbackGiven':
      return event.feedback.actor;
    case 'signed':
      return event.signature.actor;
    case 'refused':
      return event.refusal.actor;
    case 'delegated':
      return event.delegation.actor;
    default:
      return undefined;
  }
}
