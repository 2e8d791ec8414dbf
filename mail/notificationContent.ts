// The words of every kind of mail. Plain text only; the frame, the button and the link are the template's affair.
import { aboutCopy, certificateCopy } from './certificateCopy.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, openExceptions, type Milestone } from '../domain/milestone.ts';
import { seesRefusal } from '../domain/dispute/refusalsSeen.ts';
import { goesToAdministrator } from '../domain/requests/mailIds.ts';
import type { Notification } from '../domain/requests/notifications.ts';
import type { NotificationKind } from '../domain/requests/notificationKinds.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { isNotifiable } from '../domain/terms/severity.ts';
import {
  determinationWords,
  exceptionSection,
  names,
  outcomeWords,
  phaseWords,
  waitedFor,
  written,
} from './contentSections.ts';
import { decisionReceipt, passedOnContent } from './decisionContent.ts';
import { disputeContent } from './disputeContent.ts';
import { enteredSection, entryContent } from './entryContent.ts';
import { exceptionContent } from './exceptionContent.ts';
import type { MailContent, NotificationContext, Renderer } from './mailContent.ts';
import { formatInstant } from './formatInstant.ts';
import { peopleContent } from './peopleContent.ts';
import { nextStep } from './nextStep.ts';
import { exceptionIn, reminder, request } from './requestContent.ts';
import { formatMoney } from '../domain/terms/money.ts';

export function contentOf(notification: Notification, milestone: Milestone, event: RecordedEvent): MailContent {
  return renderers[notification.kind]({ milestone, event, notification });
}

const isConcession = (event: NotificationContext['event']): boolean =>
  event.type === 'nonConformanceNoticed' && event.source === 'concession';

const isGranter = ({ notification }: NotificationContext): boolean => notification.asks === 'extension';

const maySayMore = (context: NotificationContext): string[] =>
  isGranter(context)
    ? ['You granted the exception and may give it more time. If you leave it as it is, you need not do anything.']
    : [];

const extending = (context: NotificationContext): { button?: string } =>
  isGranter(context) ? { button: 'Extend it' } : {};

