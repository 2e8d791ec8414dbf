// The plan is amended while a milestone waits, as by a change order: proposed by manager or sponsor, agreed by the other party where the
// contract asks for that; then what was decided before and has to be decided again follows from what changed.
import type { AmendPlan, ConsentToAmendment, DeclineAmendment, WithdrawAmendment } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { droppedEntries } from '../exceptions/exceptionProposal.ts';
import { stageIn } from '../guards.ts';
import { nameOf, type Milestone } from '../milestone.ts';
import { assertMay } from '../people/whoMay.ts';
import { untilAcceptance } from '../phases.ts';
import { actedAt } from '../records/takenAt.ts';
import { obstacleWords, obstaclesToSigning } from '../signOff/signability.ts';
import { isMore, sumOf } from '../terms/money.ts';
import { openConsentDeadline } from '../time/deadline.ts';
import { planProblems, type MilestonePlan } from '../terms/plan.ts';
import { askAnew } from '../transitions.ts';
import { acceptedParts, acceptedValue, openPart } from '../acceptance/parts.ts';
import { partWithdrawn } from '../acceptance/partialAcceptance.ts';
import type { Amendment } from './amendment.ts';
import { changedTerms } from './changedTerms.ts';
import { consentersTo, needsConsent, openAmendment } from './consent.ts';
import { askedAgainBy, isSamePlan, planAfter } from './consequences.ts';
import { planVersion } from './planSeen.ts';

const beforeAcceptance =
  'what was accepted keeps the plan it was accepted under; revoke it, or register another milestone';

/** Throws NOT_AMENDABLE, or PLAN_INCONSISTENT naming each field as it was sent, under `changes`. */
export function amendPlan(milestone: Milestone, command: AmendPlan, now: string): MilestoneEvent[] {
  stageIn(milestone, untilAcceptance, 'NOT_AMENDABLE', beforeAcceptance);
  const { actor, changes, changeOrder, reason } = command;
  const { personId: proposedBy } = actor;
  assertMay(milestone, 'amendPlan', proposedBy);
  const open = openAmendment(milestone);
  if (open)
    throw new SignOffError(
      'NOT_AMENDABLE',
      `Amendment ${open.amendmentId} awaits the consent of the other party; withdraw it first, or wait for their answer.`,
    );
  const present = planVersion(milestone);
  if (command.planVersion !== undefined && command.planVersion !== present)
    throw new SignOffError(
      'NOT_AMENDABLE',
      `The plan is at version ${present} by now, and not at ${command.planVersion}; read it again, and amend what it says.`,
      { field: 'planVersion' },
    );
  const after = planAfter(milestone.plan, changes);
  if (isSamePlan(after, milestone.plan))
    throw new SignOffError('INVALID_MESSAGE', 'The plan says so already; give what is to be another way.', {
      field: 'changes',
    });
  assertHolds(milestone, after, now);
  const amendment: Amendment = {
    amendmentId: `A${milestone.amendments.length + 1}`,
    ...(changeOrder === undefined ? {} : { changeOrder }),
    reason,
    changed: changedTerms(milestone, after),
    changes,
    proposedBy,
    proposedAt: actedAt(command, now),
  };
  const askedIds = needsConsent(milestone) ? consentersTo(milestone, amendment) : [];
  if (needsConsent(milestone) && askedIds.length === 0) throw nobodyToConsent();
  const proposed: MilestoneEvent = {
    type: 'amendmentProposed',
    amendment,
    askedIds,
    ...(needsConsent(milestone) ? { consentWait: openConsentDeadline(now, milestone.engagement.contract) } : {}),
  };
  return needsConsent(milestone)
    ? [proposed]
    : [proposed, ...made(evolveAll(milestone, [proposed]), amendment, after, now)];
}

const nobodyToConsent = (): SignOffError =>
  new SignOffError(
    'NOT_AMENDABLE',
    'Nobody of the other party who signs could consent to it, within their limits; first amend the approval authority list so that somebody can.',
    { field: 'changes' },
  );

/** By somebody of the other party who may; it takes effect at once, on the plan and the people as they are by then. */
export function consentToAmendment(milestone: Milestone, command: ConsentToAmendment, now: string): MilestoneEvent[] {
  const amendment = theirs(milestone, command);
  const after = planAfter(milestone.plan, amendment.changes ?? {});
  assertHolds(milestone, after, now);
  const consented: MilestoneEvent = {
    type: 'amendmentConsented',
    amendmentId: amendment.amendmentId,
    by: command.actor.personId,
    consentedAt: actedAt(command, now),
  };
  return [consented, ...made(evolveAll(milestone, [consented]), amendment, after, now)];
}

/** The milestone goes on under the plan that it has. */
export function declineAmendment(milestone: Milestone, command: DeclineAmendment, now: string): MilestoneEvent[] {
  const { amendmentId } = theirs(milestone, command);
  const { actor, reason } = command;
  return [{ type: 'amendmentDeclined', amendmentId, by: actor.personId, reason, declinedAt: actedAt(command, now) }];
}

