// How each event changes the state; decides nothing and cannot fail.
import { adoptEngagement } from './records/adoption.ts';
import { evolveExceptions } from './exceptions/evolveExceptions.ts';
import type { MilestoneEvent, RecordedEvent } from './events.ts';
import type {
  Acceptance,
  Facilitation,
  MessageOutcome,
  Milestone,
  Refusal,
} from './milestone.ts';
import { enter } from './phases.ts';
import { voidedBy } from './records/decisions.ts';
import { withVoided } from './records/voiding.ts';
import type { Wait } from './time/wait.ts';

export function evolveAll(milestone: Milestone, events: readonly MilestoneEvent[]): Milestone {
  return events.reduce(evolve, milestone);
}

/** The state that a milestone's events, in order from the first, lead to. Message outcomes are not events and stay empty. */
export function replay(events: readonly RecordedEvent[]): Milestone {
  const [first, ...rest] = events;
  if (first?.type !== 'milestoneStarted') throw new RangeError('A milestone begins with milestoneStarted');
  return { ...rest.reduce<Milestone>(evolve, begin(first)), sequence: events.length };
}

/** What the record holds beyond a known state: the events since, and what became of the messages. */
export interface RecordedSince {
  events: RecordedEvent[];
  outcomes: Record<string, MessageOutcome>;
}

/** The state on record, reached from the last one known to be on record; without one, from the first event. */
export function catchUp(known: Milestone | undefined, { events, outcomes }: RecordedSince): Milestone {
  const caughtUp = known ? events.reduce<Milestone>(evolve, known) : replay(events);
  return {
    ...caughtUp,
    sequence: events.at(-1)?.sequence ?? caughtUp.sequence,
    messages: { ...caughtUp.messages, ...outcomes },
  };
}

/** The state before anything happened; only milestoneStarted makes sense on it. */
export function begin(event: Extract<MilestoneEvent, { type: 'milestoneStarted' }>): Milestone {
  return {
    milestoneId: event.milestoneId,
    engagement: adoptEngagement(event.engagement),
    plan: event.plan,
    startedAt: event.wait.openedAt,
    ...(event.rulesEdition === undefined ? {} : { rulesEdition: event.rulesEdition }),
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
    delegations: [],
    facilitations: [],
    determinations: [],
    deemings: [],
    undeliverable: [],
    exceptions: [],
    acceptances: [],
    outputs: [],
    messages: {},
  };
}

/** First what the event takes the effect from, by the one table of decisions, then what it brings. */
export function evolve(milestone: Milestone, event: MilestoneEvent): Milestone {
  const voiding = voidedBy(event);
  return fold(voiding ? withVoided(milestone, voiding) : milestone, event);
}

function fold(milestone: Milestone, event: MilestoneEvent): Milestone {
  switch (event.type) {
    case 'milestoneStarted':
      return begin(event);
    case 'holidaysPinned':
      return withHolidays(milestone, event);
    case 'packageFrozen':
      return withPackage(milestone, event);
    case 'signOffRequestPrepared':
      return { ...milestone, signOffRequests: [...milestone.signOffRequests, event.request] };
    case 'validationOpened':
      return enter(milestone, event.type, { wait: event.wait });
    case 'validationReported':
      return { ...milestone, reports: [...milestone.reports, event.report] };
    case 'reviewOpened':
    case 'reviewGroupAsked':
      return enter(milestone, event.type, { wait: event.wait, openGroup: event.openGroup });
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
      return enter(milestone, event.type, { wait: event.wait, openGroup: event.openGroup });
    case 'exceptionProposed':
      return evolveExceptions(milestone, event);
    case 'signaturesVoided':
      return milestone;
    case 'signed':
      return { ...milestone, signatures: [...milestone.signatures, event.signature] };
    case 'refused':
      return { ...milestone, refusals: [...milestone.refusals, event.refusal] };
    case 'delegated':
    case 'reassigned':
      return { ...milestone, delegations: [...(milestone.delegations ?? []), event.delegation] };
    default:
      return evolveDisputeOrEnd(milestone, event);
  }
}

