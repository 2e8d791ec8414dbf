// What the passing of time does to a milestone: reminders, missed deadlines, escalation. Time itself comes in.
import type { MilestoneEvent } from './events.ts';
import { evolveAll } from './evolve.ts';
import { toSponsor } from './facilitation.ts';
import { askedOf } from './formalSignOff.ts';
import { openExceptions, type Milestone } from './milestone.ts';
import { isAtQuorum } from './quorum.ts';
import { standingApprovals } from './stakeholderReview.ts';
import { eligibleValidators } from './technicalValidation.ts';
import { dueRung, nextRungAt } from './wait.ts';

/** The instant at which `passTime` will next have something to say; undefined when nothing is waited for. */
export function nextInstant(milestone: Milestone): string | undefined {
  return 'wait' in milestone.stage ? nextRungAt(milestone.stage.wait) : undefined;
}

/** Events due at `now`. A facilitation whose deadline passed goes to the sponsor; other phases stay, and people are told. */
export function passTime(milestone: Milestone, now: string): MilestoneEvent[] {
  const { stage } = milestone;
  if (!('wait' in stage)) return [];
  const due = dueRung(stage.wait, now);
  if (!due) return [];
  const facts = { askedIds: stillAsked(milestone), deadline: stage.wait.deadline, next: due.next };
  switch (due.rung.kind) {
    case 'reminder':
      return [{ type: 'reminderDue', ...facts }];
    case 'overdue':
    case 'escalation': {
      if (stage.phase !== 'facilitation')
        return [{ type: due.rung.kind === 'overdue' ? 'deadlinePassed' : 'overdueEscalated', ...facts }];
      const passed: MilestoneEvent = { type: 'deadlinePassed', ...facts };
      const reason = 'The facilitation was not resolved by its deadline.';
      return [passed, ...toSponsor(evolveAll(milestone, [passed]), reason, now)];
    }
    default:
      return due.rung.kind satisfies never;
  }
}

/** Who the milestone is waiting for. */
export function stillAsked(milestone: Milestone): string[] {
  const { stage, plan, engagement } = milestone;
  switch (stage.phase) {
    case 'compiling':
    case 'rework':
    case 'facilitation':
      return [engagement.engagementManagerId];
    case 'validating': {
      const reported = milestone.reports.filter((each) => !each.isVoid).map((each) => each.personId);
      return eligibleValidators(milestone).filter((id) => !reported.includes(id));
    }
    case 'inReview': {
      const approved = standingApprovals(milestone);
      const group = plan.reviewGroups[stage.openGroup];
      if (!group || isAtQuorum(group.quorum, group.memberIds, approved)) return [engagement.engagementManagerId];
      return group.memberIds.filter((id) => !approved.includes(id));
    }
    case 'formalSignOff':
      return askedOf(milestone, stage.openGroup);
    case 'escalated':
      return [engagement.engagementSponsorId];
    case 'acceptedWithExceptions':
      return [...new Set(openExceptions(milestone).map((each) => each.ownerId))];
    case 'accepted':
    case 'terminated':
    case 'cancelled':
      return [];
    default:
      return stage satisfies never;
  }
}
