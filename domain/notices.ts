// Who is told what when something happened; how it reaches them is the mail room's affair.
import type { RecordedEvent } from './events.ts';
import { currentPackage, isOver, personOf, type Milestone } from './milestone.ts';
import { stillAsked } from './passTime.ts';

/** What a request asks its recipient to decide; each has a page behind its link. */
export type RequestKind = 'validation' | 'review' | 'signature' | 'facilitation' | 'determination';

export type NoticeKind =
  | 'validationRequest'
  | 'reviewRequest'
  | 'signatureRequest'
  | 'facilitationRequest'
  | 'sponsorBrief'
  | 'reminder'
  | 'overdueNotice'
  | 'escalationNotice'
  | 'nonConformanceNotice'
  | 'reworkNotice'
  | 'feedbackNotice'
  | 'meetingInvitation'
  | 'refusalNotice'
  | 'indemnityPrompt'
  | 'facilitationOutcomeNotice'
  | 'determinationNotice'
  | 'signaturesVoidedNotice'
  | 'undeliverableNotice'
  | 'absenceNotice'
  | 'acceptanceNotice'
  | 'exceptionVerifiedNotice'
  | 'terminationNotice'
  | 'cancellationNotice';

/** Mails about a reply rather than an event: it was not proven, or not understood. */
export type AnswerKind = 'replyConfirmation' | 'replyHelp';

/** One mail to one person about one event; (milestone, event, kind, recipient) never repeats. */
export interface Notice {
  kind: NoticeKind;
  recipientId: string;
  /** Set when the recipient is asked for a decision; the request is good for this round and package only. */
  asks?: RequestKind;
}

/** The notices of one event, given the state after it. */
export function noticesFor(milestone: Milestone, event: RecordedEvent): Notice[] {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = milestone.engagement;
  switch (event.type) {
    case 'validationOpened':
      return ask(event.askedIds, 'validationRequest', 'validation');
    case 'reviewOpened':
    case 'reviewGroupAsked':
      return [...ask(event.askedIds, 'reviewRequest', 'review'), ...invitations(milestone, event.askedIds)];
    case 'reviewMeetingScheduled':
      return milestone.stage.phase === 'inReview' ? invitations(milestone, reviewersAsked(milestone)) : [];
    case 'formalSignOffOpened':
    case 'approvalGroupAsked':
      return ask(event.askedIds, 'signatureRequest', 'signature');
    case 'feedbackGiven':
      return event.items.length > 0 ? tell([manager], 'feedbackNotice') : [];
    case 'nonConformanceNoticed':
      return tell(
        [manager, ...authors(milestone), ...asParty(milestone, [manager, sponsor], 'client')],
        'nonConformanceNotice',
      );
    case 'reworkStarted':
      return tell([manager], 'reworkNotice');
    case 'signaturesVoided':
      return tell(event.personIds, 'signaturesVoidedNotice');
    case 'refused':
      return [
        ...tell(
          earlierDeciders(milestone).filter((id) => id !== event.refusal.personId),
          'refusalNotice',
        ),
        ...tell(asParty(milestone, [manager, sponsor], 'firm'), 'indemnityPrompt'),
      ];
    case 'facilitationOpened':
      return ask([manager], 'facilitationRequest', 'facilitation');
    case 'facilitationOutcomeRecorded':
      return tell(refusers(milestone), 'facilitationOutcomeNotice');
    case 'escalatedToSponsor':
      return ask([sponsor], 'sponsorBrief', 'determination');
    case 'sponsorDecided':
      return tell([manager, ...refusers(milestone), ...earlierDeciders(milestone)], 'determinationNotice');
    case 'reminderDue':
      return remind(milestone, event.askedIds);
    case 'deadlinePassed':
      return tell([manager], 'overdueNotice');
    case 'overdueEscalated':
      return tell([sponsor], 'escalationNotice');
    case 'undeliverableReported':
      return tell([event.addresseeId === manager ? sponsor : manager], 'undeliverableNotice');
    case 'absenceReported':
      return tell([event.absenteeId === manager ? sponsor : manager], 'absenceNotice');
    case 'outputsPublished':
      return tell(everyone(milestone), 'acceptanceNotice');
    case 'exceptionVerified':
      return tell(
        [
          manager,
          ...milestone.exceptions.filter((each) => each.exceptionId === event.exceptionId).map((each) => each.ownerId),
        ],
        'exceptionVerifiedNotice',
      );
    case 'terminated':
      return tell(everyone(milestone), 'terminationNotice');
    case 'cancelled':
      return tell(everyone(milestone), 'cancellationNotice');
    case 'milestoneStarted':
    case 'packageFrozen':
    case 'signOffRequestPrepared':
    case 'validationReported':
    case 'feedbackAddressed':
    case 'meetingNotesRecorded':
    case 'exceptionProposed':
    case 'signed':
    case 'accepted':
    case 'acceptedWithExceptions':
    case 'closedOut':
      return [];
    default:
      return event satisfies never;
  }
}

