// The words of mails about silence, extended deadlines, what a refuser says to an outcome, and revocation.
import { aboutCopy, certificateCopy } from './certificateCopy.ts';
import { isOver, nameOf, type Milestone } from '../domain/milestone.ts';
import { deliveryOf } from '../domain/requests/deliveryOf.ts';
import type { Words } from './messages/words.ts';
import { askedNames } from './actingNames.ts';
import { phaseWords, subject } from './contentSections.ts';
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

const askedButton = ({ stage }: Milestone, { say }: Words): string =>
  say(stage.phase === 'inReview' ? 'ask.review.button' : 'ask.signature.button');

function finalNotice({ milestone, event, notification, words }: NotificationContext): MailContent {
  const { say } = words;
  const isFinal = event.type === 'finalNoticeGiven';
  const { recipientId } = notification;
  return {
    subject: subject(milestone, say('finalNotice.subject'), words),
    headline: say(`finalNotice.${isFinal && event.outcome === 'accepted' ? 'accepted' : 'rejected'}`),
    ...(isFinal ? { by: event.judgedAt } : {}),
    paragraphs: [
      say('finalNotice.counts'),
      ...(isFinal
        ? [say('finalNotice.deadlineWas', { at: formatInstant(milestone, recipientId, event.deadline) })]
        : []),
    ],
    sections: [],
    next: nextStep(milestone, recipientId),
    button: askedButton(milestone, words),
  };
}

function furtherPeriodNotice({ milestone, event, notification, words }: NotificationContext): MailContent {
  const { say } = words;
  const { recipientId, asks } = notification;
  const isExtended = event.type === 'furtherPeriodExtended';
  const silent = isExtended ? askedNames(milestone, event.askedIds, words) : '';
  return {
    subject: subject(milestone, say('furtherPeriod.subject'), words),
    headline: asks === undefined ? say('furtherPeriod.couldNot', { names: silent }) : say('furtherPeriod.yours'),
    ...(isExtended ? { by: event.judgedAt } : {}),
    paragraphs: isExtended ? event.reasons : [],
    sections: [],
    next: nextStep(milestone, recipientId),
    ...(asks === undefined ? {} : { button: say(asks === 'review' ? 'ask.review.button' : 'ask.signature.button') }),
  };
}

function silenceNotice({ milestone, event, notification: { recipientId }, words }: NotificationContext): MailContent {
  const { say } = words;
  const at = (instant: string): string => formatInstant(milestone, recipientId, instant);
  if (event.type === 'silenceDeemed') {
    const { outcome, personIds, of, deadline, finalNoticeAt, deliveries } = event.deeming;
    const phase = say(of === 'review' ? 'phase.inReview' : 'phase.formalSignOff');
    return {
      subject: subject(milestone, say(`silenceDeemed.subject.${outcome}`), words),
      headline: say(`silenceDeemed.${outcome}`, {
        names: askedNames(milestone, personIds, words, of === 'review' ? 'review' : 'signature'),
      }),
      paragraphs: [say('silenceDeemed.asked', { phase, deadline: at(deadline), notice: at(finalNoticeAt) })],
      sections: [
        {
          title: say('silenceDeemed.proof'),
          items: deliveries.map((each) =>
            say('silenceDeemed.delivery', {
              name: nameOf(milestone, each.recipientId),
              what: say(`delivery.${deliveryOf(each.kind)}`),
              sent: each.sentAt ? at(each.sentAt) : say('silenceDeemed.notSent'),
              answer: each.response ?? say('silenceDeemed.noAnswer'),
            }),
          ),
        },
      ],
      next: say(outcome === 'accepted' ? 'silenceDeemed.goesOn' : 'silenceDeemed.facilitated'),
    };
  }
  return {
    subject: subject(milestone, say('silenceNotDeemed.subject'), words),
    headline: say('silenceNotDeemed.headline', { phase: phaseWords(milestone, words) }),
    paragraphs: [],
    sections: [{ title: say('mail.section.why'), items: event.type === 'silenceNotDeemed' ? event.reasons : [] }],
    next: nextStep(milestone, recipientId),
  };
}

const listed = (dates: readonly string[], { say, date }: Words): string[] =>
  dates.length > 0 ? dates.map(date) : [say('calendarCorrected.none')];

