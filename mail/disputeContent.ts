// The words of mails about silence, extended deadlines, what a refuser says to an outcome, and revocation.
import { aboutCopy, certificateCopy } from './certificateCopy.ts';
import { isOver, nameOf } from '../domain/milestone.ts';
import { deliveryWords } from '../domain/requests/deliveryWords.ts';
import { names, phaseWords } from './contentSections.ts';
import type { MailContent, NotificationContext, Renderer } from './mailContent.ts';
import { formatInstant } from './formatInstant.ts';
import { nextStep } from './nextStep.ts';

type DisputeNotification =
  | 'finalNotice'
  | 'furtherPeriodNotice'
  | 'silenceNotice'
  | 'deadlineExtendedNotice'
  | 'calendarCorrectedNotice'
  | 'outcomeConfirmationNotice'
  | 'revocationRequest'
  | 'revocationDeclinedNotice'
  | 'revocationNotice';

const nothing = { paragraphs: [], sections: [] };

function finalNotice({ milestone, event, notification }: NotificationContext): MailContent {
  const isFinal = event.type === 'finalNoticeGiven';
  const meaning = isFinal && event.outcome === 'accepted' ? 'acceptance' : 'rejection';
  const asks = milestone.stage.phase === 'inReview' ? 'review' : 'signature';
  return {
    subject: `Final notice: ${milestone.plan.title}`,
    headline: `Your decision is overdue. Under the contract, silence will count as ${meaning}.`,
    ...(isFinal ? { by: event.judgedAt } : {}),
    paragraphs: [
      'This is the final notice the contract provides for. A decision of yours before the time above counts, whatever it is.',
      ...(isFinal ? [`The deadline was ${formatInstant(milestone, notification.recipientId, event.deadline)}.`] : []),
    ],
    sections: [],
    next: nextStep(milestone, notification.recipientId),
    button: asks === 'review' ? 'Review the package' : 'Review and sign',
  };
}

function furtherPeriodNotice({
  milestone,
  event,
  notification: { recipientId, asks },
}: NotificationContext): MailContent {
  const isExtended = event.type === 'furtherPeriodExtended';
  const silent = isExtended ? names(milestone, event.askedIds) : '';
  return {
    subject: `More time to answer: ${milestone.plan.title}`,
    headline:
      asks === undefined
        ? `${silent} could not answer for all of the further period, so silence is judged later.`
        : 'You have more time to answer; until then silence counts for nothing.',
    ...(isExtended ? { by: event.judgedAt } : {}),
    paragraphs: isExtended ? event.reasons : [],
    sections: [],
    next: nextStep(milestone, recipientId),
    ...(asks === undefined ? {} : { button: asks === 'review' ? 'Review the package' : 'Review and sign' }),
  };
}

function silenceNotice({ milestone, event, notification }: NotificationContext): MailContent {
  if (event.type === 'silenceDeemed') {
    const { outcome, personIds, of, deadline, finalNoticeAt, deliveries } = event.deeming;
    return {
      subject: `Deemed ${outcome}: ${milestone.plan.title}`,
      headline: `The silence of ${names(milestone, personIds)} counts as ${outcome === 'accepted' ? 'acceptance' : 'rejection'} under the contract.`,
      paragraphs: [
        `Asked in ${of === 'review' ? 'stakeholder review' : 'formal sign-off'}; deadline ${formatInstant(milestone, notification.recipientId, deadline)}, final notice ${formatInstant(milestone, notification.recipientId, finalNoticeAt)}. Nobody signed for anybody; the record and any certificate say “deemed”.`,
      ],
      sections: [
        {
          title: 'Proof of delivery',
          items: deliveries.map(
            (each) =>
              `${nameOf(milestone, each.recipientId)}: ${deliveryWords(each.kind)}, ${each.sentAt ? formatInstant(milestone, notification.recipientId, each.sentAt) : 'not sent'}; answer of the server: ${each.response ?? 'none'}`,
          ),
        },
      ],
      next:
        outcome === 'accepted'
          ? 'The milestone goes on as if they had agreed.'
          : 'The engagement manager facilitates what follows.',
    };
  }
  return {
    subject: `Silence does not count: ${milestone.plan.title}`,
    headline: `The further period is over, but silence counts for nothing in ${phaseWords(milestone)}.`,
    paragraphs: [],
    sections: [{ title: 'Why', items: event.type === 'silenceNotDeemed' ? event.reasons : [] }],
    next: nextStep(milestone, notification.recipientId),
  };
}

const listed = (dates: readonly string[]): string[] => (dates.length > 0 ? [...dates] : ['none']);

