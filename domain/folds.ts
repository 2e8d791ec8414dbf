// What each event brings to the state: one entry per event, so that the compiler asks for every new one. Decides nothing.
import { partFolds } from './acceptance/partFolds.ts';
import { amendmentFolds } from './amendments/amendmentFolds.ts';
import { asItems } from './review/feedbackItems.ts';
import { lapsed } from './acceptance/partFolds.ts';
import type { EventType, MilestoneEvent } from './events.ts';
import { enteredFolds } from './entered/enteredFolds.ts';
import { isGone } from './people/leaving.ts';
import { exceptionFolds } from './exceptions/exceptionFolds.ts';
import type { Acceptance, Facilitation, Milestone, Refusal } from './milestone.ts';
import { enter } from './phases.ts';
import type { Deadline } from './time/deadline.ts';

export type EventOf<T extends EventType> = Extract<MilestoneEvent, { type: T }>;
/** The state after an event of one type; what the event takes the effect from is void already. */
export type Fold<T extends EventType> = (milestone: Milestone, event: EventOf<T>) => Milestone;

const asBefore = (milestone: Milestone): Milestone => milestone;

const withAsked = (milestone: Milestone, askedIds: readonly string[]): Milestone => ({
  ...milestone,
  askedIds: [...new Set([...milestone.askedIds, ...askedIds])],
});

