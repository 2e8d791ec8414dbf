// One table over all events: which are somebody's decision, which request they answer, who gets a receipt, and what they void.
// `evolve` and the database void by it, deliveries and receipts are read from it; no other list says what a decision is.
import type { AsksAgain } from '../amendments/amendment.ts';
import type { EventType, MilestoneEvent, RecordedEvent } from '../events.ts';
import type { Feedback } from '../milestone.ts';
import type { RequestKind } from '../requests/requestKinds.ts';
import type { DecisionKind } from '../terms/channels.ts';

/** What can lose its effect and stay on record: decisions on a package, and silence that stood for one. */
export type VoidableType =
  'validationReported' | 'feedbackGiven' | 'signed' | 'decisionEntered' | 'refused' | 'delegated' | 'silenceDeemed';

/** Everything of these types so far, or only that of some people, or of the stage the silence was in. */
export interface Voiding {
  types: readonly VoidableType[];
  personIds?: readonly string[];
  silenceIn?: 'signOff';
}

type EventOf<T extends EventType> = Extract<MilestoneEvent, { type: T }>;

interface Facts<T extends EventType> {
  /** Of a decision that its person alone may give: by which channels, the contract says. */
  kind?: DecisionKind;
  /** What the record keeps of the decision; undefined where the event is nobody's. */
  decision?: (event: EventOf<T>) => object | undefined;
  /** The requests it may be the answer to. An act of office that nobody asked for answers none. */
  answers?: readonly RequestKind[];
  /** Whether what was decided leaves the request open all the same. */
  leavesOpen?: (decision: Partial<Feedback>) => boolean;
  voids?: (event: EventOf<T>) => Voiding | undefined;
}

const none = {};

/** The event without its type, and without instants derived from the contract. */
function act(event: MilestoneEvent): object {
  const { type: _type, ...said } = event as MilestoneEvent & { wait?: unknown };
  const { wait: _wait, ...decision } = said;
  return decision;
}

const afterReview: VoidableType[] = ['signed', 'decisionEntered', 'silenceDeemed'];
const afterValidation: VoidableType[] = ['validationReported', 'feedbackGiven', ...afterReview];

const voidedAgain: Record<AsksAgain, Voiding | undefined> = {
  nothing: undefined,
  signature: { types: ['signed', 'silenceDeemed'], silenceIn: 'signOff' },
  review: { types: afterReview },
  validation: { types: afterValidation },
  package: { types: afterValidation },
};

const facts = {
  milestoneStarted: none,
  holidaysPinned: none,
  /** Rule 2: a new version voids earlier decisions; what the manager reassigned lasts. */
  packageFrozen: {
    voids: () => ({
      types: [
        ...['validationReported', 'feedbackGiven', 'signed', 'decisionEntered', 'refused'],
        ...['delegated', 'silenceDeemed'],
      ] as VoidableType[],
    }),
  },
  signOffRequestPrepared: none,
  validationOpened: none,
  validationReported: { kind: 'validation', decision: ({ report }) => report, answers: ['validation'] },
  nonConformanceNoticed: none,
  reviewOpened: none,
  reviewGroupAsked: none,
  feedbackGiven: {
    kind: 'review',
    decision: ({ feedback }) => feedback,
    answers: ['review'],
    leavesOpen: ({ verdict }) => verdict === 'comment',
  },
  feedbackAddressed: none,
  reviewMeetingScheduled: none,
  meetingNotesRecorded: none,
  formalSignOffOpened: none,
  approvalGroupAsked: none,
  /** Who was silent was silent on other terms; everybody is asked again. */
  exceptionProposed: { voids: () => ({ types: ['silenceDeemed'], silenceIn: 'signOff' }) },
  signaturesVoided: { voids: ({ personIds }) => ({ types: ['signed'], personIds }) },
  signed: { kind: 'signature', decision: ({ signature }) => signature, answers: ['signature'] },
  /** Of somebody of the firm, who gives nobody's decision but says what a document shows. */
  decisionEntered: { decision: ({ entry }) => entry },
  objectionPeriodExtended: none,
  entryOpposed: { kind: 'objection', decision: act, answers: ['objection'] },
  entryUpheld: none,
  entryDropped: none,
  refused: { kind: 'refusal', decision: ({ refusal }) => refusal, answers: ['review', 'signature'] },
  delegated: {
    kind: 'delegation',
    decision: ({ delegation }) => delegation,
    answers: ['validation', 'review', 'signature'],
  },
  reassigned: { decision: ({ delegation }) => delegation },
  deputised: none,
  deputyNamed: { kind: 'delegation', decision: ({ deputyship }) => deputyship },
  deputyAppointed: { decision: ({ deputyship }) => deputyship },
  deputyEnded: { decision: act },
  facilitationOpened: none,
  /** A review that is held again asks everybody again; what was signed or approved before it no longer counts. */
  facilitationOutcomeRecorded: {
    decision: ({ facilitation }) => facilitation,
    answers: ['facilitation'],
    voids: ({ facilitation }) =>
      facilitation.outcome === 'reviewAgain'
        ? { types: ['feedbackGiven', 'signed', 'decisionEntered', 'silenceDeemed'] }
        : undefined,
  },
  escalatedToSponsor: none,
  sponsorDecided: { kind: 'determination', decision: ({ determination }) => determination, answers: ['determination'] },
  reworkStarted: none,
  reminderDue: none,
  deadlinePassed: none,
  overdueEscalated: none,
  finalNoticeGiven: none,
  furtherPeriodExtended: none,
  silenceNotDeemed: none,
  silenceDeemed: none,
  deadlineExtended: { decision: act },
  calendarCorrected: { decision: act },
  facilitationOutcomeConfirmed: { kind: 'outcome', decision: act, answers: ['confirmation'] },
  facilitationOutcomeOpposed: { kind: 'outcome', decision: act, answers: ['confirmation'] },
  facilitationOutcomeUnopposed: none,
  signatureWithdrawn: { kind: 'signature', decision: ({ withdrawal }) => withdrawal },
  decidingDeclined: { kind: 'delegation', decision: ({ declined }) => declined },
  informationAsked: { kind: 'delegation', decision: ({ stop }) => stop },
  clockStopped: { decision: ({ stop }) => stop },
  clockResumed: { decision: ({ stop }) => stop },
  nudged: none,
  ownTimeTaken: { kind: 'delegation', decision: act },
  moreTimeAsked: { kind: 'delegation', decision: act },
  personCorrected: { decision: act },
  personAdded: { decision: act },
  packageTakenBack: { decision: ({ takenBack }) => takenBack },
  amendmentProposed: { decision: ({ amendment }) => amendment },
  amendmentConsented: { kind: 'amendment', decision: act, answers: ['amendment'] },
  amendmentDeclined: { kind: 'amendment', decision: act, answers: ['amendment'] },
  amendmentWithdrawn: { decision: act },
  consentStepDue: none,
  amendmentLapsed: none,
  /** Rule 13: what was decided on a plan that is another now is asked again, as its table of consequences has it. */
  planAmended: { voids: ({ asksAgain }) => voidedAgain[asksAgain] },
  askedAgain: none,
  personLeft: none,
  undeliverableReported: none,
  absenceReported: none,
  /** Who was silent was silent on something else. */
  partProposed: { decision: ({ part }) => part, voids: () => ({ types: ['silenceDeemed'], silenceIn: 'signOff' }) },
  partWithdrawn: { decision: act, voids: () => ({ types: ['silenceDeemed'], silenceIn: 'signOff' }) },
  partAccepted: none,
  accepted: none,
  acceptedWithExceptions: none,
  exceptionVerified: {
    kind: 'verification',
    decision: ({ exceptionId, evidence }) => ({ exceptionId, evidence }),
    answers: ['verification'],
  },
  closureEvidenceSubmitted: { kind: 'closure', decision: act, answers: ['closure'] },
  closureRejected: { kind: 'verification', decision: act, answers: ['verification'] },
  exceptionExtended: { kind: 'extension', decision: act, answers: ['extension'] },
  exceptionFailed: { decision: (event) => (event.by === 'system' ? undefined : act(event)) },
  revocationProposed: { decision: act },
  revocationDeclined: { kind: 'revocation', decision: act, answers: ['revocation'] },
  revoked: { kind: 'revocation', decision: act, answers: ['revocation'] },
  closedOut: none,
  outputsPublished: none,
  acceptanceWithheld: none,
  certificateTimestamped: none,
  timestampAbandoned: none,
  terminated: none,
  cancelled: none,
} as const satisfies { [T in EventType]: Facts<T> };

