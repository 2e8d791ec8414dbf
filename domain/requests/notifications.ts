// Who is told what when something happened; how it reaches them is the affair of mail.
import type { RecordedEvent } from '../events.ts';
import { closerOf } from '../exceptions/closer.ts';
import { grantersOf, verifiersAsked } from '../exceptions/verifiers.ts';
import { currentPackage, openExceptions, personOf, type Milestone } from '../milestone.ts';
import { isNotifiable } from '../terms/severity.ts';
import { askedSoFar, everyone } from './everyone.ts';
import { aboutAmendment } from './amendmentNotifications.ts';
import { aboutTime } from './timeNotifications.ts';
import { hearingOfDeputy } from './deputyNotifications.ts';
import { hearingOfCorrection } from './correctionNotifications.ts';
import { aboutEntry } from './entryNotifications.ts';
import { pendingAssignees } from './pendingAssignees.ts';
import { requestOf } from './openRequests.ts';
import { whoHearsOfReturn } from './returnNotifications.ts';
import type { NotificationKind } from './notificationKinds.ts';
import type { RequestKind } from './requestKinds.ts';
import { whoGetsReceipt } from '../records/decisions.ts';
import { neededLeavers } from '../people/departures.ts';
import { isGone } from '../people/leaving.ts';
import { addressVersion } from '../people/addresses.ts';
import { assigneesOf, delegationTo } from '../people/assignments.ts';

/** One mail to one person about one event; (milestone, event, kind, recipient) never repeats. */
export interface Notification {
  kind: NotificationKind;
  recipientId: string;
  /** Set when the recipient is asked for a decision; the request is good for this round and package only. */
  asks?: RequestKind;
  /** Set when the duty came to the recipient by a delegation, which gives them a request, and a link, of its own. */
  delegationId?: string;
  /** Set when the recipient's address was corrected, as often as it was: a request that went elsewhere is another one. */
  addressVersion?: number;
}

/** The notifications of one event, given the state after it: a receipt for whoever decided, then word to everybody concerned who is still there. */
export function notificationsFor(milestone: Milestone, event: RecordedEvent): Notification[] {
  return [...tell(whoGetsReceipt(event), 'decisionReceipt'), ...notificationsOf(milestone, event)]
    .filter(({ recipientId }) => !isGone(milestone, recipientId, event.at))
    .map((notification) => withAddress(milestone, withDelegation(milestone, notification)));
}