/** `milestoneStarted` is not among them: it makes a state where there is none. */
export const folds: { [T in Exclude<EventType, 'milestoneStarted'>]: Fold<T> } = {
  ...exceptionFolds,
  ...enteredFolds,
  ...amendmentFolds,
  ...partFolds,
  holidaysPinned: withHolidays,
  packageFrozen: withPackage,
  signOffRequestPrepared: (milestone, { request }) => ({
    ...milestone,
    signOffRequests: [...milestone.signOffRequests, request],
  }),
  validationOpened: (milestone, { type, wait, askedIds }) => enter(withAsked(milestone, askedIds), type, { wait }),
  validationReported: (milestone, { report }) => ({ ...milestone, reports: [...milestone.reports, report] }),
  nonConformanceNoticed: asBefore,
  reviewOpened: (milestone, { type, wait, openGroup, askedIds }) =>
    enter(withAsked(milestone, askedIds), type, { wait, openGroup }),
  reviewGroupAsked: (milestone, { type, wait, openGroup, askedIds }) =>
    enter(withAsked(milestone, askedIds), type, { wait, openGroup }),
  feedbackGiven: (milestone, { feedback, items }) => ({
    ...milestone,
    feedback: [...milestone.feedback, feedback],
    feedbackItems: [...milestone.feedbackItems, ...asItems(feedback, items)],
  }),
  feedbackAddressed: withResponse,
  reviewMeetingScheduled: (milestone, { meeting }) => ({ ...milestone, meeting }),
  meetingNotesRecorded: (milestone, { notes }) => ({ ...milestone, meetingNotes: [...milestone.meetingNotes, notes] }),
  formalSignOffOpened: (milestone, { type, wait, openGroup, askedIds }) =>
    enter(withAsked(milestone, askedIds), type, { wait, openGroup }),
  approvalGroupAsked: (milestone, { type, wait, openGroup, askedIds }) =>
    enter(withAsked(milestone, askedIds), type, { wait, openGroup }),
  signaturesVoided: asBefore,
  signed: (milestone, { signature }) => ({ ...milestone, signatures: [...milestone.signatures, signature] }),
  refused: (milestone, { refusal }) => ({ ...milestone, refusals: [...milestone.refusals, refusal] }),
  delegated: withDelegation,
  reassigned: withDelegation,
  deputised: withDelegation,
  deputyNamed: withDeputy,
  deputyAppointed: withDeputy,
  deputyEnded: (milestone, { deputyshipId, by, reason, endedAt: at }) => ({
    ...milestone,
    deputies: milestone.deputies.map((each) =>
      each.deputyshipId === deputyshipId ? { ...each, ended: { by, at, reason } } : each,
    ),
  }),
  facilitationOpened: (milestone, { type, wait, dispute, from }) => enter(milestone, type, { wait, dispute, from }),
  facilitationOutcomeRecorded: withFacilitation,
  facilitationOutcomeConfirmed: (milestone, { refusalId, by, confirmedAt }) =>
    withConfirmation(milestone, refusalId, { kind: 'confirmed', by, at: confirmedAt }),
  facilitationOutcomeUnopposed: (milestone, { refusalId, endedAt }) =>
    withConfirmation(milestone, refusalId, { kind: 'unopposed', at: endedAt }),
  facilitationOutcomeOpposed: (milestone, { refusalId, by, opposedAt, reasons }) =>
    unsettled(withConfirmation(milestone, refusalId, { kind: 'opposed', by, at: opposedAt, reasons }), refusalId),
  escalatedToSponsor: (milestone, { type, wait, reason, from }) => enter(milestone, type, { wait, reason, from }),
  sponsorDecided: (milestone, { determination }) => ({
    ...milestone,
    determinations: [...milestone.determinations, determination],
    refusals: settle(milestone.refusals, 'sponsor'),
  }),
  reworkStarted: (milestone, { type, wait, reasons, isCounted }) => ({
    ...enter(milestone, type, { wait, reasons }),
    reworkCycles: milestone.reworkCycles + (isCounted ? 1 : 0),
  }),
  reminderDue: withStepFired,
  deadlinePassed: withStepFired,
  overdueEscalated: withStepFired,
  finalNoticeGiven: withStepFired,
  furtherPeriodExtended: (milestone, { wait }) => withStageDeadline(milestone, wait),
  silenceNotDeemed: withStepFired,
  silenceDeemed: withStepFired,
  deadlineExtended: (milestone, { wait }) => withStageDeadline(milestone, wait),
  calendarCorrected: (milestone, { holidays, workingDays }) => {
    const { engagement } = milestone;
    const { contract } = engagement;
    const calendar = { ...contract.calendar, holidays, workingDays };
    return { ...milestone, engagement: { ...engagement, contract: { ...contract, calendar } } };
  },
  packageTakenBack: asBefore,
  signatureWithdrawn: asBefore,
  decidingDeclined: (milestone, { declined }) => ({ ...milestone, declined: [...milestone.declined, declined] }),
  informationAsked: withStop,
  clockStopped: withStop,
  clockResumed: (milestone, { stop, wait }) =>
    withStageDeadline(
      {
        ...milestone,
        clockStops: milestone.clockStops.map((each) => (each.stopId === stop.stopId ? stop : each)),
      },
      wait,
    ),
  nudged: (milestone, { nudge }) => ({ ...milestone, nudges: [...milestone.nudges, nudge] }),
  ownTimeTaken: (milestone, { taken, wait }) =>
    withStageDeadline({ ...milestone, ownExtensions: [...milestone.ownExtensions, taken] }, wait),
  moreTimeAsked: asBefore,
  personCorrected: withCorrection,
  personLeft: (milestone, { personId, leftAt: at, lastDayOn }) => ({
    ...milestone,
    left: [...milestone.left, { personId, at }],
    deputies: milestone.deputies.map((each) =>
      each.ended === undefined && [each.personId, each.deputyId].includes(personId)
        ? { ...each, ended: { by: 'system', at, reason: `The last day of "${personId}" was ${lastDayOn}.` } }
        : each,
    ),
  }),
  personAdded: (milestone, { person }) => withPeople(milestone, (people) => [...people, person]),
  askedAgain: asBefore,
  undeliverableReported: (milestone, { mailId, addresseeId }) => ({
    ...milestone,
    undeliverable: [...milestone.undeliverable, { mailId, addresseeId }],
  }),
  absenceReported: (milestone, { absenteeId: personId, reportedAt: at }) => ({
    ...milestone,
    absentees: [...milestone.absentees, { of: milestone.round, at, personId }],
  }),
  accepted: (milestone, { type, acceptance }) => enter(withAcceptance(milestone, acceptance), type, {}),
  acceptedWithExceptions: (milestone, { type, acceptance, wait }) =>
    enter(withAcceptance(milestone, acceptance), type, { wait }),
  closedOut: (milestone, { type, acceptance }) => enter(withAcceptance(milestone, acceptance), type, {}),
  revocationProposed: (milestone, { proposal }) => ({
    ...milestone,
    proposedRevocation: proposal,
    round: milestone.round + 1,
  }),
  revocationDeclined: (milestone, { by, declinedAt: at }) => ({
    ...withoutProposal(milestone),
    declinedRevocations: [...(milestone.declinedRevocations ?? []), { by, at }],
  }),
  revoked: (milestone, { type, acceptance, revocation }) =>
    enter(withAcceptance(withoutProposal(milestone), acceptance), type, { revocation }),
  outputsPublished: (milestone, { outputs }) => ({ ...milestone, outputs: [...milestone.outputs, outputs] }),
  acceptanceWithheld: (milestone, { withheld }) => ({ ...milestone, withheld: [...milestone.withheld, withheld] }),
  certificateTimestamped: withTimestamp,
  timestampAbandoned: withTimestamp,
  terminated: (milestone, { type, reasons }) => enter(milestone, type, { reasons }),
  cancelled: (milestone, { type, reason }) => enter(milestone, type, { reason }),
};