const renderers: Record<NotificationKind, Renderer> = {
  ...disputeContent,
  ...exceptionContent,
  ...entryContent,
  ...peopleContent,
  validationRequest: (context) => request(context, 'validation'),
  reviewRequest: (context) => request(context, 'review'),
  signatureRequest: (context) => request(context, 'signature'),
  facilitationRequest: (context) => request(context, 'facilitation'),
  sponsorBrief: (context) => request(context, 'determination'),
  decisionReceipt,
  passedOnNotice: passedOnContent,
  reminder: reminder,
  overdueNotice: (context) => ({
    subject: `Overdue: ${context.milestone.plan.title}`,
    headline: `The deadline of ${whatIsLate(context)} has passed without a decision.`,
    paragraphs: [
      `Still waiting for ${names(context.milestone, whoIsLate(context))}. A late decision still counts.`,
      ...maySayMore(context),
    ],
    sections: [],
    ...extending(context),
    next: [
      nextStep(context.milestone, context.notification.recipientId, exceptionIn(context.event)),
      ...(context.milestone.stage.phase === 'acceptedWithExceptions' ? [] : ['You can also escalate now.']),
    ].join(' '),
  }),
  escalationNotice: (context) => ({
    ...escalated(context),
    subject: `Escalation: ${context.milestone.plan.title} is stalled`,
    headline: `The milestone waits past its deadline in ${whatIsLate(context)}.`,
  }),
  nonConformanceNotice: ({ milestone, event }) => ({
    subject: `Non-conformance notice: ${milestone.plan.title}`,
    headline: isConcession(event)
      ? 'The package does not conform; validation recommends to accept it under an exception.'
      : 'The package does not conform and goes back to rework.',
    paragraphs: ['This is the notice of non-conformance under the contract, with the reasons given.'],
    sections: written(milestone, 'Reasons', event.type === 'nonConformanceNoticed' ? event.reasons : []),
    next: isConcession(event)
      ? 'Nothing is accepted by this notice. The exception has to be named with owner, plan and due date, and granted by signature of the client; otherwise the package is reworked.'
      : 'A corrected package will be validated again from the start.',
  }),
  reworkNotice: ({ milestone, event, notification }) => ({
    subject: `Rework: ${milestone.plan.title}`,
    headline: 'Please have the package corrected and submit a new version.',
    ...waitedFor(milestone),
    paragraphs: [
      `Rework cycle ${milestone.reworkCycles} of ${milestone.engagement.contract.maxReworkCycles} the contract provides for. Say for each deliverable what changed.`,
    ],
    sections: written(milestone, 'What to correct', event.type === 'reworkStarted' ? event.reasons : []),
    next: `The new version is validated again. ${nextStep(milestone, notification.recipientId)}`,
  }),
  feedbackNotice: ({ milestone, event }) => ({
    subject: `Feedback to address: ${milestone.plan.title}`,
    headline: 'A stakeholder gave feedback; each item needs a response before formal sign-off.',
    paragraphs: [],
    sections: written(
      milestone,
      event.type === 'feedbackGiven' ? `From ${nameOf(milestone, event.feedback.personId)}` : 'Feedback',
      event.type === 'feedbackGiven' ? event.items.map((each) => `${each.feedbackId}: ${each.text}`) : [],
    ),
    next: 'Formal sign-off opens once every item is addressed and every group has approved.',
  }),
  meetingInvitation: ({ milestone }) => ({
    subject: `Review meeting: ${milestone.plan.title}`,
    headline: 'You are invited to the review meeting of this milestone.',
    ...(milestone.meeting ? { by: milestone.meeting.startsAt } : {}),
    paragraphs: milestone.meeting
      ? [`Where: ${milestone.meeting.location}`, `Length: ${milestone.meeting.durationMinutes} minutes`]
      : [],
    sections: [],
    next: 'The invitation attached adds it to your calendar. Notes of the meeting become part of the record.',
  }),
  refusalNotice: ({ milestone, event, notification }) => {
    const refusal =
      event.type === 'refused' && seesRefusal(milestone, event.refusal, notification.recipientId)
        ? event.refusal
        : undefined;
    return {
      subject: `${refusal ? 'Refused after your decision' : 'Not agreed by all'}: ${milestone.plan.title}`,
      headline: refusal
        ? `${nameOf(milestone, refusal.personId)} refused the milestone after you had decided.`
        : 'Since you decided, somebody has not agreed to the milestone.',
      paragraphs: [
        ...(refusal ? [] : ['Who, and why, the contract keeps to those who settle it.']),
        'Your own decision stands on record. You need not do anything now.',
      ],
      sections: written(milestone, 'Reasons given', refusal?.reasons ?? []),
      next: `${nameOf(milestone, milestone.engagement.engagementManagerId)} facilitates; you will be told what comes of it.`,
    };
  },
  indemnityPrompt: ({ milestone, event }) => ({
    subject: `Internal: consider notifying a circumstance, ${milestone.plan.title}`,
    headline: `${event.type === 'validationReported' ? 'A finding of severity 1' : 'A refusal'} may be a circumstance to notify to the professional indemnity insurer.`,
    paragraphs: [
      'This goes to the firm only, not to the client. Whether the policy asks for notice, and by when, is for whoever deals with your insurer.',
    ],
    sections: [
      ...written(milestone, 'Reasons given', event.type === 'refused' ? event.refusal.reasons : []),
      ...written(
        milestone,
        'Findings of severity 1',
        event.type === 'validationReported'
          ? event.report.issues.filter(isNotifiable).map((each) => each.description)
          : [],
      ),
    ],
    next: 'Nothing is notified by this system.',
  }),
  facilitationOutcomeNotice: ({ milestone, event, notification }) => ({
    subject: `What came of your refusal: ${milestone.plan.title}`,
    headline: `${nameOf(milestone, milestone.engagement.engagementManagerId)} recorded an outcome: ${event.type === 'facilitationOutcomeRecorded' ? outcomeWords[event.facilitation.outcome] : ''}.`,
    paragraphs: [],
    sections: written(milestone, 'Note', event.type === 'facilitationOutcomeRecorded' ? [event.facilitation.note] : []),
    ...(event.type === 'facilitationOutcomeRecorded' && event.facilitation.confirmBy
      ? {
          next: `It takes effect now. Please confirm that it is what you agreed, or object until ${formatInstant(milestone, notification.recipientId, event.facilitation.confirmBy)}: then the engagement sponsor decides.`,
          button: 'Confirm or object',
        }
      : { next: 'If this is not what was agreed, say so to the engagement manager or the engagement sponsor.' }),
  }),
  determinationNotice: ({ milestone, event }) => ({
    subject: `Determination of the sponsor: ${milestone.plan.title}`,
    headline: `${nameOf(milestone, milestone.engagement.engagementSponsorId)} decided as engagement sponsor: ${event.type === 'sponsorDecided' ? determinationWords[event.determination.determination] : ''}.`,
    paragraphs: [],
    sections: [
      ...written(milestone, 'Reasons', event.type === 'sponsorDecided' ? [event.determination.reasons] : []),
      ...(event.type === 'sponsorDecided' && event.determination.exceptionIds
        ? exceptionSection(milestone, 'With exceptions', event.determination.exceptionIds)
        : []),
    ],
    next: 'This is the sponsor’s own act. It signs for nobody else.',
  }),
  signaturesVoidedNotice: ({ milestone, event }) => ({
    subject: `Your signature no longer counts: ${milestone.plan.title}`,
    headline: 'What you signed has changed, so your signature was set aside.',
    paragraphs: event.type === 'signaturesVoided' ? [event.reason] : [],
    sections: exceptionSection(milestone),
    next: 'A new request with everything you need to decide again is on its way.',
  }),
  undeliverableNotice: ({ milestone, event }) => ({
    subject: `A mail could not be delivered: ${milestone.plan.title}`,
    headline: `A mail to ${event.type === 'undeliverableReported' ? addresseeOf(milestone, event) : 'a recipient'} came back.`,
    paragraphs: event.type === 'undeliverableReported' ? [event.reason] : [],
    sections: [],
    next: 'Please reach this person another way and check the address. The deadline runs on.',
  }),
  timestampAbandonedNotice: ({ milestone, event }) => ({
    subject: `No timestamp on the certificate: ${milestone.plan.title}`,
    headline: 'The seal of the certificate stays at PAdES B-B; the timestamp authority gave no timestamp in time.',
    paragraphs: ['The acceptance and the seal are not affected. What is missing is independent proof of the time.'],
    sections: [
      {
        title: 'Reason',
        items: event.type === 'timestampAbandoned' ? [event.timestamp.reason ?? 'not known'] : [],
      },
    ],
    next: 'Nothing is tried again by itself. See to the timestamp authority (TSA_URL) before the next acceptance.',
  }),
  absenceNotice: ({ milestone, event }) => ({
    subject: `Away: ${event.type === 'absenceReported' ? nameOf(milestone, event.absenteeId) : 'a recipient'}, ${milestone.plan.title}`,
    headline: `${event.type === 'absenceReported' ? nameOf(milestone, event.absenteeId) : 'Somebody'} answered a request with an automatic reply.`,
    ...waitedFor(milestone),
    paragraphs: event.type === 'absenceReported' && event.note ? [`It says: “${event.note}”`] : [],
    sections: [],
    next: 'An automatic reply decides nothing, and the deadline runs on. If this person will not be back in time, have the decision delegated to somebody with the authority, or reach them another way.',
  }),
  acceptanceNotice: acceptance,
  exceptionVerifiedNotice: ({ milestone, event }) => ({
    subject: `Exception closed: ${milestone.plan.title}`,
    headline: `Exception ${event.type === 'exceptionVerified' ? event.exceptionId : ''} was verified closed.`,
    paragraphs: event.type === 'exceptionVerified' ? [`By ${nameOf(milestone, event.verifiedBy)}.`] : [],
    sections: [
      ...written(milestone, 'Evidence', event.type === 'exceptionVerified' ? [event.evidence] : []),
      ...exceptionSection(milestone),
    ],
    next:
      openExceptions(milestone).length > 0
        ? 'The other exceptions stay open.'
        : 'All exceptions are closed; the close-out certificate follows.',
  }),
  terminationNotice: ({ milestone, event }) => ({
    subject: `Terminated: ${milestone.plan.title}`,
    headline: 'The engagement sponsor terminated the milestone; it will not be accepted.',
    paragraphs: [],
    sections: written(milestone, 'Reasons', event.type === 'terminated' ? [event.reasons] : []),
    next: 'Nothing more is asked of you. Request links only show what happened.',
  }),
  cancellationNotice: ({ milestone, event }) => ({
    subject: `Cancelled: ${milestone.plan.title}`,
    headline: 'The milestone was cancelled.',
    paragraphs: [],
    sections: written(milestone, 'Reason', event.type === 'cancelled' ? [event.reason] : []),
    next: 'Nothing more is asked of you. Request links only show what happened.',
  }),
};

