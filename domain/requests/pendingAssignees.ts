// Who the milestone is waiting for. Reads the state, decides nothing.
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
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
      return [...new Set(openExceptions(milestone).map((each) => each.ownerId))];
    case 'accepted':
    case 'revoked':
    case 'terminated':
    case 'cancelled':
      return [];
    default:
      return stage satisfies never;
  }
}

/** In which capacity those are asked that the milestone is waiting for. */
export type AwaitedRole = 'engagementManager' | 'validator' | 'stakeholder' | 'approver' | 'sponsor' | 'exceptionOwner';

/** The same by role, for whoever looks after many milestones and need not know the people. */
export function awaitedRoles(milestone: Milestone): AwaitedRole[] {
  if (pendingAssignees(milestone).length === 0) return [];
  const { stage, plan } = milestone;
  if (milestone.proposedRevocation) return ['sponsor'];
  switch (stage.phase) {
    case 'compiling':
    case 'rework':
    case 'facilitation':
      return ['engagementManager'];
    case 'validating':
      return ['validator'];
    case 'inReview': {
      const group = plan.reviewGroups[stage.openGroup];
      return !group || isApproved(milestone, group) ? ['engagementManager'] : ['stakeholder'];
    }
    case 'formalSignOff':
      return ['approver'];
    case 'escalated':
      return ['sponsor'];
    case 'acceptedWithExceptions':
      return ['exceptionOwner'];
    case 'accepted':
    case 'revoked':
    case 'terminated':
    case 'cancelled':
      return [];
    default:
      return stage satisfies never;
  }
}
