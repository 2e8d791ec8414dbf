// Taking back an acceptance: the manager proposes with a reason, the sponsor confirms or declines; nobody does it alone.
import { withWaitsFor } from '../terms/waitsFor.ts';
import type { ConfirmRevocation, DeclineRevocation, ProposeRevocation } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { atMinute } from '../records/boundDecision.ts';
import { assertMay } from '../people/whoMay.ts';
import type { Acceptance, Milestone } from '../milestone.ts';
import { phaseNames } from '../phases.ts';
import { inCurrency } from '../terms/money.ts';
import { openDeadline } from '../time/deadline.ts';
import { makeAcceptance } from './acceptance.ts';
import type { ProposedRevocation } from './revoked.ts';
import { actedAt } from '../records/takenAt.ts';

const isAccepted = ({ stage }: Milestone): boolean => ['accepted', 'acceptedWithExceptions'].includes(stage.phase);

export function proposeRevocation(milestone: Milestone, command: ProposeRevocation, now: string): MilestoneEvent[] {
  if (!isAccepted(milestone))
    throw new SignOffError(
      'NOT_REVOCABLE',
      `Milestone ${milestone.milestoneId} is in ${phaseNames[milestone.stage.phase]}; only an accepted one is revoked, any other is cancelled.`,
    );
  assertMay(milestone, 'proposeRevocation', command.actor.personId);
  if (milestone.proposedRevocation)
    throw new SignOffError('NOT_REVOCABLE', 'A revocation is proposed already; the sponsor decides on it.');
  const proposal: ProposedRevocation = {
    reason: command.reason,
    proposedBy: command.actor.personId,
    proposedAt: actedAt(command, now),
    wait: openDeadline('escalated', now, withWaitsFor(milestone.engagement.contract, milestone.plan)),
  };
  return [{ type: 'revocationProposed', proposal }];
}

/** What the acceptance states that takes another back: everything is withheld. */
export function revocationDue(milestone: Milestone, now: string): Acceptance {
  const { value } = milestone.plan;
  const withheld = inCurrency(value.amount, value.currency);
  return makeAcceptance(milestone, { kind: 'revocation', withheld }, now);
}

/** The certificate that says so releases nothing; what was released before is the billing system's to credit. */
export function confirmRevocation(milestone: Milestone, command: ConfirmRevocation, now: string): MilestoneEvent[] {
  const { reason, proposedBy, proposedAt } = proposalBeforeSponsor(milestone, command, 'confirmRevocation');
  const acceptance = revocationDue(milestone, now);
  const { reasons, actor } = command;
  return [
    {
      type: 'revoked',
      revocation: {
        reason,
        proposedBy,
        proposedAt,
        confirmation: reasons,
        confirmedBy: actor.personId,
        confirmedAt: actedAt(command, now),
      },
      acceptance,
    },
  ];
}

export function declineRevocation(milestone: Milestone, command: DeclineRevocation, now: string): MilestoneEvent[] {
  proposalBeforeSponsor(milestone, command, 'declineRevocation');
  return [
    {
      type: 'revocationDeclined',
      by: command.actor.personId,
      reason: command.reason,
      declinedAt: actedAt(command, now),
    },
  ];
}

function proposalBeforeSponsor(
  milestone: Milestone,
  { actor }: ConfirmRevocation | DeclineRevocation,
  act: 'confirmRevocation' | 'declineRevocation',
): ProposedRevocation {
  const { proposedRevocation } = milestone;
  if (!proposedRevocation)
    throw new SignOffError(
      'NOT_REVOCABLE',
      `No revocation is proposed${declinedBefore(milestone, actor.personId)}; the engagement manager proposes it with a reason.`,
    );
  const proposer = { personId: proposedRevocation.proposedBy, words: 'proposed the revocation' };
  assertMay(milestone, act, actor.personId, { proposer });
  return proposedRevocation;
}

function declinedBefore({ declinedRevocations = [] }: Milestone, personId: string): string {
  const declined = declinedRevocations.findLast(({ by }) => by === personId);
  return declined ? ` since "${personId}" declined the last one, ${atMinute(declined.at)}` : '';
}