type EarlyEvent =
  | 'milestoneStarted'
  | 'holidaysPinned'
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
  | 'refused'
  | 'delegated'
  | 'reassigned';

/** The other half of `fold`: time, disagreement and endings. */
function evolveDisputeOrEnd(milestone: Milestone, event: Exclude<MilestoneEvent, { type: EarlyEvent }>): Milestone {
  switch (event.type) {
    case 'facilitationOpened':
      return enter(milestone, event.type, { wait: event.wait, dispute: event.dispute, from: event.from });
    case 'facilitationOutcomeRecorded':
      return withFacilitation(milestone, event);
    case 'facilitationOutcomeConfirmed':
      return withConfirmation(milestone, event.refusalId, { kind: 'confirmed', by: event.by, at: event.confirmedAt });
    case 'facilitationOutcomeUnopposed':
      return withConfirmation(milestone, event.refusalId, { kind: 'unopposed', at: event.endedAt });
    case 'facilitationOutcomeOpposed': {
      const { refusalId, by, opposedAt, reasons } = event;
      const opposed = withConfirmation(milestone, refusalId, { kind: 'opposed', by, at: opposedAt, reasons });
      return unsettled(opposed, refusalId);
    }
    case 'escalatedToSponsor':
      return enter(milestone, event.type, { wait: event.wait, reason: event.reason, from: event.from });
    case 'sponsorDecided':
      return {
        ...milestone,
        determinations: [...milestone.determinations, event.determination],
        refusals: settle(milestone.refusals, 'sponsor'),
      };
    case 'reworkStarted':
      return {
        ...enter(milestone, event.type, { wait: event.wait, reasons: event.reasons }),
        reworkCycles: milestone.reworkCycles + (event.isCounted ? 1 : 0),
      };
    case 'reminderDue':
    case 'deadlinePassed':
    case 'overdueEscalated':
    case 'finalNoticeGiven':
    case 'silenceNotDeemed':
    case 'silenceDeemed':
      return withRungClimbed(milestone, event);
    case 'deadlineExtended':
      return withStageWait(milestone, event.wait);
    case 'accepted':
    case 'closedOut':
      return enter(withAcceptance(milestone, event.acceptance), event.type, {});
    case 'acceptedWithExceptions':
      return enter(withAcceptance(milestone, event.acceptance), event.type, { wait: event.wait });
    case 'closureEvidenceSubmitted':
    case 'closureRejected':
    case 'exceptionVerified':
    case 'exceptionExtended':
    case 'exceptionFailed':
      return evolveExceptions(milestone, event);
    case 'revocationProposed':
      return { ...milestone, proposedRevocation: event.proposal, round: milestone.round + 1 };
    case 'revocationDeclined':
      return withoutProposal(milestone);
    case 'revoked':
      return enter(withAcceptance(withoutProposal(milestone), event.acceptance), event.type, {
        revocation: event.revocation,
      });
    case 'outputsPublished':
      return { ...milestone, outputs: [...milestone.outputs, event.outputs] };
    case 'certificateTimestamped':
    case 'timestampAbandoned':
      return { ...milestone, timestamps: [...(milestone.timestamps ?? []), event.timestamp] };
    case 'terminated':
      return enter(milestone, event.type, { reasons: event.reasons });
    case 'cancelled':
      return enter(milestone, event.type, { reason: event.reason });
    case 'undeliverableReported': {
      const { mailId, addresseeId } = event;
      return { ...milestone, undeliverable: [...milestone.undeliverable, { mailId, addresseeId }] };
    }
    case 'nonConformanceNoticed':
    case 'absenceReported':
      return milestone;
    default:
      return event satisfies never;
  }
}

const withAcceptance = (milestone: Milestone, acceptance: Acceptance): Milestone => ({
  ...milestone,
  acceptances: [...milestone.acceptances, acceptance],
});