type Returned = Extract<RecordedEvent, { type: 'undeliverableReported' }>;

const addresseeOf = (milestone: Milestone, { mailId, addresseeId }: Returned): string =>
  goesToAdministrator(mailId) ? 'the administrator of this service' : nameOf(milestone, addresseeId);

function whatIsLate({ milestone, event }: NotificationContext): string {
  const exceptionId = exceptionIn(event);
  return exceptionId === undefined ? phaseWords(milestone) : `exception ${exceptionId}`;
}

const whoIsLate = ({ milestone, event }: NotificationContext): string[] =>
  'exceptionId' in event && 'askedIds' in event ? event.askedIds : pendingAssignees(milestone);

function escalated(context: NotificationContext): Pick<MailContent, 'paragraphs' | 'sections' | 'next'> {
  const { milestone, event, notification } = context;
  const manager = nameOf(milestone, milestone.engagement.engagementManagerId);
  const exceptionId = exceptionIn(event);
  return {
    paragraphs: [`Waiting for ${names(milestone, whoIsLate(context))}. ${manager} was told when the deadline passed.`],
    sections: exceptionId === undefined ? [] : exceptionSection(milestone),
    next: [
      exceptionId === undefined
        ? 'Please see that the people named decide, or have the engagement manager escalate the milestone to you for a determination.'
        : 'Please see that it is closed, or declare it failed.',
      nextStep(milestone, notification.recipientId, exceptionId),
    ].join(' '),
  };
}