type FactsTable = typeof facts;

/** Events that answer a request: whoever writes receipts has words for each of them. */
export type AnswerType = {
  [T in EventType]: FactsTable[T] extends { answers: readonly RequestKind[] } ? T : never;
}[EventType];

const factsOf = (type: EventType): Facts<EventType> => facts[type] as Facts<EventType>;

/** The kind of decision that an event is; undefined for what time, the record or an act of office brought. */
export const kindOfEvent = (type: EventType): DecisionKind | undefined => factsOf(type).kind;

/** The part of an event that is somebody's decision, with the package it was on; undefined where it is none. */
export function decisionIn(event: RecordedEvent): { decision: object; packageDigest?: string } | undefined {
  const { sequence: _sequence, at: _at, actor: _actor, messageId: _message, ...rest } = event;
  const { voucher: _voucher, said: _said, ...happened } = rest;
  const decision = factsOf(event.type).decision?.(happened) as { packageDigest?: string } | undefined;
  if (!decision) return undefined;
  const { packageDigest } = decision;
  return { decision, ...(packageDigest === undefined ? {} : { packageDigest }) };
}

/** Which earlier decisions an event takes the effect from; they stay on record. */
export const voidedBy = (event: MilestoneEvent): Voiding | undefined => factsOf(event.type).voids?.(event);

/** Whoever was asked and answered gets a receipt, however the answer came in: that also tells of a forged one. */
export function whoGetsReceipt(event: RecordedEvent): string[] {
  const isPerson = event.actor.authentication.method !== 'system';
  return isPerson && isAnswer(event) ? [event.actor.personId] : [];
}

/** Whether an event answers a request. */
export const isAnswer = (event: RecordedEvent): event is Extract<RecordedEvent, { type: AnswerType }> =>
  isAnswerType(event.type);

export const isAnswerType = (type: string): type is AnswerType =>
  Object.hasOwn(facts, type) && factsOf(type as EventType).answers !== undefined;

/** A decision as it is kept on record. */
export interface RecordedDecision {
  type: EventType;
  personId: string;
  at: string;
  packageDigest?: string;
  decision: object;
}

/** When a request was answered for good: by its recipient, since it was made, on its package or on none. */
export function answeredAt(
  request: { kind: RequestKind; personId: string; packageDigest?: string; createdAt: string },
  decisions: readonly RecordedDecision[],
): string | undefined {
  return decisions
    .filter(
      (each) =>
        each.personId === request.personId &&
        each.at >= request.createdAt &&
        (each.packageDigest === undefined || each.packageDigest === request.packageDigest) &&
        answers(each, request.kind),
    )
    .map((each) => each.at)
    .sort()[0];
}

function answers({ type, decision }: RecordedDecision, kind: RequestKind): boolean {
  const { answers: kinds, leavesOpen } = factsOf(type);
  return kinds?.includes(kind) === true && leavesOpen?.(decision) !== true;
}