const once = (ids: readonly string[]): string[] => [...new Set(ids)];

const tell = (ids: readonly string[], kind: NoticeKind): Notice[] =>
  once(ids).map((recipientId) => ({ kind, recipientId }));

const ask = (ids: readonly string[], kind: NoticeKind, asks: RequestKind): Notice[] =>
  once(ids).map((recipientId) => ({ kind, recipientId, asks }));

/** What the milestone is waiting for people to decide, if it is a decision with a page. */
export function requestOf(milestone: Milestone): RequestKind | undefined {
  switch (milestone.stage.phase) {
    case 'validating':
      return 'validation';
    case 'inReview':
      return 'review';
    case 'formalSignOff':
      return 'signature';
    case 'facilitation':
      return 'facilitation';
    case 'escalated':
      return 'determination';
    default:
      return undefined;
  }
}

/** A reminder asks again for the same thing; one to somebody who is asked for no page (a rework, say) just tells. */
function remind(milestone: Milestone, ids: readonly string[]): Notice[] {
  const asks = requestOf(milestone);
  return once(ids).map((recipientId) => ({ kind: 'reminder', recipientId, ...(asks ? { asks } : {}) }));
}

const invitations = (milestone: Milestone, ids: readonly string[]): Notice[] =>
  milestone.meeting ? tell([...ids, milestone.engagement.engagementManagerId], 'meetingInvitation') : [];

function reviewersAsked(milestone: Milestone): string[] {
  const { stage, plan } = milestone;
  const open = stage.phase === 'inReview' ? stage.openGroup : -1;
  return plan.reviewGroups.slice(0, open + 1).flatMap((each) => each.memberIds);
}

const authors = (milestone: Milestone): string[] => milestone.plan.deliverables.flatMap((each) => each.authorIds);

const refusers = (milestone: Milestone): string[] =>
  milestone.refusals.filter((each) => !each.isVoid).map((each) => each.personId);

/** Those who have approved or signed the current package: they learn of a refusal that came after them. */
function earlierDeciders(milestone: Milestone): string[] {
  const digest = currentPackage(milestone)?.digest;
  return [...milestone.feedback.filter((each) => each.verdict === 'approve'), ...milestone.signatures]
    .filter((each) => each.packageDigest === digest)
    .map((each) => each.personId);
}

const asParty = (milestone: Milestone, ids: readonly string[], party: 'firm' | 'client'): string[] =>
  ids.filter((id) => personOf(milestone, id)?.party === party);

/** Everybody who was asked so far: named in the plan, or with an open duty; before the package, the manager alone. */
function everyone(milestone: Milestone): string[] {
  const { plan, engagement } = milestone;
  const offices = [engagement.engagementManagerId, engagement.engagementSponsorId];
  if (milestone.packages.length === 0) return offices;
  return [
    ...offices,
    ...plan.validators.memberIds,
    ...plan.reviewGroups.flatMap((each) => each.memberIds),
    ...plan.approvalAuthorityList.flatMap((each) => each.members.map((member) => member.personId)),
    ...(isOver(milestone) ? [] : stillAsked(milestone)),
  ];
}
