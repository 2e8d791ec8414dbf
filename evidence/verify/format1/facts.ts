// What follows from the events of a record of format 1. Frozen, whatever the product's own rules become: see docs/recordFormat.md.
import { isAtLeast } from './amendments.ts';
import { isForInformation } from './comments.ts';
import { BagError } from '../bag.ts';
import { foldException, type ExceptionEvent } from './exceptionFacts.ts';
import type {
  Acceptance,
  Amendment,
  ArchivedEvent,
  Delegation,
  Entered,
  Exception,
  Facilitation,
  Feedback,
  FoldedEvent,
  Package,
  Refusal,
  Signature,
} from './shapes.ts';

export interface Facts {
  packages: Package[];
  signOffRequests: object[];
  reports: { isVoid: boolean }[];
  feedback: Feedback[];
  feedbackItems: { feedbackId: string }[];
  meetingNotes: object[];
  signatures: Signature[];
  entered: Entered[];
  refusals: Refusal[];
  delegations: Delegation[];
  facilitations: Facilitation[];
  determinations: object[];
  exceptions: Exception[];
  amendments: Amendment[];
  acceptances: Acceptance[];
  /** Numbers of acceptances that got no certificate, since they were not sufficient. */
  withheld: string[];
  /** Digests of the packages that were accepted in part: what accepted them keeps its effect. */
  acceptedInPart: string[];
}

/** Events of this format that change nothing of what is checked. */
export const passedOver = [
  'milestoneStarted',
  'holidaysPinned',
  'validationOpened',
  'nonConformanceNoticed',
  'reviewOpened',
  'reviewGroupAsked',
  'reviewMeetingScheduled',
  'formalSignOffOpened',
  'approvalGroupAsked',
  'facilitationOpened',
  'escalatedToSponsor',
  'reworkStarted',
  'reminderDue',
  'deadlinePassed',
  'overdueEscalated',
  'finalNoticeGiven',
  'furtherPeriodExtended',
  'silenceNotDeemed',
  'silenceDeemed',
  'deadlineExtended',
  'calendarCorrected',
  'deputyNamed',
  'deputyAppointed',
  'deputyEnded',
  'packageTakenBack',
  'signatureWithdrawn',
  'decidingDeclined',
  'informationAsked',
  'clockStopped',
  'clockResumed',
  'nudged',
  'ownTimeTaken',
  'moreTimeAsked',
  'personCorrected',
  'personAdded',
  'personLeft',
  'askedAgain',
  'undeliverableReported',
  'absenceReported',
  'revocationProposed',
  'revocationDeclined',
  'consentStepDue',
  'partProposed',
  'partWithdrawn',
  'outputsPublished',
  'certificateTimestamped',
  'timestampAbandoned',
  'terminated',
  'cancelled',
] as const;

export const nothing: Facts = {
  packages: [],
  signOffRequests: [],
  reports: [],
  feedback: [],
  feedbackItems: [],
  meetingNotes: [],
  signatures: [],
  entered: [],
  refusals: [],
  delegations: [],
  facilitations: [],
  determinations: [],
  exceptions: [],
  amendments: [],
  acceptances: [],
  withheld: [],
  acceptedInPart: [],
};

/** Throws BagError for an event that this format does not have. */
export function factsOf(events: readonly ArchivedEvent[]): Facts {
  if (events[0]?.type !== 'milestoneStarted') throw new BagError('the events do not begin with milestoneStarted');
  return events.reduce<Facts>(factsAfter, nothing);
}

/** What follows from one event more. */
export const factsAfter = (facts: Facts, event: ArchivedEvent): Facts =>
  isPassedOver(event) ? facts : fold(facts, event as unknown as FoldedEvent);

const isPassedOver = ({ type }: ArchivedEvent): boolean => (passedOver as readonly string[]).includes(type);

