// Plays a milestone to an end by what its people may do in the phase it is in; nobody cancels.
import { outcomesFor } from '../../domain/dispute/facilitation.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { openExceptions } from '../../domain/milestone.ts';
import { verifiersOf } from '../../domain/exceptions/verifiers.ts';
import { requestOf } from '../../domain/requests/openRequests.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';

/** The next act of people who want it done; `turn` breaks loops in which the sponsor sends on what cannot be signed. */
export function nextAct(milestone: Milestone, turn: number): Act | undefined {
  const { stage } = milestone;
  if (milestone.proposedRevocation) return act.declineRevocation();
  const [asked = 'nobody'] = pendingAssignees(milestone);
  switch (stage.phase) {
    case 'compiling':
    case 'rework':
      return act.submit();
    case 'validating':
      return act.report(asked);
    case 'inReview':
      return actInReview(milestone, asked);
    case 'formalSignOff':
      return requestOf(milestone) === 'confirmation' ? act.confirmOutcome(asked) : act.sign(asked);
    case 'facilitation':
      return act.conclude(outcomesFor(milestone, stage).includes('askAgain') ? 'askAgain' : 'rework');
    case 'escalated':
      return act.determine(turn < 60 ? 'rework' : 'terminate');
    case 'acceptedWithExceptions': {
      const [open] = openExceptions(milestone);
      const [verifier] = open ? verifiersOf(milestone, open) : [];
      return act.verify(open?.exceptionId ?? '', verifier ?? 'nobody');
    }
    default:
      return undefined;
  }
}

function actInReview(milestone: Milestone, asked: string): Act {
  const open = milestone.feedbackItems.find((each) => each.response === undefined);
  if (open) return act.address(open.feedbackId);
  if (milestone.meeting && milestone.meetingNotes.length === 0) return act.takeNotes();
  return act.approve(asked);
}
