// What a milestone waits for, act by act: whose each is, since when and until when. Kept beside the state so that lists need not read it. Pure.
import { consentersTo, needsConsent, openAmendment } from '../amendments/consent.ts';
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { closerOf } from '../exceptions/closer.ts';
import { awaitsVerification, verifiersAsked } from '../exceptions/verifiers.ts';
import { openExceptions, type Milestone } from '../milestone.ts';
import { pendingReviewers, unaddressedFeedback } from '../review/approvals.ts';
import { neededLeavers } from '../people/departures.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import type { RequestKind } from '../requests/requestKinds.ts';
import { obstacleWords, obstaclesToSigning } from '../signOff/signability.ts';
import { endOfDate } from '../time/businessTime.ts';
import type { ClockStop } from '../time/clockStop.ts';
import { openInquiries, openStop } from '../time/stops.ts';

/** Each is one act of one person. */
export const workActs = [
  'submitPackage',
  'submitRework',
  'validate',
  'review',
  'answerComments',
  'recordMeetingNotes',
  'recordOutcome',
  'confirmOutcome',
  'sign',
  'decideAsSponsor',
  'closeException',
  'verifyException',
  'decideRevocation',
  'consentToAmendment',
  'replaceLeaver',
  'answerQuestion',
  'resumeClock',
  'makeSignable',
] as const;
export type WorkAct = (typeof workActs)[number];

export interface WorkItem {
  act: WorkAct;
  /** Whose act it is. */
  personId: string;
  /** Nothing is to be done before. */
  since: string;
  /** An instant; of an exception, the end of business on the date it is due on. */
  due?: string;
  /** How many comments wait. */
  count?: number;
  /** The exception, amendment, stop of the clock or field of the plan it is about, or who has left. */
  about?: string;
  /** Who asked the question. */
  askedBy?: string;
  /** Which party has to bring what the clock stands still for. */
  awaits?: ClockStop['awaits'];
  /** What the clock stands still for; or what keeps the milestone from being signed, with the remedy. */
  reason?: string;
}

/** The kind of request by which somebody is asked for it; acts of the manager's own come without. */
export const requestKindOf: { [A in WorkAct]?: RequestKind } = {
  validate: 'validation',
  review: 'review',
  sign: 'signature',
  recordOutcome: 'facilitation',
  confirmOutcome: 'confirmation',
  decideAsSponsor: 'determination',
  closeException: 'closure',
  verifyException: 'verification',
  decideRevocation: 'revocation',
  consentToAmendment: 'amendment',
};

/** What waits for people now, or will from the instant an item says. */
export const workOf = (milestone: Milestone): WorkItem[] =>
  milestone.proposedRevocation
    ? revocation(milestone)
    : [
        ...stageWork(milestone),
        ...consents(milestone),
        ...vacancies(milestone),
        ...questions(milestone),
        ...standstill(milestone),
        ...unsignable(milestone),
      ];

/** Who left and is still needed for something is the manager's to replace. */
const vacancies = (milestone: Milestone): WorkItem[] =>
  neededLeavers(milestone).map(({ personId: about, leftAt: since }) => ({
    ...{ act: 'replaceLeaver', personId: milestone.engagement.engagementManagerId, since, about },
  }));

/** Whoever asked decides once they have their answer, and the manager alone is told of it. */
const questions = (milestone: Milestone): WorkItem[] =>
  openInquiries(milestone).map(({ stopId: about, from: since, forPersonId }) => ({
    ...{ act: 'answerQuestion', personId: milestone.engagement.engagementManagerId, since, about },
    ...(forPersonId === undefined ? {} : { askedBy: forPersonId }),
  }));

function standstill(milestone: Milestone): WorkItem[] {
  const stop = openStop(milestone);
  if (!stop) return [];
  const { stopId: about, from: since, awaits, reason } = stop;
  return [{ act: 'resumeClock', personId: milestone.engagement.engagementManagerId, since, about, awaits, reason }];
}

/** What came about since the stage opened, or when somebody left: a plan that nobody could sign is not begun, nor are changes taken that make one. */
function unsignable(milestone: Milestone): WorkItem[] {
  const { stage, left, engagement } = milestone;
  if (!('wait' in stage)) return [];
  const { openedAt } = stage.wait;
  const since = [openedAt, ...left.map((each) => each.at)].reduce((one, other) => (one > other ? one : other));
  return obstaclesToSigning(milestone, openedAt).map((each) => ({
    ...{ act: 'makeSignable', personId: engagement.engagementManagerId, since, about: each.field },
    reason: obstacleWords(each),
  }));
}