function notificationsOf(milestone: Milestone, event: RecordedEvent): Notification[] {
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
      return event.facilitation.confirmBy
        ? ask(refusers(milestone), 'facilitationOutcomeNotice', 'confirmation')
        : tell(refusers(milestone), 'facilitationOutcomeNotice');
    case 'facilitationOutcomeConfirmed':
    case 'facilitationOutcomeOpposed':
    case 'facilitationOutcomeUnopposed':
      return tell([manager], 'outcomeConfirmationNotice');
    case 'decisionEntered':
    case 'objectionPeriodExtended':
    case 'entryOpposed':
    case 'entryUpheld':
    case 'entryDropped':
      return aboutEntry(milestone, event);
    case 'escalatedToSponsor':
      return ask([sponsor], 'sponsorBrief', 'determination');
    case 'sponsorDecided':
      return tell([manager, ...refusers(milestone), ...earlierDeciders(milestone)], 'determinationNotice');
    case 'reminderDue':
      return remind(milestone, event.askedIds);
    case 'finalNoticeGiven':
      return [
        ...ask(event.askedIds, 'finalNotice', milestone.stage.phase === 'inReview' ? 'review' : 'signature'),
        ...tell([manager], 'overdueNotice'),
      ];
    case 'furtherPeriodExtended':
      return [
        ...ask(event.askedIds, 'furtherPeriodNotice', milestone.stage.phase === 'inReview' ? 'review' : 'signature'),
        ...tell([manager], 'furtherPeriodNotice'),
      ];
    case 'silenceDeemed':
      return tell([manager, sponsor, ...event.deeming.personIds, ...earlierDeciders(milestone)], 'silenceNotice');
    case 'silenceNotDeemed':
      return tell([manager, sponsor], 'silenceNotice');
    case 'deadlineExtended':
      return tell([manager, ...pendingAssignees(milestone)], 'deadlineExtendedNotice');
    case 'calendarCorrected':
      return tell([manager, sponsor], 'calendarCorrectedNotice');
    case 'delegated':
    case 'reassigned':
    case 'deputised':
      return passedOn(milestone, event);
    case 'deadlinePassed':
      return mayExtend(milestone, event, event.exceptionId ? [manager, ...event.askedIds] : [manager], 'overdueNotice');
    case 'overdueEscalated':
      return tell([sponsor], 'escalationNotice');
    case 'nudged':
      return remind(milestone, event.askedIds);
    case 'signatureWithdrawn':
    case 'decidingDeclined':
    case 'informationAsked':
    case 'clockStopped':
    case 'clockResumed':
    case 'ownTimeTaken':
    case 'moreTimeAsked':
      return aboutTime(milestone, event);
    case 'deputyNamed':
    case 'deputyAppointed':
    case 'deputyEnded':
      return tell(hearingOfDeputy(milestone, event), 'deputyNotice');
    case 'packageTakenBack':
      return tell(
        [...pendingAssignees(milestone), sponsor].filter((id) => id !== event.takenBack.by),
        'takenBackNotice',
      );
    case 'amendmentProposed':
    case 'amendmentDeclined':
    case 'amendmentWithdrawn':
    case 'amendmentLapsed':
    case 'consentStepDue':
    case 'planAmended':
      return aboutAmendment(milestone, event);
    case 'askedAgain':
      return ask([event.askedId], 'askedAgainRequest', event.request);
    case 'personCorrected':
      return tell(hearingOfCorrection(milestone, event), 'personCorrectedNotice');
    case 'personLeft':
      return neededLeavers(milestone).some((each) => each.personId === event.personId)
        ? tell([manager, sponsor], 'personLeftNotice')
        : [];
    case 'undeliverableReported':
      return tell(whoHearsOfReturn(milestone, event), 'undeliverableNotice');
    case 'absenceReported':
      return tell([event.absenteeId === manager ? sponsor : manager], 'absenceNotice');
    case 'outputsPublished':
      return tell(
        everyone(milestone),
        milestone.acceptances.at(-1)?.kind === 'revocation' ? 'revocationNotice' : 'acceptanceNotice',
      );
    case 'timestampAbandoned':
      return tell([manager], 'timestampAbandonedNotice');
    case 'exceptionVerified':
      return tell(
        [
          manager,
          ...milestone.exceptions.filter((each) => each.exceptionId === event.exceptionId).map((each) => each.ownerId),
        ],
        'exceptionVerifiedNotice',
      );
    case 'closureEvidenceSubmitted':
    case 'closureRejected':
    case 'exceptionExtended':
    case 'exceptionFailed':
      return aboutException(milestone, event);
    case 'acceptedWithExceptions':
      return ask(
        openExceptions(milestone).map((each) => closerOf(milestone, each)),
        'closureRequest',
        'closure',
      );
    case 'revocationProposed':
      return ask([sponsor], 'revocationRequest', 'revocation');
    case 'revocationDeclined':
      return tell([manager], 'revocationDeclinedNotice');
    case 'validationReported':
      return event.report.issues.some(isNotifiable)
        ? tell(asParty(milestone, [manager, sponsor], 'firm'), 'indemnityPrompt')
        : [];
    case 'terminated':
      return tell(askedSoFar(milestone), 'terminationNotice');
    case 'cancelled':
      return tell(askedSoFar(milestone), 'cancellationNotice');
    // Who is to mend it is told by the obstacle; nobody else was promised anything.
    case 'acceptanceWithheld':
    case 'milestoneStarted':
    case 'packageFrozen':
    case 'personAdded':
    case 'amendmentConsented':
    case 'signOffRequestPrepared':
    case 'holidaysPinned':
    case 'feedbackAddressed':
    case 'meetingNotesRecorded':
    case 'exceptionProposed':
    case 'partProposed':
    case 'partWithdrawn':
    case 'partAccepted':
    case 'signed':
    case 'accepted':
    case 'revoked':
    case 'closedOut':
    case 'certificateTimestamped':
      return [];
    default:
      return event satisfies never;
  }
}

const once = (ids: readonly string[]): string[] => [...new Set(ids)];

const tell = (ids: readonly string[], kind: NotificationKind): Notification[] =>
  once(ids).map((recipientId) => ({ kind, recipientId }));

