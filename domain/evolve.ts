// How each event changes the state; decides nothing and cannot fail.
import type { MilestoneEvent, RecordedEvent } from './events.ts';
import type { BoundDecision, Milestone, Refusal } from './milestone.ts';
import type { Wait } from './wait.ts';

export function evolveAll(milestone: Milestone, events: readonly MilestoneEvent[]): Milestone {
  return events.reduce(evolve, milestone);
}

/** The state that a milestone's events, in order from the first, lead to. Message outcomes are not events and stay empty. */
export function replay(events: readonly RecordedEvent[]): Milestone {
  const [first, ...rest] = events;
  if (first?.type !== 'milestoneStarted') throw new RangeError('A milestone begins with milestoneStarted');
  return { ...rest.reduce<Milestone>(evolve, begin(first)), sequence: events.length };
}

/** The state before anything happened; only milestoneStarted makes sense on it. */
export function begin(event: Extract<MilestoneEvent, { type: 'milestoneStarted' }>): Milestone {
  return {
    milestoneId: event.milestoneId,
    engagement: event.engagement,
    plan: event.plan,
    startedAt: event.wait.openedAt,
    sequence: 0,
    round: 1,
    reworkCycles: 0,
    stage: { phase: 'compiling', wait: event.wait },
    packages: [],
    signOffRequests: [],
    reports: [],
    feedback: [],
    feedbackItems: [],
    ...(event.plan.reviewMeeting ? { meeting: { ...event.plan.reviewMeeting, sequence: 0 } } : {}),
    meetingNotes: [],
    signatures: [],
    refusals: [],
    facilitations: [],
    determinations: [],
    exceptions: [],
    acceptances: [],
    outputs: [],
    messages: {},
  };
}

export function evolve(milestone: Milestone, event: MilestoneEvent): Milestone {
  switch (event.type) {
    case 'milestoneStarted':
      return begin(event);
    case 'packageFrozen':
      return { ...withEarlierDecisionsVoid(milestone), packages: [...milestone.packages, event.package] };
    case 'signOffRequestPrepared':
      return { ...milestone, signOffRequests: [...milestone.signOffRequests, event.request] };
    case 'validationOpened':
      return asked(milestone, { phase: 'validating', wait: event.wait });
    case 'validationReported':
      return { ...milestone, reports: [...milestone.reports, event.report] };
    case 'reviewOpened':
    case 'reviewGroupAsked':
      return asked(milestone, { phase: 'inReview', wait: event.wait, openGroup: event.openGroup });
    case 'feedbackGiven':
      return {
        ...milestone,
        feedback: [...milestone.feedback, event.feedback],
        feedbackItems: [...milestone.feedbackItems, ...event.items],
      };
    case 'feedbackAddressed':
      return withResponse(milestone, event);
    case 'reviewMeetingScheduled':
      return { ...milestone, meeting: event.meeting };
    case 'meetingNotesRecorded':
      return { ...milestone, meetingNotes: [...milestone.meetingNotes, event.notes] };
    case 'formalSignOffOpened':
    case 'approvalGroupAsked':
      return asked(milestone, { phase: 'formalSignOff', wait: event.wait, openGroup: event.openGroup });
    case 'exceptionProposed':
      return { ...milestone, exceptions: [...milestone.exceptions, event.exception] };
    case 'signaturesVoided':
      return {
        ...milestone,
        signatures: milestone.signatures.map((each) => (event.personIds.includes(each.personId) ? toVoid(each) : each)),
      };
    case 'signed':
      return { ...milestone, signatures: [...milestone.signatures, event.signature] };
    case 'refused':
      return { ...milestone, refusals: [...milestone.refusals, event.refusal] };
    default:
      return evolveDisputeOrEnd(milestone, event);
  }
}

type EarlyEvent =
  | 'milestoneStarted'
  | 'packageFrozen'
  | 'signOffRequestPrepared'
  | 'validationOpened'
  | 'validationReported'
  | 'reviewOpened'
  | 'reviewGroupAsked'
  | 'feedbackGiven'
  | 'feedbackAddressed'
  | 'reviewMeetingScheduled'
  | 'meetingNotesRecorded'
  | 'formalSignOffOpened'
  | 'approvalGroupAsked'
  | 'exceptionProposed'
  | 'signaturesVoided'
  | 'signed'
  | 'refused';

