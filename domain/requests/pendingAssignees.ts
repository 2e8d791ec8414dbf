// Who the milestone is waiting for. Reads the state, decides nothing.
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { closerOf } from '../exceptions/closer.ts';
import { openExceptions, type Milestone } from '../milestone.ts';
import { isApproved, unapproved } from '../review/approvals.ts';
import { pendingSigners } from '../signOff/signers.ts';
import { eligibleValidators, standingValidators } from '../validation/validators.ts';

/** Who the milestone is waiting for. */
export function pendingAssignees(milestone: Milestone): string[] {
  const { stage, plan, engagement } = milestone;
  if (milestone.proposedRevocation) return [engagement.engagementSponsorId];
  switch (stage.phase) {
    case 'compiling':
    case 'rework':
    case 'facilitation':
      return [engagement.engagementManagerId];
    case 'validating': {
      const reported = standingValidators(milestone);
      return eligibleValidators(milestone).filter((id) => !reported.includes(id));
    }
    case 'inReview': {
      const group = plan.reviewGroups[stage.openGroup];
      if (!group || isApproved(milestone, group)) return [engagement.engagementManagerId];
      return unapproved(milestone, group.memberIds);
    }
    case 'formalSignOff': {
      const asked = pendingSigners(milestone, stage.openGroup);
      const refuser = outcomeToConfirm(milestone)?.refusal.personId;
      return asked.length === 0 && refuser !== undefined ? [refuser] : asked;
    }
    case 'escalated':
      return [engagement.engagementSponsorId];
    case 'acceptedWithExceptions':
      return [...new Set(openExceptions(milestone).map((each) => closerOf(milestone, each)))];
    case 'accepted':
    case 'revoked':
    case 'terminated':
    case 'cancelled':
      return [];
    default:
      return stage satisfies never;
  }
}
