// How each event changes the state; decides nothing and cannot fail.
import { adoptEngagement } from './records/adoption.ts';
import { evolveExceptions } from './exceptions/evolveExceptions.ts';
import type { MilestoneEvent, RecordedEvent } from './events.ts';
import type { BoundDecision, Delegation, Facilitation, MessageOutcome, Milestone, Refusal } from './milestone.ts';
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

export function evolve(milestone: Milestone, event: MilestoneEvent): Milestone {
  switch (event.type) {
    case 'milestoneStarted':
      return begin(event);
    case 'holidaysPinned':
      return withHolidays(milestone, event);
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
      return evolveExceptions(withoutDeemedSignOff(milestone), event);
    case 'signaturesVoided':
      return {
        ...milestone,
        signatures: milestone.signatures.map((each) => (event.personIds.includes(each.personId) ? toVoid(each) : each)),
      };
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

/** The other half of `evolve`: time, disagreement and endings. */
function evolveDisputeOrEnd(milestone: Milestone, event: Exclude<MilestoneEvent, { type: EarlyEvent }>): Milestone {
  switch (event.type) {
    case 'facilitationOpened':
      return asked(milestone, { phase: 'facilitation', wait: event.wait, dispute: event.dispute, from: event.from });
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
    case 'finalNoticeGiven':
    case 'silenceNotDeemed':
    case 'silenceDeemed':
      return withRungClimbed(milestone, event);
    case 'deadlineExtended':
      return withStageWait(milestone, event.wait);
    case 'accepted':
    case 'closedOut':
      return { ...milestone, acceptances: [...milestone.acceptances, event.acceptance], stage: { phase: 'accepted' } };
    case 'acceptedWithExceptions':
      return asked(
        { ...milestone, acceptances: [...milestone.acceptances, event.acceptance] },
        { phase: 'acceptedWithExceptions', wait: event.wait },
      );
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
      return {
        ...withoutProposal(milestone),
        acceptances: [...milestone.acceptances, event.acceptance],
        stage: { phase: 'revoked', revocation: event.revocation },
      };
    case 'outputsPublished':
      return { ...milestone, outputs: [...milestone.outputs, event.outputs] };
    case 'certificateTimestamped':
    case 'timestampAbandoned':
      return { ...milestone, timestamps: [...(milestone.timestamps ?? []), event.timestamp] };
    case 'terminated':
      return { ...milestone, stage: { phase: 'terminated', reasons: event.reasons } };
    case 'cancelled':
      return { ...milestone, stage: { phase: 'cancelled', reason: event.reason } };
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

const asked = (milestone: Milestone, stage: Milestone['stage']): Milestone => ({
  ...milestone,
  stage,
  round: milestone.round + 1,
});

const toVoid = <D extends Pick<BoundDecision, 'isVoid'>>(decision: D): D =>
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
    deemings: milestone.deemings.map(toVoid),
    ...withoutOwnPassages(milestone),
    exceptions: [],
  };
}

/** What a person passed on was about the package they were asked on; what the manager arranged lasts. */
export const withoutOwnPassages = ({ delegations }: Milestone): Pick<Milestone, 'delegations'> =>
  delegations ? { delegations: delegations.map(withoutOwnPassage) } : {};

const withoutOwnPassage = (passage: Delegation): Delegation =>
  passage.kind === 'delegated' && !passage.isVoid ? { ...passage, isVoid: true } : passage;

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
  return {
    ...settled,
    feedback: milestone.feedback.map(toVoid),
    signatures: milestone.signatures.map(toVoid),
    deemings: milestone.deemings.map(toVoid),
  };
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

/** Who was silent was silent on other terms; everybody is asked again. */
const withoutDeemedSignOff = (milestone: Milestone): Milestone => ({
  ...milestone,
  deemings: milestone.deemings.map((each) => (each.of === 'signOff' ? toVoid(each) : each)),
});

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
