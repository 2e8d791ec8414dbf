// What leads from which phase into which in a record of format 1. Frozen: see docs/recordFormat.md.

const untilAcceptance = ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'];

/** By event, the phases it leads from, and the one into. */
const turns: Record<string, [from: readonly string[], to: string]> = {
  validationOpened: [['compiling', 'rework', 'validating', 'inReview', 'formalSignOff'], 'validating'],
  reviewOpened: [['validating', 'facilitation', 'inReview', 'formalSignOff'], 'inReview'],
  reviewGroupAsked: [['inReview'], 'inReview'],
  formalSignOffOpened: [['inReview', 'facilitation', 'escalated', 'formalSignOff'], 'formalSignOff'],
  approvalGroupAsked: [['formalSignOff'], 'formalSignOff'],
  facilitationOpened: [['validating', 'inReview', 'formalSignOff'], 'facilitation'],
  escalatedToSponsor: [untilAcceptance, 'escalated'],
  reworkStarted: [['validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'], 'rework'],
  partAccepted: [['formalSignOff'], 'compiling'],
  accepted: [['formalSignOff'], 'accepted'],
  acceptedWithExceptions: [['formalSignOff'], 'acceptedWithExceptions'],
  closedOut: [['acceptedWithExceptions'], 'accepted'],
  revoked: [['accepted', 'acceptedWithExceptions'], 'revoked'],
  terminated: [['escalated'], 'terminated'],
  cancelled: [untilAcceptance, 'cancelled'],
};

/** What people read for a phase. */
export const phaseWords: Record<string, string> = {
  compiling: 'deliverable compilation',
  rework: 'rework',
  validating: 'technical validation',
  inReview: 'stakeholder review',
  formalSignOff: 'formal sign-off',
  facilitation: 'facilitation',
  escalated: 'escalation to the sponsor',
  acceptedWithExceptions: 'closing the exceptions',
  accepted: 'acceptance',
  revoked: 'revocation',
  terminated: 'termination',
  cancelled: 'cancellation',
};

const wordsOf = (phase: string): string => phaseWords[phase] ?? phase;

/** The phase that an event leads to, undefined where it leads nowhere; and why it does not lead there from `phase`. */
export function turnOf(type: string, phase: string): { to: string; why: string[] } | undefined {
  const turn = Object.hasOwn(turns, type) ? turns[type] : undefined;
  if (!turn) return undefined;
  const [from, to] = turn;
  const why = from.includes(phase)
    ? []
    : [`${wordsOf(to)} was entered from ${wordsOf(phase)}, which does not lead there`];
  return { to, why };
}