export const disputeContent: Record<DisputeNotification, Renderer> = {
  finalNotice,
  furtherPeriodNotice,
  silenceNotice,
  deadlineExtendedNotice: ({ milestone, event, notification }) => ({
    ...nothing,
    subject: `Deadline extended: ${milestone.plan.title}`,
    headline: `The deadline of ${phaseWords(milestone)} was extended.`,
    ...(event.type === 'deadlineExtended'
      ? {
          by: event.wait.deadline,
          paragraphs: [
            `By ${nameOf(milestone, event.by)}: ${event.reason}`,
            `It was ${formatInstant(milestone, notification.recipientId, event.was)}.`,
          ],
        }
      : {}),
    next: nextStep(milestone, notification.recipientId),
  }),
  calendarCorrectedNotice: ({ milestone, event, notification }) => ({
    ...nothing,
    subject: `Calendar corrected: ${milestone.plan.title}`,
    headline: 'The days by which the contract counts were corrected, for what begins from now on.',
    ...(event.type === 'calendarCorrected'
      ? {
          paragraphs: [
            `By ${nameOf(milestone, event.by)}: ${event.reason}`,
            'A period that runs already keeps its deadline.',
          ],
          sections: [
            { title: 'Days without business', items: listed(event.holidays) },
            { title: 'Days with business, though weekend or public holiday', items: listed(event.workingDays) },
          ],
        }
      : {}),
    next: nextStep(milestone, notification.recipientId),
  }),
  outcomeConfirmationNotice: ({ milestone, event }) => {
    const who = event.type === 'facilitationOutcomeUnopposed' ? 'Nobody' : nameOf(milestone, event.actor.personId);
    const did = event.type === 'facilitationOutcomeConfirmed' ? 'confirmed' : 'objected to';
    return {
      ...nothing,
      subject: `What the refuser says to the outcome: ${milestone.plan.title}`,
      headline: `${who} ${did} the outcome you recorded.`,
      paragraphs: event.type === 'facilitationOutcomeOpposed' ? [event.reasons] : [],
      next:
        event.type === 'facilitationOutcomeOpposed'
          ? `${nameOf(milestone, milestone.engagement.engagementSponsorId)} decides now.`
          : 'The milestone goes on as recorded.',
    };
  },
  revocationRequest: ({ milestone, event, notification }) => ({
    ...nothing,
    subject: `Revocation proposed: ${milestone.plan.title}`,
    headline: `${nameOf(milestone, milestone.engagement.engagementManagerId)} proposes to revoke the acceptance. It takes both of you.`,
    ...(event.type === 'revocationProposed'
      ? { by: event.proposal.wait.deadline, paragraphs: [event.proposal.reason] }
      : {}),
    sections: [
      {
        title: 'What each answer leads to',
        items: [
          'Confirm: a certificate of revocation replaces the one in force, nothing more is released for invoicing, the next phase is no longer authorised; everybody is told.',
          'Decline: the certificate stays as it is.',
        ],
      },
    ],
    next: nextStep(milestone, notification.recipientId),
    button: 'Confirm or decline',
  }),
  revocationDeclinedNotice: ({ milestone, event }) => ({
    ...nothing,
    subject: `Revocation declined: ${milestone.plan.title}`,
    headline: `${nameOf(milestone, milestone.engagement.engagementSponsorId)} declined to revoke the acceptance.`,
    paragraphs: event.type === 'revocationDeclined' ? [event.reason] : [],
    next: isOver(milestone) ? 'The certificate stays in force.' : 'The certificate and its exceptions stay in force.',
  }),
  revocationNotice: ({ milestone }) => {
    const revocation = milestone.stage.phase === 'revoked' ? milestone.stage.revocation : undefined;
    const last = milestone.acceptances.at(-1);
    return {
      ...nothing,
      subject: `Acceptance revoked: ${milestone.plan.title}`,
      headline:
        last?.supersedes === undefined
          ? `The acceptance is taken back before anything was certified; ${last?.certificateNumber ?? ''} says so.`
          : `Certificate ${last.supersedes} is no longer in force; ${last.certificateNumber} revokes it.`,
      paragraphs: [
        ...aboutCopy(milestone),
        ...(revocation
          ? [
              `Proposed by ${nameOf(milestone, revocation.proposedBy)}: ${revocation.reason}`,
              `Confirmed by ${nameOf(milestone, revocation.confirmedBy)}: ${revocation.confirmation}`,
            ]
          : []),
      ],
      ...certificateCopy(milestone),
      next: 'Nothing more is released for invoicing, and the next phase is no longer authorised. The record keeps what was signed.',
    };
  },
};