function fold(facts: Facts, event: FoldedEvent): Facts {
  switch (event.type) {
    case 'packageFrozen':
      return { ...withEarlierDecisionsVoid(facts), packages: [...facts.packages, event.package] };
    case 'signOffRequestPrepared':
      return { ...facts, signOffRequests: [...facts.signOffRequests, event.request] };
    case 'validationReported':
      return { ...facts, reports: [...facts.reports, event.report] };
    case 'feedbackGiven':
      return {
        ...facts,
        feedback: [...facts.feedback, event.feedback],
        feedbackItems: [...facts.feedbackItems, ...withNeeds(event.feedback, event.items)],
      };
    case 'feedbackAddressed': {
      const { feedbackId, response, respondedAt } = event;
      const answered = (item: Facts['feedbackItems'][number]) =>
        item.feedbackId === feedbackId ? { ...item, response, respondedAt } : item;
      return { ...facts, feedbackItems: facts.feedbackItems.map(answered) };
    }
    case 'meetingNotesRecorded':
      return { ...facts, meetingNotes: [...facts.meetingNotes, event.notes] };
    case 'signaturesVoided':
      return {
        ...facts,
        signatures: facts.signatures.map((each) =>
          event.personIds.includes(each.personId) ? unlessAccepted(facts)(each) : each,
        ),
      };
    case 'signed':
      return { ...facts, signatures: [...facts.signatures, event.signature] };
    case 'decisionEntered':
      return { ...facts, entered: [...facts.entered, event.entry] };
    case 'refused':
      return { ...facts, refusals: [...facts.refusals, event.refusal] };
    case 'delegated':
    case 'reassigned':
    case 'deputised':
      return { ...facts, delegations: [...facts.delegations, event.delegation] };
    case 'partAccepted':
      return {
        ...facts,
        acceptances: [...facts.acceptances, event.acceptance],
        acceptedInPart: [...facts.acceptedInPart, facts.packages.at(-1)?.digest ?? ''],
      };
    case 'accepted':
    case 'acceptedWithExceptions':
    case 'closedOut':
    case 'revoked':
      return { ...facts, acceptances: [...facts.acceptances, event.acceptance] };
    case 'acceptanceWithheld':
      return { ...facts, withheld: [...facts.withheld, event.withheld.certificateNumber] };
    case 'amendmentProposed':
      return { ...facts, amendments: [...facts.amendments, event.amendment] };
    case 'amendmentConsented':
    case 'amendmentDeclined':
    case 'amendmentWithdrawn':
    case 'amendmentLapsed':
    case 'planAmended':
      return foldAmendment(facts, event);
    default:
      return 'entryId' in event ? foldEntry(facts, event) : foldDispute(facts, event);
  }
}

type AmendmentEvent = Extract<FoldedEvent, { amendmentId: string }>;
type EntryEvent = Extract<FoldedEvent, { entryId: string }>;
type DisputeEvent = Extract<FoldedEvent, { type: `facilitation${string}` | 'sponsorDecided' }>;

/** What became of an amendment, and of what was decided on the plan before it. */
function foldAmendment(facts: Facts, event: AmendmentEvent): Facts {
  const change = ({ changes, ...each }: Amendment): Amendment => {
    switch (event.type) {
      case 'amendmentConsented':
        return { ...each, ...(changes ? { changes } : {}), consent: { by: event.by, at: event.consentedAt } };
      case 'planAmended':
        return {
          ...each,
          outcome: { kind: 'made', at: event.amendedAt, version: event.version, asksAgain: event.asksAgain },
        };
      case 'amendmentLapsed':
        return { ...each, outcome: { kind: 'lapsed', at: event.lapsedAt } };
      default: {
        const [kind, at] =
          event.type === 'amendmentDeclined' ? ['declined', event.declinedAt] : ['withdrawn', event.withdrawnAt];
        return { ...each, outcome: { kind, at, by: event.by, reason: event.reason } };
      }
    }
  };
  const amendments = facts.amendments.map((each) => (each.amendmentId === event.amendmentId ? change(each) : each));
  const after = { ...facts, amendments };
  if (event.type !== 'planAmended' || !isAtLeast(event.asksAgain, 'signature')) return after;
  const signatures = facts.signatures.map(unlessAccepted(facts));
  if (!isAtLeast(event.asksAgain, 'review')) return { ...after, signatures };
  const entered = facts.entered.map(unlessAccepted(facts));
  if (!isAtLeast(event.asksAgain, 'validation')) return { ...after, signatures, entered };
  const [reports, feedback] = [facts.reports.map(toVoid), facts.feedback.map(toVoid)];
  return { ...after, signatures, entered, reports, feedback, exceptions: [] };
}

