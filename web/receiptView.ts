// What the receipt page says of a decision that was sent: on record, kept safe until it is, or not taken after all.
import type { MessageOutcome } from '../domain/milestone.ts';
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import { inNames } from '../domain/people/inNames.ts';
import { formCommands } from './decisionForm.ts';
import { readerOf } from './pageWords.ts';
import { phaseLabels } from './requestView.ts';
import type { OpenedRequest } from './resolveLink.ts';

export function receiptView(
  { milestone, request, mayRead }: OpenedRequest,
  messageId: string,
  outcome?: MessageOutcome,
) {
  const person = personOf(milestone, request.personId);
  const reader = readerOf(milestone, request.personId);
  const decision = decisionOf(milestone, messageId);
  const status = outcome?.outcome ?? 'pending';
  const titles = {
    accepted: 'Your decision is on record',
    refused: 'Your decision could not be entered',
    pending: 'Your decision is being entered',
  };
  return {
    title: titles[status],
    is: { [status]: true },
    milestone: milestone.plan.title,
    milestoneId: milestone.milestoneId,
    engagement: milestone.engagement.name,
    firm: milestone.engagement.firm,
    client: milestone.engagement.client,
    person: person?.name,
    address: person?.email,
    sequence: outcome?.sequence,
    refusal: outcome?.message && inNames(milestone, outcome.message),
    decision: decision?.what ?? (outcome?.outcome === 'accepted' ? wordsFor(outcome.name) : undefined),
    decidedAt: decision?.at,
    at: decision && reader.at(decision.at),
    onBehalfOf: decision?.onBehalfOf && nameOf(milestone, decision.onBehalfOf),
    packageDigest: request.packageDigest,
    messageId,
    ...(mayRead ? { phase: phaseLabels[milestone.stage.phase] } : {}),
  };
}

/** Of a link's message, which only a form can have sent. */
const wordsFor = (name: string): string | undefined =>
  Object.hasOwn(formCommands, name) ? formCommands[name as keyof typeof formCommands] : undefined;

interface Decision {
  what: string;
  at: string;
  onBehalfOf?: string | undefined;
}

function decisionOf(milestone: Milestone, messageId: string): Decision | undefined {
  const verdicts = { approve: 'Approved', comment: 'Commented', requestRevision: 'Revision requested' };
  const all: (Decision & { messageId: string })[] = [
    ...milestone.reports.map((each) => ({ ...each, what: 'Validation report' })),
    ...milestone.feedback.map((each) => ({ ...each, what: verdicts[each.verdict] })),
    ...milestone.signatures.map((each) => ({ ...each, what: 'Signed' })),
    ...milestone.refusals.map((each) => ({ ...each, what: each.asksForRevision ? 'Revision requested' : 'Refused' })),
    ...milestone.delegations.map((each) => ({ ...each, what: `Passed on to ${nameOf(milestone, each.toPersonId)}` })),
  ];
  return all.find((each) => each.messageId === messageId);
}
