// By when a request is to be answered, where there is such a day. Reads the state, decides nothing.
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { openEntries } from '../entered/entries.ts';
import { awaitedConsent } from '../amendments/unanswered.ts';
import type { Milestone } from '../milestone.ts';
import type { RequestKind } from './requestKinds.ts';

export function deadlineOf(milestone: Milestone, kind: RequestKind): string | undefined {
  const { stage, proposedRevocation } = milestone;
  switch (kind) {
    case 'confirmation':
      return outcomeToConfirm(milestone)?.confirmBy;
    case 'amendment':
      return awaitedConsent(milestone)?.wait.deadline;
    case 'objection':
      return openEntries(milestone)[0]?.objectBy;
    case 'revocation':
      return proposedRevocation?.wait.deadline;
    default:
      return 'wait' in stage ? stage.wait.deadline : undefined;
  }
}
