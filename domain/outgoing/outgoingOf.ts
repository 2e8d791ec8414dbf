// Which outgoing events follow from what was recorded; a table over the events of the record, so that none is forgotten.
import type { EventType, RecordedEvent } from '../events.ts';
import { phaseChanges, type PhaseEventType } from '../phases.ts';
import type { OutgoingEvent, OutgoingKind } from './outgoingEvents.ts';

type Told = { [K in OutgoingKind]?: Record<string, unknown> };
type Telling = { [T in EventType]: (event: Extract<RecordedEvent, { type: T }>) => Told };

const nothing = (): Told => ({});
const decidedBy = (personId: string, packageDigest?: string) => ({
  personId,
  ...(packageDigest === undefined ? {} : { packageDigest }),
});
const actorDecided = ({ type, actor }: RecordedEvent): Told => ({
  decided: { decision: type, personId: actor.personId },
});
const asked = ({ askedIds, deadline }: { askedIds: string[]; deadline?: string }): Told => ({
  reminded: { personIds: askedIds, ...(deadline === undefined ? {} : { deadline }) },
});
const exception = (exceptionId: string, step: string, dueOn?: string): Told => ({
  exceptionChanged: { exceptionId, step, ...(dueOn === undefined ? {} : { dueOn }) },
});

const telling: Telling = {
  milestoneStarted: nothing,
  holidaysPinned: nothing,
  packageFrozen: nothing,
  signOffRequestPrepared: nothing,
  validationOpened: nothing,
  validationReported: ({ type, report }) => ({
    decided: { decision: type, ...decidedBy(report.personId, report.packageDigest) },
  }),
  nonConformanceNoticed: nothing,
  reviewOpened: nothing,
  reviewGroupAsked: nothing,
  feedbackGiven: ({ type, feedback }) => ({
    decided: { decision: type, ...decidedBy(feedback.personId, feedback.packageDigest) },
  }),
  feedbackAddressed: nothing,
  reviewMeetingScheduled: nothing,
  meetingNotesRecorded: nothing,
  formalSignOffOpened: nothing,
  approvalGroupAsked: nothing,
  exceptionProposed: ({ exception: { exceptionId, dueOn } }) => exception(exceptionId, 'proposed', dueOn),
  signaturesVoided: nothing,
  signed: ({ type, signature }) => ({
    decided: { decision: type, ...decidedBy(signature.personId, signature.packageDigest) },
  }),
  decisionEntered: actorDecided,
  objectionPeriodExtended: nothing,
  entryOpposed: actorDecided,
  entryUpheld: nothing,
  entryDropped: nothing,
  refused: ({ type, refusal }) => ({
    decided: { decision: type, ...decidedBy(refusal.personId, refusal.packageDigest) },
  }),
  delegated: actorDecided,
  reassigned: nothing,
  deputised: nothing,
  deputyNamed: nothing,
  deputyAppointed: nothing,
  deputyEnded: nothing,
  facilitationOpened: nothing,
  facilitationOutcomeRecorded: actorDecided,
  escalatedToSponsor: ({ from }) => ({ escalated: { from } }),
  sponsorDecided: actorDecided,
  reworkStarted: nothing,
  reminderDue: asked,
  deadlinePassed: nothing,
  overdueEscalated: () => ({ escalated: {} }),
  finalNoticeGiven: asked,
  furtherPeriodExtended: nothing,
  silenceNotDeemed: nothing,
  silenceDeemed: nothing,
  deadlineExtended: () => ({ corrected: { what: 'deadline' } }),
  calendarCorrected: () => ({ corrected: { what: 'calendar' } }),
  facilitationOutcomeConfirmed: actorDecided,
  facilitationOutcomeOpposed: actorDecided,
  facilitationOutcomeUnopposed: nothing,
  signatureWithdrawn: ({ type, withdrawal }) => ({
    decided: { decision: type, ...decidedBy(withdrawal.personId, withdrawal.packageDigest) },
  }),
  decidingDeclined: actorDecided,
  informationAsked: actorDecided,
  clockStopped: nothing,
  clockResumed: nothing,
  nudged: asked,
  ownTimeTaken: () => ({ corrected: { what: 'deadline' } }),
  moreTimeAsked: nothing,
  personCorrected: ({ person }) => ({ corrected: { what: 'person', personId: person.personId } }),
  personLeft: ({ personId }) => ({ corrected: { what: 'personLeft', personId } }),
  personAdded: ({ person }) => ({ corrected: { what: 'personAdded', personId: person.personId } }),
  packageTakenBack: () => ({ corrected: { what: 'packageTakenBack' } }),
  amendmentProposed: nothing,
  amendmentConsented: actorDecided,
  amendmentDeclined: actorDecided,
  amendmentWithdrawn: nothing,
  consentStepDue: (event) =>
    event.step === 'escalation' ? { escalated: {} } : event.step === 'reminder' ? asked(event) : {},
  amendmentLapsed: nothing,
  planAmended: ({ version }) => ({ corrected: { what: 'plan', planVersion: version } }),
  askedAgain: nothing,
  undeliverableReported: nothing,
  absenceReported: nothing,
  partProposed: nothing,
  partWithdrawn: nothing,
  partAccepted: nothing,
  accepted: nothing,
  acceptedWithExceptions: nothing,
  exceptionVerified: ({ exceptionId }) => exception(exceptionId, 'verified'),
  closureEvidenceSubmitted: ({ exceptionId }) => exception(exceptionId, 'evidenceGiven'),
  closureRejected: ({ exceptionId }) => exception(exceptionId, 'evidenceRejected'),
  exceptionExtended: ({ exceptionId, to }) => exception(exceptionId, 'extended', to),
  exceptionFailed: ({ exceptionId }) => exception(exceptionId, 'failed'),
  revocationProposed: nothing,
  revocationDeclined: actorDecided,
  revoked: nothing,
  closedOut: nothing,
  outputsPublished: ({ outputs }) => ({ certificateIssued: { certificateNumber: outputs.certificateNumber } }),
  acceptanceWithheld: nothing,
  certificateTimestamped: nothing,
  timestampAbandoned: nothing,
  terminated: nothing,
  cancelled: nothing,
};

/** In the order in which it happened; a change of phase first, where one event is both. */
export const outgoingOf = (events: readonly RecordedEvent[]): OutgoingEvent[] =>
  events.flatMap((event) => {
    const told: Told = {
      ...phaseOf(event),
      ...(telling[event.type] as (event: RecordedEvent) => Told)(event),
    };
    return Object.entries(told).map(([kind, data]) => ({
      kind: kind as OutgoingKind,
      sequence: event.sequence,
      at: event.at,
      data,
    }));
  });

/** The next group within a phase is asked without a change of it. */
function phaseOf(event: RecordedEvent): Told {
  if (!Object.hasOwn(phaseChanges, event.type)) return {};
  const { to, from } = phaseChanges[event.type as PhaseEventType] as { to: string; from: readonly string[] };
  if (from.length === 1 && from[0] === to) return {};
  const deadline = 'wait' in event ? event.wait?.deadline : undefined;
  return { phaseChanged: { phase: to, ...(deadline === undefined ? {} : { deadline }) } };
}