function withStop(milestone: Milestone, { stop }: EventOf<'informationAsked' | 'clockStopped'>): Milestone {
  return { ...milestone, clockStops: [...milestone.clockStops, stop] };
}

function withCorrection(
  milestone: Milestone,
  { person, isReaddressed, correctedAt: at }: EventOf<'personCorrected'>,
): Milestone {
  const { personId } = person;
  const after = withPeople(milestone, (people) => people.map((each) => (each.personId === personId ? person : each)));
  return {
    ...after,
    left: isGone(after, personId, at) ? after.left : after.left.filter((each) => each.personId !== personId),
    personCorrections: [...after.personCorrections, { personId, at, isReaddressed }],
  };
}

function withPeople(
  milestone: Milestone,
  change: (people: Milestone['engagement']['people']) => Milestone['engagement']['people'],
): Milestone {
  const { engagement } = milestone;
  return { ...milestone, engagement: { ...engagement, people: change(engagement.people) } };
}

function withAcceptance(milestone: Milestone, acceptance: Acceptance): Milestone {
  return { ...milestone, acceptances: [...milestone.acceptances, acceptance] };
}

function settle(refusals: Refusal[], settledBy: NonNullable<Refusal['settledBy']>): Refusal[] {
  return refusals.map((each) => (each.settledBy ? each : { ...each, settledBy }));
}

/** What stood against an earlier package is settled by a new one; exceptions were agreed on the old one. */
function withPackage(milestone: Milestone, event: EventOf<'packageFrozen'>): Milestone {
  return {
    ...milestone,
    packages: [...milestone.packages, event.package],
    refusals: settle(milestone.refusals, 'newPackage'),
    exceptions: [],
    parts: lapsed(milestone.parts, event.package.submittedAt),
  };
}

function withDelegation(
  milestone: Milestone,
  { delegation }: EventOf<'delegated' | 'reassigned' | 'deputised'>,
): Milestone {
  return { ...milestone, delegations: [...milestone.delegations, delegation] };
}

function withDeputy(milestone: Milestone, { deputyship }: EventOf<'deputyNamed' | 'deputyAppointed'>): Milestone {
  return { ...milestone, deputies: [...milestone.deputies, deputyship] };
}

function withTimestamp(
  milestone: Milestone,
  { timestamp }: EventOf<'certificateTimestamped' | 'timestampAbandoned'>,
): Milestone {
  return { ...milestone, timestamps: [...milestone.timestamps, timestamp] };
}

function withResponse(
  milestone: Milestone,
  { feedbackId, response, respondedAt }: EventOf<'feedbackAddressed'>,
): Milestone {
  const feedbackItems = milestone.feedbackItems.map((each) =>
    each.feedbackId === feedbackId ? { ...each, response, respondedAt } : each,
  );
  return { ...milestone, feedbackItems };
}

function withFacilitation(milestone: Milestone, { facilitation }: EventOf<'facilitationOutcomeRecorded'>): Milestone {
  const facilitations = [...milestone.facilitations, facilitation];
  const { outcome } = facilitation;
  // Nobody has refused yet where a package goes to review under exceptions.
  if (outcome === 'escalate' || outcome === 'underExceptions') return { ...milestone, facilitations };
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

function withHolidays(milestone: Milestone, { holidays, wait }: EventOf<'holidaysPinned'>): Milestone {
  const { contract } = milestone.engagement;
  const calendar = { ...contract.calendar, pinnedHolidays: holidays };
  const engagement = { ...milestone.engagement, contract: { ...contract, calendar } };
  return withStageDeadline({ ...milestone, engagement }, wait);
}

function withStageDeadline(milestone: Milestone, wait: Deadline): Milestone {
  const { stage } = milestone;
  return 'wait' in stage ? { ...milestone, stage: { ...stage, wait } } : milestone;
}

type StepFired = EventOf<
  'reminderDue' | 'deadlinePassed' | 'overdueEscalated' | 'finalNoticeGiven' | 'silenceNotDeemed' | 'silenceDeemed'
>;

function withStepFired(milestone: Milestone, event: StepFired): Milestone {
  const { next } = event;
  const { stage, proposedRevocation } = milestone;
  if (event.of === 'revocation')
    return proposedRevocation
      ? { ...milestone, proposedRevocation: { ...proposedRevocation, wait: { ...proposedRevocation.wait, next } } }
      : milestone;
  if (!('wait' in stage)) return milestone;
  const finalNoticeAt = event.type === 'finalNoticeGiven' ? { finalNoticeAt: event.noticedAt } : {};
  const fired = withStageDeadline(milestone, { ...stage.wait, next, ...finalNoticeAt });
  return event.type === 'silenceDeemed' ? { ...fired, deemings: [...fired.deemings, event.deeming] } : fired;
}