const settle = (refusals: Refusal[], settledBy: NonNullable<Refusal['settledBy']>): Refusal[] =>
  refusals.map((each) => (each.settledBy ? each : { ...each, settledBy }));

/** What stood against an earlier package is settled by a new one; exceptions were agreed on the old one. */
const withPackage = (milestone: Milestone, event: Extract<MilestoneEvent, { type: 'packageFrozen' }>): Milestone => ({
  ...milestone,
  packages: [...milestone.packages, event.package],
  refusals: settle(milestone.refusals, 'newPackage'),
  exceptions: [],
});

function withResponse(
  milestone: Milestone,
  { feedbackId, response, respondedAt }: Extract<MilestoneEvent, { type: 'feedbackAddressed' }>,
): Milestone {
  const feedbackItems = milestone.feedbackItems.map((each) =>
    each.feedbackId === feedbackId ? { ...each, response, respondedAt } : each,
  );
  return { ...milestone, feedbackItems };
}

function withFacilitation(
  milestone: Milestone,
  { facilitation }: Extract<MilestoneEvent, { type: 'facilitationOutcomeRecorded' }>,
): Milestone {
  const facilitations = [...milestone.facilitations, facilitation];
  const { outcome } = facilitation;
  if (outcome === 'escalate') return { ...milestone, facilitations };
  return { ...milestone, facilitations, refusals: settle(milestone.refusals, outcome) };
}

function withConfirmation(
  milestone: Milestone,
  refusalId: string,
  confirmation: NonNullable<Facilitation['confirmation']>,
): Milestone {
  const facilitations = milestone.facilitations.map((each) =>
    each.refusalId === refusalId && each.confirmBy ? { ...each, confirmation } : each,
  );
  return { ...milestone, facilitations };
}

/** An outcome its refuser objects to has settled nothing. */
function unsettled(milestone: Milestone, refusalId: string): Milestone {
  const refusals = milestone.refusals.map((each) => {
    if (each.refusalId !== refusalId || each.isVoid) return each;
    const { settledBy: _not, ...open } = each;
    return open;
  });
  return { ...milestone, refusals };
}

function withoutProposal({ proposedRevocation: _decided, ...milestone }: Milestone): Milestone {
  return milestone;
}

function withHolidays(
  milestone: Milestone,
  { holidays, wait }: Extract<MilestoneEvent, { type: 'holidaysPinned' }>,
): Milestone {
  const { contract } = milestone.engagement;
  const calendar = { ...contract.calendar, pinnedHolidays: holidays };
  const engagement = { ...milestone.engagement, contract: { ...contract, calendar } };
  return withStageWait({ ...milestone, engagement }, wait);
}

function withStageWait(milestone: Milestone, wait: Wait): Milestone {
  const { stage } = milestone;
  return 'wait' in stage ? { ...milestone, stage: { ...stage, wait } } : milestone;
}

type RungClimbed = Extract<
  MilestoneEvent,
  {
    type:
      'reminderDue' | 'deadlinePassed' | 'overdueEscalated' | 'finalNoticeGiven' | 'silenceNotDeemed' | 'silenceDeemed';
  }
>;

function withRungClimbed(milestone: Milestone, event: RungClimbed): Milestone {
  const { next } = event;
  const { stage, proposedRevocation } = milestone;
  if (event.of === 'revocation')
    return proposedRevocation
      ? { ...milestone, proposedRevocation: { ...proposedRevocation, wait: { ...proposedRevocation.wait, next } } }
      : milestone;
  if (!('wait' in stage)) return milestone;
  const finalNoticeAt = event.type === 'finalNoticeGiven' ? { finalNoticeAt: event.noticedAt } : {};
  const climbed = withStageWait(milestone, { ...stage.wait, next, ...finalNoticeAt });
  return event.type === 'silenceDeemed' ? { ...climbed, deemings: [...climbed.deemings, event.deeming] } : climbed;
}
