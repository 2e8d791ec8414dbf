// Whether the acceptance that a milestone's events claim is sufficient: derived again from the events alone, trusting no state.
// `evolve` believes every event; here each one is held against the rules as of the state before it, and what does not hold
// does not count for what comes after it.
import { withWaitsFor } from '../terms/waitsFor.ts';
import type { EventType, MilestoneEvent, RecordedEvent } from '../events.ts';
import { begin, evolve } from '../evolve.ts';
import type { Milestone } from '../milestone.ts';
import { phaseChanges, phaseNames } from '../phases.ts';
import { termsFor } from '../signOff/granters.ts';
import { planProblems } from '../terms/plan.ts';
import { againstAcceptance, againstCloseOut, againstRevoked } from './acceptances.ts';
import { againstChannel } from './channels.ts';
import { againstAmendment } from './amendments.ts';
import { againstReport, againstReview, againstSignature } from './decisions.ts';
import { againstEntry, againstUpheld } from './entered.ts';
import { againstDeadline, againstFinalNotice, againstSilence } from './silence.ts';
import * as steps from './steps.ts';
import type { Resolution } from './steps.ts';
import { afterLeaving, againstPerson, oneHuman } from './people.ts';
import { at, named, who } from './words.ts';

/**
 * Why the last acceptance among the events is not sufficient, in words that name group, person and party and where in the
 * record it stands; none when it is, or when there is none. `events` are all of the milestone, from the first on. A revocation
 * releases nothing, so only how it came about is asked of it. `vouching` finds which acts no entrance vouches for. Linear in the
 * events, beside the folds themselves.
 */
export function whyInsufficient(events: readonly RecordedEvent[], vouching: Vouching): string[] {
  const last = events.findLastIndex((each) => 'acceptance' in each);
  const course = events.slice(0, last + 1);
  const [first, ...rest] = course;
  if (first?.type !== 'milestoneStarted')
    return last < 0 ? [] : ['the events do not begin with the start of a milestone'];
  const unvouched = vouching(course);
  const begun = { milestone: begin(first), resolution: undefined, ofRevocation: [] };
  const reasons = [
    ...planReasons(first),
    ...notVouched(begun.milestone, first, unvouched).map((each) => at(first, each)),
  ];
  const found = rest.reduce<Walk>((walked, event) => walk(walked, event, unvouched), { ...begun, reasons });
  return events[last]?.type === 'revoked' ? found.ofRevocation : found.reasons;
}

/** Why acts on record are not vouched for, by the sequence numbers of their events. */
export type Vouching = (events: readonly RecordedEvent[]) => ReadonlyMap<number, string>;

interface Walk {
  milestone: Milestone;
  resolution: Resolution;
  reasons: string[];
  /** Those among the reasons that are about taking an acceptance back. */
  ofRevocation: string[];
}

function walk(
  { milestone, resolution, reasons, ofRevocation }: Walk,
  event: RecordedEvent,
  unvouched: ReadonlyMap<number, string>,
): Walk {
  const why = [
    ...outOfTurn(milestone, event),
    ...afterLeaving(milestone, event),
    ...notVouched(milestone, event, unvouched),
    ...againstChannel(milestone, event),
    ...against(milestone, event, resolution),
  ];
  const told = why.map((each) => at(event, each));
  const isRevocation = event.type === 'revoked' || event.type === 'revocationProposed';
  return {
    milestone: evolve(milestone, why.length > 0 ? notCounting(event) : event),
    resolution: why.length > 0 ? undefined : resolutionAfter(event, resolution),
    reasons: told.length > 0 ? [...reasons, ...told] : reasons,
    ofRevocation: isRevocation ? [...ofRevocation, ...told] : ofRevocation,
  };
}

function notVouched(
  milestone: Milestone,
  { sequence, type, actor }: RecordedEvent,
  unvouched: ReadonlyMap<number, string>,
): string[] {
  const why = unvouched.get(sequence);
  return why === undefined ? [] : [`that ${who(milestone, actor.personId)} acted (${type}) is not vouched for: ${why}`];
}

function planReasons({ plan, engagement }: Extract<MilestoneEvent, { type: 'milestoneStarted' }>): string[] {
  const humans = oneHuman(engagement.people).map((each) => `${each} (event 1)`);
  return [
    ...humans,
    ...planProblems(plan, engagement).map((each) => `the plan does not hold together: ${each} (event 1)`),
  ];
}

const isPhaseChange = (type: EventType): type is keyof typeof phaseChanges => Object.hasOwn(phaseChanges, type);

/** The state machine of `phases.ts`: what leads from where. */
function outOfTurn({ stage }: Milestone, { type }: RecordedEvent): string[] {
  if (!isPhaseChange(type)) return [];
  const from: readonly string[] = phaseChanges[type].from;
  return from.includes(stage.phase)
    ? []
    : [`${phaseNames[phaseChanges[type].to]} was entered from ${phaseNames[stage.phase]}, which does not lead there`];
}

