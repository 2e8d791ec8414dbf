// Stage 3: stakeholders review in groups; feedback is given, addressed, and approval reaches quorum on one digest.
import { assertPlanSeen } from '../amendments/planSeen.ts';
import type { AddressFeedback, GiveFeedback, RecordMeetingNotes, ScheduleReviewMeeting } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { assertNotAhead, packageNamed, stageIn } from '../guards.ts';
import type { Feedback, Milestone } from '../milestone.ts';
import type { FeedbackItem } from './feedbackItem.ts';
import { groupsFor, assigneesOf, notTheirs } from '../people/assignments.ts';
import { boundDecision, whenDecided } from '../records/boundDecision.ts';
import { nextOfReview, sendToRework } from '../transitions.ts';
import { expressApprovals, unaddressedFeedback } from './approvals.ts';
import { actedAt } from '../records/takenAt.ts';
import { assertMay } from '../people/whoMay.ts';

export function giveFeedback(milestone: Milestone, command: GiveFeedback, now: string): MilestoneEvent[] {
  const stage = stageIn(milestone, ['inReview'], 'NOT_IN_REVIEW', 'feedback is taken during stakeholder review');
  const { personId } = command.actor;
  const group = groupOf(milestone, personId, stage.openGroup);
  packageNamed(milestone, command.packageDigest);
  assertPlanSeen(milestone, command);
  const isFinal = command.verdict !== 'comment';
  if (isFinal && expressApprovals(milestone).includes(personId))
    throw new SignOffError(
      'ALREADY_DECIDED',
      `"${personId}" has already approved this package, ${whenDecided(
        milestone.feedback.filter((each) => each.verdict === 'approve'),
        personId,
      )}; add a comment, or refuse with reasons.`,
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
    ...boundDecision(milestone, 'review', command, now),
    verdict: command.verdict,
    ...(command.needsAnswer === undefined ? {} : { needsAnswer: command.needsAnswer }),
    group,
    reasons: command.reasons ?? [],
  };
  const texts = [...command.comments, ...(command.reasons ?? [])];
  const items = texts.map((text, index): FeedbackItem => ({
    feedbackId: `F${milestone.feedbackItems.length + index + 1}`,
    personId,
    text,
    raisedAt: feedback.at,
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
  assertMay(milestone, 'addressFeedback', command.actor.personId);
  const item = milestone.feedbackItems.find((each) => each.feedbackId === command.feedbackId);
  if (!item)
    throw new SignOffError(
      'FEEDBACK_UNKNOWN',
      `There is no feedback item "${command.feedbackId}"; open ones: ${unaddressedFeedback(milestone).join(', ') || 'none'}.`,
      {
        field: 'feedbackId',
      },
    );
  const addressed: MilestoneEvent = {
    type: 'feedbackAddressed',
    feedbackId: item.feedbackId,
    response: command.response,
    respondedAt: actedAt(command, now),
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
  assertMay(milestone, 'scheduleReviewMeeting', command.actor.personId);
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
  assertMay(milestone, 'recordMeetingNotes', command.actor.personId);
  const { heldOn, notes, attendeeIds } = command;
  assertNotAhead(milestone, heldOn, now, 'heldOn', 'notes are of a meeting that was held');
  const recorded: MilestoneEvent = {
    type: 'meetingNotesRecorded',
    notes: { heldOn, notes, attendeeIds, recordedBy: command.actor.personId, recordedAt: actedAt(command, now) },
  };
  return [recorded, ...nextOfReview(evolveAll(milestone, [recorded]), now)];
}

/** The open group a person may act in; a person of a later group has not been asked yet (rule 3). */
export function groupOf(milestone: Milestone, personId: string, openGroup: number): number {
  const mine = groupsFor(milestone, 'review').flatMap((memberIds, index) =>
    assigneesOf(milestone, 'review', memberIds).includes(personId) ? [index] : [],
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