function acceptance({ milestone }: NotificationContext): MailContent {
  const last = milestone.acceptances.at(-1);
  const { currency } = milestone.plan.value;
  const isConditional = last?.kind === 'conditional';
  return {
    subject: `${isConditional ? 'Accepted with exceptions' : 'Accepted'}: ${milestone.plan.title}`,
    headline: `Certificate ${last?.certificateNumber ?? ''} has been issued.`,
    paragraphs: [
      ...aboutCopy(milestone),
      `Released for invoicing: ${formatMoney(last?.amountReleased ?? '0', currency)}${isConditional ? `; withheld: ${formatMoney(last.amountWithheld, currency)}` : ''}.`,
      `Next phase authorised: ${milestone.plan.nextPhase.name}${isConditional ? ', on the conditions below' : ''}.`,
    ],
    sections: [
      {
        title: 'Signed by',
        items: milestone.signatures
          .filter((each) => !each.isVoid)
          .map(
            (each) =>
              `${nameOf(milestone, each.personId)}${each.onBehalfOf ? ` on behalf of ${nameOf(milestone, each.onBehalfOf)}` : ''}, ${each.capacity}, ${each.at.slice(0, 16).replace('T', ' ')} UTC`,
          ),
      },
      ...enteredSection(milestone),
      ...exceptionSection(milestone),
      {
        title: 'To check it later',
        items: milestone.outputs
          .slice(-1)
          .flatMap((each) => [
            ...(each.documentSha256 ? [`SHA-256 of the certificate as data: ${each.documentSha256}`] : []),
            `SHA-256 of the certificate as PDF: ${each.certificateSha256}`,
            `SHA-256 of the archived record: ${each.archiveSha256}`,
            ...(each.awaitsTimestampUntil
              ? ['A timestamp is added to PDF and archive, which gives them other digests; the data stay the same.']
              : []),
            ...(each.checkpoint
              ? [
                  'The checkpoint attached is your receipt: the audit log cannot be changed or cut behind it without contradicting it.',
                ]
              : []),
          ]),
      },
    ],
    next: isConditional
      ? 'Each exception is verified closed by somebody other than its owner; then a close-out certificate follows.'
      : 'The record is archived. Please keep this mail.',
    ...receipt(milestone),
    ...certificateCopy(milestone),
  };
}

/** Every party gets the checkpoint, so that what the operator shows later can be held against it. */
function receipt({ outputs }: Milestone): Pick<MailContent, 'attachments'> {
  const last = outputs.at(-1);
  if (!last?.checkpoint) return {};
  return { attachments: [{ fileName: `${last.certificateNumber}.checkpoint.txt`, text: last.checkpoint }] };
}
