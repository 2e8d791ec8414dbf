// What the phases are called on the pages of who is signed in: short, as on a rail.
import type { Phase } from '../../domain/milestone.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';

const keys = {
  compiling: 'desk.phase.compiling',
  rework: 'desk.phase.rework',
  validating: 'desk.phase.validating',
  inReview: 'desk.phase.inReview',
  formalSignOff: 'desk.phase.formalSignOff',
  facilitation: 'desk.phase.facilitation',
  escalated: 'desk.phase.escalated',
  acceptedWithExceptions: 'desk.phase.acceptedWithExceptions',
  accepted: 'desk.phase.accepted',
  revoked: 'desk.phase.revoked',
  terminated: 'desk.phase.terminated',
  cancelled: 'desk.phase.cancelled',
} as const satisfies Record<Phase, MessageKey>;

export const phaseWord = ({ say }: Words, phase: Phase): string => say(keys[phase]);