function consents(milestone: Milestone): WorkItem[] {
  const open = needsConsent(milestone) ? openAmendment(milestone) : undefined;
  if (!open) return [];
  const { amendmentId: about, proposedAt: since } = open;
  const due = milestone.consentWait?.deadline;
  return consentersTo(milestone, open).map((personId) => ({
    ...{ act: 'consentToAmendment', personId, since, about },
    ...(due === undefined ? {} : { due }),
  }));
}

function revocation({ proposedRevocation, engagement }: Milestone): WorkItem[] {
  if (!proposedRevocation) return [];
  const { proposedAt: since, wait } = proposedRevocation;
  return [{ act: 'decideRevocation', personId: engagement.engagementSponsorId, since, due: wait.deadline }];
}

function stageWork(milestone: Milestone): WorkItem[] {
  const { stage } = milestone;
  switch (stage.phase) {
    case 'compiling':
      return each(milestone, 'submitPackage');
    case 'rework':
      return each(milestone, 'submitRework');
    case 'validating':
      return [...each(milestone, 'validate'), ...confirmation(milestone)];
    case 'inReview':
      return [
        ...each(milestone, 'review', pendingReviewers(milestone, stage.openGroup)),
        ...ownInReview(milestone),
        ...confirmation(milestone),
      ];
    case 'formalSignOff': {
      const refuser = outcomeToConfirm(milestone)?.refusal.personId;
      return [
        ...each(
          milestone,
          'sign',
          pendingAssignees(milestone).filter((id) => id !== refuser),
        ),
        ...confirmation(milestone),
      ];
    }
    case 'facilitation':
      return each(milestone, 'recordOutcome');
    case 'escalated':
      return each(milestone, 'decideAsSponsor');
    case 'acceptedWithExceptions':
      return closing(milestone);
    case 'accepted':
    case 'revoked':
    case 'terminated':
    case 'cancelled':
      return [];
    default:
      return stage satisfies never;
  }
}

/** One for each of those the stage waits for, until its deadline; none is due while the clock stands still, for all or for them. */
function each(milestone: Milestone, act: WorkAct, ids = pendingAssignees(milestone)): WorkItem[] {
  const { stage } = milestone;
  if (!('wait' in stage)) return [];
  const { openedAt: since, deadline: due } = stage.wait;
  const stands = openStop(milestone) !== undefined;
  const waiting = openInquiries(milestone).map((one) => one.forPersonId);
  return ids.map((personId) => ({
    ...{ act, personId, since },
    ...(stands || waiting.includes(personId) ? {} : { due }),
  }));
}

/** What keeps a review from closing once everybody has approved; comments are answered while others still look. */
function ownInReview(milestone: Milestone): WorkItem[] {
  const { engagementManagerId: manager } = milestone.engagement;
  const [comments, items] = [unaddressedFeedback(milestone), each(milestone, 'answerComments', [manager])];
  const answers = comments.length > 0 ? items.map((item) => ({ ...item, count: comments.length })) : [];
  const { meeting, meetingNotes } = milestone;
  if (!meeting || meetingNotes.length > 0) return answers;
  const since = new Date(meeting.startsAt).toISOString();
  return [...answers, ...each(milestone, 'recordMeetingNotes', [manager]).map((item) => ({ ...item, since }))];
}

function confirmation(milestone: Milestone): WorkItem[] {
  const open = outcomeToConfirm(milestone);
  if (!open) return [];
  const { facilitation, refusal, confirmBy } = open;
  return [{ act: 'confirmOutcome', personId: refusal.personId, since: facilitation.at, due: confirmBy }];
}

function closing(milestone: Milestone): WorkItem[] {
  const { calendar } = milestone.engagement.contract;
  return openExceptions(milestone).flatMap((exception): WorkItem[] => {
    const { exceptionId: about, dueOn, proposedAt, closures = [] } = exception;
    const due = endOfDate(dueOn, calendar);
    if (!awaitsVerification(exception))
      return [{ act: 'closeException', personId: closerOf(milestone, exception), since: proposedAt, due, about }];
    const since = closures.at(-1)?.submittedAt ?? proposedAt;
    return verifiersAsked(milestone, exception).map((personId) => ({
      act: 'verifyException',
      personId,
      since,
      due,
      about,
    }));
  });
}