function outcomeConfirmation({ milestone, event, words }: NotificationContext): MailContent {
  const { say } = words;
  const isOpposed = event.type === 'facilitationOutcomeOpposed';
  const who = nameOf(milestone, event.actor.personId);
  return {
    ...nothing,
    subject: subject(milestone, say('outcomeConfirmation.subject'), words),
    headline:
      event.type === 'facilitationOutcomeUnopposed'
        ? say('outcomeConfirmation.unopposed')
        : say(isOpposed ? 'outcomeConfirmation.opposed' : 'outcomeConfirmation.confirmed', { who }),
    paragraphs: isOpposed ? [event.reasons] : [],
    next: isOpposed
      ? say('outcomeConfirmation.decides', { name: nameOf(milestone, milestone.engagement.engagementSponsorId) })
      : say('outcomeConfirmation.goesOn'),
  };
}

function revocationNotice({ milestone, words, toCredit = [] }: NotificationContext): MailContent {
  const { say } = words;
  const revocation = milestone.stage.phase === 'revoked' ? milestone.stage.revocation : undefined;
  const last = milestone.acceptances.at(-1);
  const number = last?.certificateNumber ?? '';
  return {
    ...nothing,
    subject: subject(milestone, say('revoked.subject'), words),
    headline:
      last?.supersedes === undefined
        ? say('revoked.before', { number })
        : say('revoked.headline', { before: last.supersedes, number }),
    paragraphs: [
      ...aboutCopy(milestone, words),
      ...(revocation
        ? [
            say('revoked.proposed', { name: nameOf(milestone, revocation.proposedBy), reason: revocation.reason }),
            say('revoked.confirmed', {
              name: nameOf(milestone, revocation.confirmedBy),
              reason: revocation.confirmation,
            }),
          ]
        : []),
    ],
    sections:
      toCredit.length === 0
        ? []
        : [
            {
              title: say('revoked.toCredit'),
              items: toCredit.map(({ invoiceNumber, amount, issuedOn }) =>
                say('revoked.invoice', {
                  invoice: invoiceNumber,
                  amount: words.money(amount, milestone.plan.value.currency),
                  date: words.date(issuedOn),
                }),
              ),
            },
          ],
    ...certificateCopy(milestone),
    next: say('revoked.next'),
  };
}

const byReason = (milestone: Milestone, by: string, reason: string, { say }: Words): string =>
  say('mail.byReason', { name: nameOf(milestone, by), reason });

export const disputeContent: Record<DisputeNotification, Renderer> = {
  finalNotice,
  furtherPeriodNotice,
  silenceNotice,
  deadlineExtendedNotice: ({ milestone, event, notification, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('deadlineExtended.subject'), words),
    headline: words.say('deadlineExtended.headline', { phase: phaseWords(milestone, words) }),
    ...(event.type === 'deadlineExtended'
      ? {
          by: event.wait.deadline,
          paragraphs: [
            byReason(milestone, event.by, event.reason, words),
            words.say('deadlineExtended.was', { at: formatInstant(milestone, notification.recipientId, event.was) }),
          ],
        }
      : {}),
    next: nextStep(milestone, notification.recipientId),
  }),
  calendarCorrectedNotice: ({ milestone, event, notification, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('calendarCorrected.subject'), words),
    headline: words.say('calendarCorrected.headline'),
    ...(event.type === 'calendarCorrected'
      ? {
          paragraphs: [byReason(milestone, event.by, event.reason, words), words.say('calendarCorrected.running')],
          sections: [
            { title: words.say('calendarCorrected.holidays'), items: listed(event.holidays, words) },
            { title: words.say('calendarCorrected.workingDays'), items: listed(event.workingDays, words) },
          ],
        }
      : {}),
    next: nextStep(milestone, notification.recipientId),
  }),
  outcomeConfirmationNotice: outcomeConfirmation,
  revocationRequest: ({ milestone, event, notification, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('revocation.subject'), words),
    headline: words.say('revocation.headline', {
      name: nameOf(milestone, milestone.engagement.engagementManagerId),
    }),
    ...(event.type === 'revocationProposed'
      ? { by: event.proposal.wait.deadline, paragraphs: [event.proposal.reason] }
      : {}),
    sections: [
      {
        title: words.say('revocation.leadsTo'),
        items: [words.say('revocation.confirm'), words.say('revocation.decline')],
      },
    ],
    next: nextStep(milestone, notification.recipientId),
    button: words.say('ask.revocation.button'),
  }),
  revocationDeclinedNotice: ({ milestone, event, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('revocationDeclined.subject'), words),
    headline: words.say('revocationDeclined.headline', {
      name: nameOf(milestone, milestone.engagement.engagementSponsorId),
    }),
    paragraphs: event.type === 'revocationDeclined' ? [event.reason] : [],
    next: words.say(isOver(milestone) ? 'revocationDeclined.stays' : 'revocationDeclined.bothStay'),
  }),
  revocationNotice,
};
