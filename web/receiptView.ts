// What the receipt page says of a decision that was sent: on record, kept safe until it is, or not taken after all.
import type { MessageOutcome } from '../domain/milestone.ts';
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import { inNames } from '../domain/people/inNames.ts';
import { saidIn, type Words } from '../mail/messages/words.ts';
import { isFormCommand } from './decisionForm.ts';
import { readerOf } from './pageWords.ts';
import type { OpenedRequest } from './resolveLink.ts';

export function receiptView(
  { milestone, request, mayRead }: OpenedRequest,
  messageId: string,
  outcome?: MessageOutcome,
) {
  const person = personOf(milestone, request.personId);
  const reader = readerOf(milestone, request.personId);
  const { words } = reader;
  const decision = decisionOf(milestone, messageId, words);
  const status = outcome?.outcome ?? 'pending';
  return {
    title: words.say(`page.receiptTitle.${status}`),
    is: { [status]: true },
    milestone: milestone.plan.title,
    milestoneId: milestone.milestoneId,
    engagement: milestone.engagement.name,
    firm: milestone.engagement.firm,
    client: milestone.engagement.client,
    person: person?.name,
    address: person?.email,
    sequence: outcome?.sequence,
    refusal: outcome?.message && inNames(milestone, saidIn(words, outcome.message)),
    decision: decision?.what ?? (outcome?.outcome === 'accepted' ? didOf(outcome.name, words) : undefined),
    decidedAt: decision?.at,
    at: decision && reader.at(decision.at),
    onBehalfOf: decision?.onBehalfOf && nameOf(milestone, decision.onBehalfOf),
    packageDigest: request.packageDigest,
    messageId,
    ...(mayRead ? { phase: words.say(`page.phase.${milestone.stage.phase}`) } : {}),
  };
}

/** Of a link's message, which only a form can have sent. */
const didOf = (name: string, { say }: Words): string | undefined =>
  isFormCommand(name) ? say(`page.did.${name}`) : undefined;

interface Decision {
  what: string;
  at: string;
  onBehalfOf?: string | undefined;
}

function decisionOf(milestone: Milestone, messageId: string, { say }: Words): Decision | undefined {
  const all: (Decision & { messageId: string })[] = [
    ...milestone.reports.map((each) => ({ ...each, what: say('page.made.report') })),
    ...milestone.feedback.map((each) => ({ ...each, what: say(`page.verdict.${each.verdict}`) })),
    ...milestone.signatures.map((each) => ({ ...each, what: say('page.made.signed') })),
    ...milestone.refusals.map((each) => ({
      ...each,
      what: say(each.asksForRevision ? 'page.verdict.requestRevision' : 'page.made.refused'),
    })),
    ...milestone.delegations
      .filter((each) => each.kind !== 'deputised')
      .map((each) => ({
        ...each,
        what: say('page.made.passedOn', { name: nameOf(milestone, each.toPersonId) }),
      })),
  ];
  return all.find((each) => each.messageId === messageId);
}