/** The other half of `evolve`: time, disagreement and endings. */
function evolveDisputeOrEnd(milestone: Milestone, event: Exclude<MilestoneEvent, { type: EarlyEvent }>): Milestone {
  switch (event.type) {
    case 'facilitationOpened':
      return asked(milestone, { phase: 'facilitation', wait: event.wait, dispute: event.dispute, from: event.from });
    case 'facilitationOutcomeRecorded':
      return withFacilitation(milestone, event);
    case 'escalatedToSponsor':
      return asked(milestone, { phase: 'escalated', wait: event.wait, reason: event.reason, from: event.from });
    case 'sponsorDecided':
      return {
        ...milestone,
        determinations: [...milestone.determinations, event.determination],
        refusals: settle(milestone.refusals, 'sponsor'),
      };
    case 'reworkStarted':
      return {
        ...asked(milestone, { phase: 'rework', wait: event.wait, reasons: event.reasons }),
        reworkCycles: milestone.reworkCycles + (event.isCounted ? 1 : 0),
      };
    case 'reminderDue':
    case 'deadlinePassed':
    case 'overdueEscalated':
      return withRungClimbed(milestone, event.next);
    case 'accepted':
    case 'closedOut':
      return { ...milestone, acceptances: [...milestone.acceptances, event.acceptance], stage: { phase: 'accepted' } };
    case 'acceptedWithExceptions':
      return asked(
        { ...milestone, acceptances: [...milestone.acceptances, event.acceptance] },
        { phase: 'acceptedWithExceptions', wait: event.wait },
      );
    case 'exceptionVerified':
      return withExceptionVerified(milestone, event);
    case 'outputsPublished':
      return { ...milestone, outputs: [...milestone.outputs, event.outputs] };
    case 'terminated':
      return { ...milestone, stage: { phase: 'terminated', reasons: event.reasons } };
    case 'cancelled':
      return { ...milestone, stage: { phase: 'cancelled', reason: event.reason } };
    case 'nonConformanceNoticed':
    case 'undeliverableReported':
    case 'absenceReported':
      return milestone;
    default:
      return event satisfies never;
  }
}

const asked = (milestone: Milestone, stage: Milestone['stage']): Milestone => ({
  ...milestone,
  stage,
  round: milestone.round + 1,
});

const toVoid = <D extends BoundDecision>(decision: D): D =>
  decision.isVoid ? decision : { ...decision, isVoid: true };

const settle = (refusals: Refusal[], settledBy: NonNullable<Refusal['settledBy']>): Refusal[] =>
  refusals.map((each) => (each.settledBy ? each : { ...each, settledBy }));

/** Rule 2: a new version voids earlier decisions and keeps them on record; exceptions were agreed on the old package. */
function withEarlierDecisionsVoid(milestone: Milestone): Milestone {
  return {
    ...milestone,
    reports: milestone.reports.map(toVoid),
    feedback: milestone.feedback.map(toVoid),
    signatures: milestone.signatures.map(toVoid),
    refusals: settle(milestone.refusals.map(toVoid), 'newPackage'),
    exceptions: [],
  };
}

function withResponse(
  milestone: Milestone,
  { feedbackId, response, respondedAt }: Extract<MilestoneEvent, { type: 'feedbackAddressed' }>,
): Milestone {
  const feedbackItems = milestone.feedbackItems.map((each) =>
    each.feedbackId === feedbackId ? { ...each, response, respondedAt } : each,
  );
  return { ...milestone, feedbackItems };
}

/** A review that is held again asks everybody again; what was signed or approved before it no longer counts. */
function withFacilitation(
  milestone: Milestone,
  { facilitation }: Extract<MilestoneEvent, { type: 'facilitationOutcomeRecorded' }>,
): Milestone {
  const facilitations = [...milestone.facilitations, facilitation];
  const { outcome } = facilitation;
  if (outcome === 'escalate') return { ...milestone, facilitations };
  const settled = { ...milestone, facilitations, refusals: settle(milestone.refusals, outcome) };
  if (outcome !== 'reviewAgain') return settled;
  return { ...settled, feedback: milestone.feedback.map(toVoid), signatures: milestone.signatures.map(toVoid) };
}

function withRungClimbed(milestone: Milestone, next: number): Milestone {
  const { stage } = milestone;
  if (!('wait' in stage)) return milestone;
  const wait: Wait = { ...stage.wait, next };
  return { ...milestone, stage: { ...stage, wait } };
}

function withExceptionVerified(
  milestone: Milestone,
  event: Extract<MilestoneEvent, { type: 'exceptionVerified' }>,
): Milestone {
  const { exceptionId, evidence, verifiedBy, wait } = event;
  const exceptions = milestone.exceptions.map((each) =>
    each.exceptionId === exceptionId ? { ...each, evidence, verifiedBy, verifiedAt: event.verifiedAt } : each,
  );
  const { stage } = milestone;
  const isWaiting = stage.phase === 'acceptedWithExceptions' && wait;
  return { ...milestone, exceptions, stage: isWaiting ? { ...stage, wait } : stage };
}