const ask = (ids: readonly string[], kind: NotificationKind, asks: RequestKind): Notification[] =>
  once(ids).map((recipientId) => ({ kind, recipientId, asks }));

/** The new person is asked at once if the duty is being asked for; whoever had it learns that it is no longer theirs. */
function passedOn(
  milestone: Milestone,
  event: Extract<RecordedEvent, { type: 'delegated' | 'reassigned' | 'deputised' }>,
): Notification[] {
  const { duty, fromPersonId, toPersonId } = event.delegation;
  const isAsked = requestOf(milestone) === duty && pendingAssignees(milestone).includes(toPersonId);
  const told = event.type === 'delegated' ? milestone.engagement.engagementManagerId : fromPersonId;
  return [
    ...(told === toPersonId ? [] : tell([told], 'passedOnNotice')),
    ...(isAsked ? ask([toPersonId], requestNotifications[duty], duty) : []),
    ...(isAsked && duty === 'review' && milestone.meeting ? tell([toPersonId], 'meetingInvitation') : []),
  ];
}

const requestNotifications = {
  validation: 'validationRequest',
  review: 'reviewRequest',
  signature: 'signatureRequest',
} as const;

function withAddress(milestone: Milestone, notification: Notification): Notification {
  const version = addressVersion(milestone, notification.recipientId);
  return notification.asks && version > 0 ? { ...notification, addressVersion: version } : notification;
}

function withDelegation(milestone: Milestone, notification: Notification): Notification {
  const { asks, recipientId } = notification;
  if (asks !== 'validation' && asks !== 'review' && asks !== 'signature') return notification;
  const delegation = delegationTo(milestone, asks, recipientId);
  return delegation ? { ...notification, delegationId: delegation.delegationId } : notification;
}

/** Of an exception that is late, whoever granted it is told with a page to extend it on; nobody is told twice. */
function mayExtend(
  milestone: Milestone,
  { exceptionId }: { exceptionId?: string },
  toldIds: readonly string[],
  kind: 'overdueNotice' | 'exceptionFailedNotice',
): Notification[] {
  const exception = milestone.exceptions.find((each) => each.exceptionId === exceptionId);
  const granters = exception ? grantersOf(milestone, exception) : [];
  const others = toldIds.filter((each) => !granters.includes(each));
  return [...tell(others, kind), ...ask(granters, kind, 'extension')];
}

type AboutException = Extract<
  RecordedEvent,
  { type: 'closureEvidenceSubmitted' | 'closureRejected' | 'exceptionExtended' | 'exceptionFailed' }
>;

/** Evidence goes to those who are asked to verify it; whoever else may finds it in the record. */
function aboutException(milestone: Milestone, event: AboutException): Notification[] {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = milestone.engagement;
  const exception = milestone.exceptions.find((each) => each.exceptionId === event.exceptionId);
  const owner = exception ? closerOf(milestone, exception) : manager;
  switch (event.type) {
    case 'closureEvidenceSubmitted': {
      const asked = exception ? verifiersAsked(milestone, exception) : [];
      return ask(asked, 'verificationRequest', 'verification');
    }
    case 'closureRejected':
      return ask([owner], 'closureRejectedNotice', 'closure');
    case 'exceptionExtended':
      return tell([owner, manager, sponsor], 'exceptionExtendedNotice');
    case 'exceptionFailed':
      return mayExtend(
        milestone,
        event,
        [owner, manager, sponsor, ...earlierDeciders(milestone)],
        'exceptionFailedNotice',
      );
    default:
      return event satisfies never;
  }
}

/** A reminder asks again for the same thing; one to somebody who is asked for no page (a rework, say) just tells. */
function remind(milestone: Milestone, ids: readonly string[]): Notification[] {
  const asks = requestOf(milestone);
  return once(ids).map((recipientId) => ({ kind: 'reminder', recipientId, ...(asks ? { asks } : {}) }));
}

const invitations = (milestone: Milestone, ids: readonly string[]): Notification[] =>
  milestone.meeting ? tell([...ids, milestone.engagement.engagementManagerId], 'meetingInvitation') : [];

function reviewersAsked(milestone: Milestone): string[] {
  const { stage, plan } = milestone;
  const open = stage.phase === 'inReview' ? stage.openGroup : -1;
  return plan.reviewGroups.slice(0, open + 1).flatMap((each) => assigneesOf(milestone, 'review', each.memberIds));
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