/** What became of an entry; its period is never shortened. */
function foldEntry(facts: Facts, event: EntryEvent): Facts {
  const entered = facts.entered.map((each) => {
    if (each.entryId !== event.entryId) return each;
    switch (event.type) {
      case 'objectionPeriodExtended':
        return event.objectBy > each.objectBy ? { ...each, objectBy: event.objectBy } : each;
      case 'entryOpposed':
        return {
          ...each,
          outcome: { kind: 'opposed', at: event.opposedAt, reasons: [event.reasons], deliveries: [] },
        };
      case 'entryUpheld':
        return { ...each, outcome: { kind: 'upheld', at: event.endedAt, reasons: [], deliveries: event.deliveries } };
      default:
        return { ...each, outcome: { kind: 'dropped', at: event.endedAt, reasons: event.reasons, deliveries: [] } };
    }
  });
  return { ...facts, entered };
}

function foldDispute(facts: Facts, event: DisputeEvent | ExceptionEvent): Facts {
  switch (event.type) {
    case 'facilitationOutcomeRecorded':
      return withFacilitation(facts, event.facilitation);
    case 'facilitationOutcomeConfirmed':
      return withConfirmation(facts, event.refusalId, { kind: 'confirmed', by: event.by, at: event.confirmedAt });
    case 'facilitationOutcomeUnopposed':
      return withConfirmation(facts, event.refusalId, { kind: 'unopposed', at: event.endedAt });
    case 'facilitationOutcomeOpposed': {
      const { refusalId, by, opposedAt, reasons } = event;
      const opposed = withConfirmation(facts, refusalId, { kind: 'opposed', by, at: opposedAt, reasons });
      return {
        ...opposed,
        refusals: facts.refusals.map((each) => (each.refusalId === refusalId ? unsettled(each) : each)),
      };
    }
    case 'sponsorDecided':
      return {
        ...facts,
        determinations: [...facts.determinations, event.determination],
        refusals: settled(facts.refusals, 'sponsor'),
      };
    default:
      return foldException(facts, event);
  }
}

const toVoid = <D extends { isVoid: boolean }>(decision: D): D => ({ ...decision, isVoid: true });

/** What accepted a part, on a package before, is that part's. */
const unlessAccepted =
  ({ acceptedInPart }: Facts) =>
  <D extends { isVoid: boolean; packageDigest?: string; duty?: string }>(decision: D): D =>
    decision.duty !== 'review' && acceptedInPart.includes(decision.packageDigest ?? '') ? decision : toVoid(decision);

const settled = (refusals: readonly Refusal[], settledBy: string): Refusal[] =>
  refusals.map((each) => (each.settledBy ? each : { ...each, settledBy }));

/** What was decided on a package does not count for the next one; what the manager reassigned stays. */
const withEarlierDecisionsVoid = (facts: Facts): Facts => ({
  ...facts,
  reports: facts.reports.map(toVoid),
  feedback: facts.feedback.map(toVoid),
  signatures: facts.signatures.map(unlessAccepted(facts)),
  entered: facts.entered.map(unlessAccepted(facts)),
  refusals: settled(facts.refusals.map(toVoid), 'newPackage'),
  delegations: facts.delegations.map((each) => (each.kind === 'reassigned' ? each : toVoid(each))),
  exceptions: [],
});

/** A review that is held again asks everybody again. */
function withFacilitation(facts: Facts, facilitation: Facilitation): Facts {
  const facilitations = [...facts.facilitations, facilitation];
  const { outcome } = facilitation;
  if (outcome === 'escalate') return { ...facts, facilitations };
  const agreed = { ...facts, facilitations, refusals: settled(facts.refusals, outcome) };
  if (outcome !== 'reviewAgain') return agreed;
  const [feedback, signatures] = [facts.feedback.map(toVoid), facts.signatures.map(unlessAccepted(facts))];
  return { ...agreed, feedback, signatures, entered: facts.entered.map(unlessAccepted(facts)) };
}

const withConfirmation = (facts: Facts, refusalId: string, confirmation: object): Facts => ({
  ...facts,
  facilitations: facts.facilitations.map((each) =>
    each.refusalId === refusalId && each.confirmBy ? { ...each, confirmation } : each,
  ),
});

/** An outcome its refuser objects to has settled nothing. */
function unsettled(refusal: Refusal): Refusal {
  if (refusal.isVoid) return refusal;
  const { settledBy: _not, ...open } = refusal;
  return open;
}

const withNeeds = (feedback: Parameters<typeof isForInformation>[0], items: readonly { feedbackId: string }[]) =>
  items.map((each, index) =>
    isForInformation(feedback, index, items.length) ? { ...each, isForInformation: true } : each,
  );