/** What resolved a dispute resolves it until the milestone has moved on. */
function resolutionAfter(event: RecordedEvent, before: Resolution): Resolution {
  if (event.type === 'sponsorDecided')
    return event.determination.determination === 'formalSignOff' ? 'formalSignOff' : undefined;
  if (event.type === 'facilitationOutcomeRecorded') {
    const { outcome } = event.facilitation;
    return outcome === 'rework' || outcome === 'escalate' ? undefined : outcome;
  }
  if (event.type === 'planAmended') return event.asksAgain === 'nothing' ? before : 'amended';
  return isPhaseChange(event.type) ? undefined : before;
}

function against(milestone: Milestone, event: RecordedEvent, resolution: Resolution): string[] {
  const { actor } = event;
  switch (event.type) {
    case 'validationReported':
      return againstReport({ milestone, duty: 'validation', decision: event.report, actor });
    case 'feedbackGiven':
      return againstReview({ milestone, duty: 'review', decision: event.feedback, actor });
    case 'signed':
      return againstSignature({ milestone, duty: 'signature', decision: event.signature, actor });
    case 'decisionEntered':
      return againstEntry(milestone, event);
    case 'entryUpheld':
      return againstUpheld(milestone, event);
    case 'silenceDeemed':
      return againstSilence(milestone, event);
    case 'finalNoticeGiven':
      return againstFinalNotice(milestone, event);
    case 'packageFrozen':
      return steps.againstPackage(milestone, event);
    case 'feedbackAddressed':
      return steps.mustBe(milestone, actor.personId, 'manager', `feedback ${event.feedbackId} was addressed`);
    case 'meetingNotesRecorded':
      return steps.mustBe(milestone, actor.personId, 'manager', 'notes of the review meeting were recorded');
    case 'delegated':
    case 'reassigned':
    case 'deputised':
      return steps.againstDelegation(milestone, event);
    case 'deputyNamed':
    case 'deputyAppointed':
      return steps.againstNaming(milestone, event);
    case 'exceptionProposed':
      return event.exception.proposedBy === actor.personId
        ? []
        : [
            `exception ${event.exception.exceptionId} names another proposer than ${named(milestone, [actor.personId])}`,
          ];
    default:
      return againstStep(milestone, event, resolution);
  }
}

function againstStep(milestone: Milestone, event: RecordedEvent, resolution: Resolution): string[] {
  const { contract } = milestone.engagement;
  switch (event.type) {
    case 'reviewOpened':
      return [
        ...steps.againstReviewOpened(milestone, resolution),
        ...againstDeadline(withWaitsFor(contract, milestone.plan), event),
      ];
    case 'reviewGroupAsked':
      return [
        ...steps.againstReviewGroupAsked(milestone, event),
        ...againstDeadline(withWaitsFor(contract, milestone.plan), event),
      ];
    case 'formalSignOffOpened':
      return [
        ...steps.againstSignOffOpened(milestone, resolution),
        ...againstDeadline(termsFor(milestone, 'formalSignOff'), event),
      ];
    case 'approvalGroupAsked':
      return [
        ...steps.againstApprovalGroupAsked(milestone, event),
        ...againstDeadline(withWaitsFor(contract, milestone.plan), event),
      ];
    case 'personCorrected':
    case 'personAdded':
      return againstPerson(milestone, event);
    case 'amendmentProposed':
    case 'amendmentConsented':
    case 'planAmended':
      return againstAmendment(milestone, event);
    case 'validationOpened':
      return steps.againstValidationOpened(milestone, resolution);
    case 'facilitationOutcomeRecorded':
      return steps.againstOutcome(milestone, event);
    case 'sponsorDecided':
      return steps.againstDetermination(milestone, event);
    case 'exceptionVerified':
      return steps.againstVerification(milestone, event);
    case 'revocationProposed':
      return steps.againstRevocation(milestone, event);
    case 'revoked':
      return [...steps.againstRevocation(milestone, event), ...againstRevoked(milestone, event.acceptance)];
    case 'partProposed':
      return steps.againstPart(milestone, event);
    case 'partAccepted':
    case 'accepted':
    case 'acceptedWithExceptions':
      return againstAcceptance(milestone, event.acceptance);
    case 'closedOut':
      return againstCloseOut(milestone, event.acceptance);
    default:
      return [];
  }
}

/** A decision that does not hold stays on record and counts for nothing, as one that was voided. */
function notCounting(event: RecordedEvent): RecordedEvent {
  switch (event.type) {
    case 'validationReported':
      return { ...event, report: { ...event.report, isVoid: true } };
    case 'feedbackGiven':
      return { ...event, feedback: { ...event.feedback, isVoid: true } };
    case 'signed':
      return { ...event, signature: { ...event.signature, isVoid: true } };
    case 'decisionEntered':
      return { ...event, entry: { ...event.entry, isVoid: true } };
    case 'entryUpheld':
      return { ...event, type: 'entryDropped', reasons: [] };
    case 'silenceDeemed':
      return { ...event, deeming: { ...event.deeming, isVoid: true } };
    case 'delegated':
    case 'reassigned':
    case 'deputised':
      return { ...event, delegation: { ...event.delegation, isVoid: true } };
    case 'deputyNamed':
    case 'deputyAppointed': {
      const { actor, at, reason } = event.deputyship;
      return { ...event, deputyship: { ...event.deputyship, ended: { by: actor.personId, at, reason } } };
    }
    default:
      return event;
  }
}
