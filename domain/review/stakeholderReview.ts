// Stage 3: stakeholders review in groups; feedback is given, addressed, and approval reaches quorum on one digest.
import type { AddressFeedback, GiveFeedback, RecordMeetingNotes, ScheduleReviewMeeting } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { openSignOff } from '../signOff/formalSignOff.ts';
import { assertManager, packageNamed, stageIn } from '../guards.ts';
import { deemedPeople, type Feedback, type FeedbackItem, type Milestone } from '../milestone.ts';
import type { Group } from '../terms/plan.ts';
import { isAtQuorum } from '../people/quorum.ts';
import { groupsFor, holdersOf, notTheirs, onBehalf, seatHolders } from '../people/seats.ts';
import { sendToRework } from '../validation/technicalValidation.ts';
import { openWait } from '../time/wait.ts';

export function openReview(milestone: Milestone, now: string): MilestoneEvent[] {
  const first = milestone.plan.reviewGroups[0];
  const wait = openWait('inReview', now, milestone.engagement.contract);
  const askedIds = holdersOf(milestone, 'review', first?.memberIds ?? []);
  const opened: MilestoneEvent = { type: 'reviewOpened', wait, openGroup: 0, askedIds };
  return [opened, ...nextOfReview(evolveAll(milestone, [opened]), now)];
}

export function giveFeedback(milestone: Milestone, command: GiveFeedback, now: string): MilestoneEvent[] {
  const stage = stageIn(milestone, ['inReview'], 'NOT_IN_REVIEW', 'feedback is taken during stakeholder review');
  const { personId } = command.actor;
  const group = groupOf(milestone, personId, stage.openGroup);
  packageNamed(milestone, command.packageDigest);
  const isFinal = command.verdict !== 'comment';
  if (isFinal && expressApprovals(milestone).includes(personId))
    throw new SignOffError(
      'ALREADY_DECIDED',
      `"${personId}" has already approved this package; add a comment, or refuse with reasons.`,
    );
  const given: MilestoneEvent = { type: 'feedbackGiven', ...feedbackFrom(milestone, command, group, now) };
  const after = evolveAll(milestone, [given]);
  if (command.verdict === 'requestRevision') {
    const reasons = command.reasons ?? [];
    return [
      given,
      { type: 'nonConformanceNoticed', reasons, source: 'revisionRequest' },
      ...sendToRework(after, reasons, 'inReview', now),
    ];
  }
  return [given, ...nextOfReview(after, now)];
}

function feedbackFrom(milestone: Milestone, command: GiveFeedback, group: number, now: string) {
  const { personId } = command.actor;
  const feedback: Feedback = {
    personId,
    packageDigest: command.packageDigest,
    at: now,
    actor: command.actor,
    messageId: command.messageId,
    isVoid: false,
    ...onBehalf(milestone, 'review', personId),
    verdict: command.verdict,
    group,
    reasons: command.reasons ?? [],
  };
  const texts = [...command.comments, ...(command.reasons ?? [])];
  const items = texts.map((text, index): FeedbackItem => ({
    feedbackId: `F${milestone.feedbackItems.length + index + 1}`,
    personId,
    text,
    raisedAt: now,
  }));
  return { feedback, items };
}

export function addressFeedback(milestone: Milestone, command: AddressFeedback, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    ['inReview', 'rework', 'facilitation', 'escalated'],
    'NOT_IN_REVIEW',
    'feedback is addressed during review, rework or facilitation',
  );
  assertManager(milestone, command.actor, 'address feedback');
  const item = milestone.feedbackItems.find((each) => each.feedbackId === command.feedbackId);
  if (!item)
    throw new SignOffError(
      'FEEDBACK_UNKNOWN',
      `There is no feedback item "${command.feedbackId}"; open ones: ${unaddressed(milestone).join(', ') || 'none'}.`,
      {
        field: 'feedbackId',
      },
    );
  const addressed: MilestoneEvent = {
    type: 'feedbackAddressed',
    feedbackId: item.feedbackId,
    response: command.response,
    respondedAt: now,
  };
  return [addressed, ...nextOfReview(evolveAll(milestone, [addressed]), now)];
}

