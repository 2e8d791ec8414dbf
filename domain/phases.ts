// The state machine on one page: which events lead from which phases into which. `evolve` takes the phase from here, the door
// (`decide.ts`) lets no other change through, and the diagram in ARCHITECTURE.md is drawn from it.
import type { EventType, MilestoneEvent } from './events.ts';
import type { Milestone, Phase, Stage } from './milestone.ts';

interface PhaseChange {
  from: readonly Phase[];
  to: Phase;
  /** Whether people are asked anew by it: requests made before belong to an earlier round. */
  asks: boolean;
}

/** Before acceptance a milestone can be cancelled; later it is revoked. */
export const untilAcceptance = [
  'compiling',
  'rework',
  'validating',
  'inReview',
  'formalSignOff',
  'facilitation',
  'escalated',
] as const;

/** What the sponsor has before them does not come before them again: they are offered nothing that could not be done. */
const beforeTheSponsor = ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation'] as const;

/** Every event that changes the phase, or asks the next group within it. */
export const phaseChanges = {
  milestoneStarted: { from: [], to: 'compiling', asks: false },
  validationOpened: {
    from: ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff'],
    to: 'validating',
    asks: true,
  },
  reviewOpened: { from: ['validating', 'facilitation', 'inReview', 'formalSignOff'], to: 'inReview', asks: true },
  reviewGroupAsked: { from: ['inReview'], to: 'inReview', asks: true },
  formalSignOffOpened: {
    from: ['inReview', 'facilitation', 'escalated', 'formalSignOff'],
    to: 'formalSignOff',
    asks: true,
  },
  approvalGroupAsked: { from: ['formalSignOff'], to: 'formalSignOff', asks: true },
  facilitationOpened: { from: ['validating', 'inReview', 'formalSignOff'], to: 'facilitation', asks: true },
  escalatedToSponsor: { from: beforeTheSponsor, to: 'escalated', asks: true },
  reworkStarted: {
    from: ['validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'],
    to: 'rework',
    asks: true,
  },
  /** The rest is handed in, validated, reviewed and signed as the first package was. */
  partAccepted: { from: ['formalSignOff'], to: 'compiling', asks: true },
  accepted: { from: ['formalSignOff'], to: 'accepted', asks: false },
  acceptedWithExceptions: { from: ['formalSignOff'], to: 'acceptedWithExceptions', asks: true },
  closedOut: { from: ['acceptedWithExceptions'], to: 'accepted', asks: false },
  revoked: { from: ['accepted', 'acceptedWithExceptions'], to: 'revoked', asks: false },
  terminated: { from: ['escalated'], to: 'terminated', asks: false },
  cancelled: { from: untilAcceptance, to: 'cancelled', asks: false },
} as const satisfies Partial<Record<EventType, PhaseChange>>;

/** Every phase there is, in the order in which a milestone comes to them first. */
export const phases = [...new Set(Object.values(phaseChanges).map(({ to }) => to))] as [Phase, ...Phase[]];

export type PhaseEventType = keyof typeof phaseChanges;
type PhaseOf<T extends PhaseEventType> = (typeof phaseChanges)[T]['to'];

const changeOf = (type: EventType): PhaseChange | undefined =>
  Object.hasOwn(phaseChanges, type) ? phaseChanges[type as PhaseEventType] : undefined;

/** The state after an event that changes the phase; `rest` is what the new stage holds beside its phase. */
export function enter<T extends PhaseEventType>(
  milestone: Milestone,
  type: T,
  rest: Omit<Extract<Stage, { phase: PhaseOf<T> }>, 'phase'>,
): Milestone {
  const { to, asks }: PhaseChange = phaseChanges[type];
  const stage = { phase: to, ...rest } as Stage;
  return { ...milestone, stage, round: milestone.round + (asks ? 1 : 0) };
}

/** Throws RangeError for a change that is not declared above: a rule that made it is wrong, whatever the message said. */
export function assertDeclared(before: Milestone, event: MilestoneEvent, after: Milestone): void {
  const { phase } = before.stage;
  const change = changeOf(event.type);
  const isDeclared = change
    ? change.from.includes(phase) && change.to === after.stage.phase
    : phase === after.stage.phase;
  if (!isDeclared) throw new RangeError(`${event.type} does not lead from ${phase} to ${after.stage.phase}`);
}

/** What people read for a phase, after "in" or "at". */
export const phaseNames: Readonly<Record<Phase, string>> = {
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