export function withdrawAmendment(milestone: Milestone, command: WithdrawAmendment, now: string): MilestoneEvent[] {
  const { actor, reason } = command;
  const { amendmentId } = openOf(milestone, command.amendmentId);
  assertMay(milestone, 'withdrawAmendment', actor.personId);
  return [{ type: 'amendmentWithdrawn', amendmentId, by: actor.personId, reason, withdrawnAt: actedAt(command, now) }];
}

function openOf(milestone: Milestone, amendmentId: string): Amendment {
  const open = openAmendment(milestone);
  if (open?.amendmentId === amendmentId) return open;
  const why = milestone.amendments.some((each) => each.amendmentId === amendmentId)
    ? `Amendment ${amendmentId} was made, declined or withdrawn or has lapsed, or the milestone was decided without it.`
    : `There is no amendment "${amendmentId}" of milestone ${milestone.milestoneId}.`;
  throw new SignOffError('NOTHING_TO_CONSENT_TO', why, { field: 'amendmentId' });
}

function theirs(milestone: Milestone, { actor, amendmentId }: ConsentToAmendment): Amendment {
  const open = openOf(milestone, amendmentId);
  const proposer = { personId: open.proposedBy, words: 'proposed it' };
  assertMay(milestone, 'consentToAmendment', actor.personId, { proposer });
  if (consentersTo(milestone, open).includes(actor.personId)) return open;
  throw new SignOffError(
    'NOT_ON_LIST',
    `"${actor.personId}" does not sign for the other party, or not up to such a value; ${consentersTo(milestone, open)
      .map((id) => nameOf(milestone, id))
      .join(' or ')} may consent.`,
    { field: 'actor.personId' },
  );
}

/** What was decided on what is another now stands for nothing more, and is asked again. */
function made(milestone: Milestone, amendment: Amendment, plan: MilestonePlan, now: string): MilestoneEvent[] {
  const { amendmentId, changeOrder, reason } = amendment;
  const asksAgain = askedAgainBy(milestone, plan);
  const version = planVersion(milestone) + 1;
  const amended: MilestoneEvent = { type: 'planAmended', amendmentId, version, plan, asksAgain, amendedAt: now };
  const what = `the plan was amended${changeOrder === undefined ? '' : ` by ${changeOrder}`}`;
  const dropped = asksAgain === 'signature' ? droppedEntries(milestone, `${what} after it was entered`, now) : [];
  const part = asksAgain === 'nothing' ? undefined : openPart(milestone);
  const withdrawn = part
    ? [
        partWithdrawn(part, {
          by: amendment.proposedBy,
          reason: `The plan was amended${changeOrder === undefined ? '' : ` by ${changeOrder}`}`,
          at: now,
        }),
      ]
    : [];
  const after = evolveAll(milestone, [amended, ...withdrawn, ...dropped]);
  const whyAgain = `The package has to follow the plan as amended${changeOrder === undefined ? '' : ` by ${changeOrder}`}: ${reason}`;
  return [amended, ...withdrawn, ...dropped, ...askAnew(after, asksAgain, whyAgain, now)];
}

/** The plan holds together, can still be signed, and what was agreed under it still can be. */
function assertHolds(milestone: Milestone, plan: MilestonePlan, now: string): void {
  const problems = [...problemsWith(milestone, plan, now)].map((each) => each.replace(/^plan\./u, 'changes.'));
  const [first] = problems;
  if (first === undefined) return;
  throw new SignOffError('PLAN_INCONSISTENT', `The plan would not hold together: ${problems.join('; ')}`, {
    field: first.split(':', 1)[0] ?? 'changes',
    details: problems,
  });
}

function problemsWith(milestone: Milestone, plan: MilestonePlan, now: string): string[] {
  const { value: before } = milestone.plan;
  const { amount, currency } = plan.value;
  const problems = planProblems(plan, milestone.engagement);
  if (currency !== before.currency)
    problems.push(`plan.value.currency: it stays ${before.currency}, in which limits and what is withheld are`);
  problems.push(
    ...acceptedParts(milestone).flatMap((each) => whyAcceptedStays(milestone.plan, plan, each.deliverableIds)),
  );
  const withheld = sumOf(
    milestone.exceptions.map((each) => each.amountWithheld),
    before.currency,
  );
  if (isMore(sumOf([withheld, acceptedValue(milestone)], before.currency), amount))
    problems.push(
      `plan.value.amount: the exceptions agreed on withhold ${withheld} ${before.currency} in all, and parts worth ${acceptedValue(milestone)} ${before.currency} are accepted`,
    );
  if (problems.length > 0) return problems;
  return obstaclesToSigning({ ...milestone, plan }, now).map((each) => `${each.field}: ${obstacleWords(each)}`);
}

/** What a part was accepted with stays as it was accepted: its place in the plan, and what it is worth. */
const whyAcceptedStays = (before: MilestonePlan, after: MilestonePlan, accepted: readonly string[]): string[] =>
  accepted.flatMap((id) => {
    const was = before.deliverables.find((each) => each.deliverableId === id);
    const index = after.deliverables.findIndex((each) => each.deliverableId === id);
    const is = after.deliverables[index];
    if (is && was?.value === is.value && was?.title === is.title) return [];
    return [
      `plan.deliverables${is ? `.${index}` : ''}: "${id}" is accepted by a certificate of its own; it stays as it was`,
    ];
  });