export function scheduleReviewMeeting(milestone: Milestone, command: ScheduleReviewMeeting): MilestoneEvent[] {
  stageIn(
    milestone,
    ['compiling', 'rework', 'validating', 'inReview'],
    'NOT_IN_REVIEW',
    'a review meeting is scheduled before or during the review',
  );
  assertManager(milestone, command.actor, 'schedule the review meeting');
  const { startsAt, durationMinutes, location } = command;
  const sequence = (milestone.meeting?.sequence ?? -1) + 1;
  return [{ type: 'reviewMeetingScheduled', meeting: { startsAt, durationMinutes, location, sequence } }];
}

export function recordMeetingNotes(milestone: Milestone, command: RecordMeetingNotes, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    ['inReview', 'facilitation', 'rework'],
    'NOT_IN_REVIEW',
    'meeting notes are recorded during the review',
  );
  assertManager(milestone, command.actor, 'record meeting notes');
  const { heldOn, notes, attendeeIds } = command;
  const recorded: MilestoneEvent = {
    type: 'meetingNotesRecorded',
    notes: { heldOn, notes, attendeeIds, recordedBy: command.actor.personId, recordedAt: now },
  };
  return [recorded, ...nextOfReview(evolveAll(milestone, [recorded]), now)];
}

/** What still keeps a review with every group at quorum from closing, in words. */
export function reviewObstacles(milestone: Milestone): string[] {
  return [
    ...unaddressed(milestone).map((id) => `feedback item ${id} is not addressed`),
    ...(milestone.meeting && milestone.meetingNotes.length === 0 ? ['the review meeting has no notes'] : []),
  ];
}

const unaddressed = (milestone: Milestone): string[] =>
  milestone.feedbackItems.filter((each) => each.response === undefined).map((each) => each.feedbackId);

const expressApprovals = (milestone: Milestone): string[] =>
  milestone.feedback.filter((each) => !each.isVoid && each.verdict === 'approve').map((each) => each.personId);

/** Those who approved, and those whose silence stands for approval where the contract says so. */
export const standingApprovals = (milestone: Milestone): string[] => [
  ...new Set([...expressApprovals(milestone), ...deemedPeople(milestone, 'review')]),
];

/** Asks the next group, or closes the review when the last one is at quorum and nothing is left open. */
export function nextOfReview(milestone: Milestone, now: string): MilestoneEvent[] {
  const { stage, plan } = milestone;
  if (stage.phase !== 'inReview') return [];
  const group = plan.reviewGroups[stage.openGroup];
  if (!group || !isApproved(milestone, group)) return [];
  const openGroup = stage.openGroup + 1;
  const next = plan.reviewGroups[openGroup];
  if (next) {
    const wait = openWait('inReview', now, milestone.engagement.contract);
    const approved = standingApprovals(milestone);
    const askedIds = holdersOf(milestone, 'review', next.memberIds).filter((id) => !approved.includes(id));
    const asked: MilestoneEvent = { type: 'reviewGroupAsked', wait, openGroup, askedIds };
    return [asked, ...nextOfReview(evolveAll(milestone, [asked]), now)];
  }
  return reviewObstacles(milestone).length > 0 ? [] : openSignOff(milestone, now);
}

export const isApproved = (milestone: Milestone, { quorum, memberIds }: Group): boolean =>
  isAtQuorum(quorum, seatHolders(milestone, 'review', memberIds), standingApprovals(milestone));

/** The open group a person may act in; a person of a later group has not been asked yet (rule 3). */
function groupOf(milestone: Milestone, personId: string, openGroup: number): number {
  const mine = groupsFor(milestone, 'review').flatMap((memberIds, index) =>
    holdersOf(milestone, 'review', memberIds).includes(personId) ? [index] : [],
  );
  const [first] = mine;
  if (first === undefined)
    throw notTheirs(milestone, 'review', personId, `"${personId}" is not a stakeholder of this milestone.`);
  const usable = mine.filter((index) => index <= openGroup).at(-1);
  if (usable === undefined)
    throw new SignOffError(
      'NOT_YET_ASKED',
      `"${personId}" is in group ${first + 1}; group ${openGroup + 1} is being asked and is not at quorum yet.`,
      {
        field: 'actor.personId',
      },
    );
  return usable;
}
