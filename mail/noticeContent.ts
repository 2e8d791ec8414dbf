// The words of notices that ask nothing: what was found, said, settled or ended along the way.
import { isOwedAnswer } from '../domain/review/feedbackItems.ts';
import { nameOf, openExceptions, type Milestone } from '../domain/milestone.ts';
import { seesRefusal } from '../domain/dispute/refusalsSeen.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { goesToAdministrator } from '../domain/requests/mailIds.ts';
import { isNotifiable } from '../domain/terms/severity.ts';
import type { Words } from './messages/words.ts';
import { deciderName } from './actingNames.ts';
import { exceptionSection, subject, waitedFor, written } from './contentSections.ts';
import { formatInstant } from './formatInstant.ts';
import type { MailContent, NotificationContext, Renderer } from './mailContent.ts';
import { nextStep } from './nextStep.ts';

type Notice =
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
  | 'timestampAbandonedNotice'
  | 'absenceNotice'
  | 'exceptionVerifiedNotice'
  | 'terminationNotice'
  | 'cancellationNotice';

const nothing = { paragraphs: [], sections: [] };

function nonConformance({ milestone, event, words }: NotificationContext): MailContent {
  const { say } = words;
  const isNoticed = event.type === 'nonConformanceNoticed';
  const isConcession = isNoticed && event.source === 'concession';
  return {
    subject: subject(milestone, say('nonConformance.subject'), words),
    headline: say(isConcession ? 'nonConformance.concession' : 'nonConformance.rework'),
    paragraphs: [say('nonConformance.notice')],
    sections: written(milestone, say('mail.section.reasons'), isNoticed ? event.reasons : [], words),
    next: say(isConcession ? 'nonConformance.nextConcession' : 'nonConformance.nextRework'),
  };
}

function rework({ milestone, event, notification, words }: NotificationContext): MailContent {
  const { say } = words;
  const reasons = event.type === 'reworkStarted' ? event.reasons : [];
  return {
    subject: subject(milestone, say('rework.subject'), words),
    headline: say('rework.headline'),
    ...waitedFor(milestone),
    paragraphs: [
      say('rework.cycle', { cycle: milestone.reworkCycles, all: milestone.engagement.contract.maxReworkCycles }),
    ],
    sections: written(milestone, say('rework.toCorrect'), reasons, words),
    next: [say('rework.next'), nextStep(milestone, notification.recipientId)].join(' '),
  };
}

function feedback({ milestone, event, words }: NotificationContext): MailContent {
  const { say } = words;
  if (event.type !== 'feedbackGiven') throw new RangeError(`${event.type} gives no feedback`);
  const ids = event.items.map((each) => each.feedbackId);
  const given = milestone.feedbackItems.filter((each) => ids.includes(each.feedbackId));
  const isOwed = given.some(isOwedAnswer);
  const items = given.map((each) =>
    say(isOwed && !isOwedAnswer(each) ? 'feedback.itemForInformation' : 'feedback.item', {
      id: each.feedbackId,
      text: each.text,
    }),
  );
  return {
    subject: subject(milestone, say(isOwed ? 'feedback.subject' : 'feedback.subjectForInformation'), words),
    headline: say(isOwed ? 'feedback.headline' : 'feedback.headlineForInformation'),
    paragraphs: [],
    sections: written(
      milestone,
      say('feedback.from', { name: deciderName(milestone, event.feedback, words) }),
      items,
      words,
    ),
    next: say(isOwed ? 'feedback.next' : 'feedback.nextForInformation'),
  };
}

function refused({ milestone, event, notification, words }: NotificationContext): MailContent {
  const { say } = words;
  const refusal =
    event.type === 'refused' && seesRefusal(milestone, event.refusal, notification.recipientId)
      ? event.refusal
      : undefined;
  return {
    subject: subject(milestone, say(refusal ? 'refusal.subject' : 'refusal.subjectHidden'), words),
    headline: refusal
      ? say('refusal.headline', { name: deciderName(milestone, refusal, words) })
      : say('refusal.headlineHidden'),
    paragraphs: [...(refusal ? [] : [say('refusal.hidden')]), say('refusal.stands')],
    sections: written(milestone, say('mail.section.reasonsGiven'), refusal?.reasons ?? [], words),
    next: say('refusal.next', { name: nameOf(milestone, milestone.engagement.engagementManagerId) }),
  };
}

function indemnity({ milestone, event, words }: NotificationContext): MailContent {
  const { say } = words;
  const findings = event.type === 'validationReported' ? event.report.issues.filter(isNotifiable) : [];
  const reasons = event.type === 'refused' ? event.refusal.reasons : [];
  return {
    subject: say('indemnity.subject', { title: milestone.plan.title }),
    headline: say(event.type === 'validationReported' ? 'indemnity.finding' : 'indemnity.refusal'),
    paragraphs: [say('indemnity.internal')],
    sections: [
      ...written(milestone, say('mail.section.reasonsGiven'), reasons, words),
      ...written(
        milestone,
        say('indemnity.findings'),
        findings.map((each) => each.description),
        words,
      ),
    ],
    next: say('indemnity.next'),
  };
}

function facilitated({ milestone, event, notification, words }: NotificationContext): MailContent {
  const { say } = words;
  if (event.type !== 'facilitationOutcomeRecorded') throw new RangeError(`${event.type} records no outcome`);
  const { outcome, note, confirmBy } = event.facilitation;
  return {
    ...nothing,
    subject: subject(milestone, say('outcomeNotice.subject'), words),
    headline: say('outcomeNotice.headline', {
      name: nameOf(milestone, milestone.engagement.engagementManagerId),
      outcome: say(`outcome.${outcome}`),
    }),
    sections: written(milestone, say('mail.section.note'), [note], words),
    ...(confirmBy
      ? {
          next: say('outcomeNotice.confirm', {
            until: formatInstant(milestone, notification.recipientId, confirmBy),
          }),
          button: say('ask.confirmation.button'),
        }
      : { next: say('outcomeNotice.next') }),
  };
}

function determined({ milestone, event, words }: NotificationContext): MailContent {
  const { say } = words;
  if (event.type !== 'sponsorDecided') throw new RangeError(`${event.type} determines nothing`);
  const { determination, reasons, exceptionIds } = event.determination;
  return {
    ...nothing,
    subject: subject(milestone, say('determinationNotice.subject'), words),
    headline: say('determinationNotice.headline', {
      name: nameOf(milestone, milestone.engagement.engagementSponsorId),
      determination: say(`determination.${determination}`),
    }),
    sections: [
      ...written(milestone, say('mail.section.reasons'), [reasons], words),
      ...(exceptionIds ? exceptionSection(milestone, words, 'mail.section.withExceptions', exceptionIds) : []),
    ],
    next: say('determinationNotice.next'),
  };
}

function absent({ milestone, event, words }: NotificationContext): MailContent {
  const { say } = words;
  if (event.type !== 'absenceReported') throw new RangeError(`${event.type} reports no absence`);
  const name = nameOf(milestone, event.absenteeId);
  return {
    ...nothing,
    subject: say('absence.subject', { name, title: milestone.plan.title }),
    headline: say('absence.headline', { name }),
    ...waitedFor(milestone),
    paragraphs: event.note ? [say('absence.says', { note: event.note })] : [],
    next:
      event.proposedDeputyId === undefined
        ? say('absence.next')
        : say('absence.nextDeputy', { deputy: nameOf(milestone, event.proposedDeputyId) }),
  };
}

export const noticeContent: Record<Notice, Renderer> = {
  nonConformanceNotice: nonConformance,
  reworkNotice: rework,
  feedbackNotice: feedback,
  meetingInvitation: ({ milestone, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('meeting.subject'), words),
    headline: words.say('meeting.headline'),
    ...(milestone.meeting ? { by: milestone.meeting.startsAt } : {}),
    paragraphs: milestone.meeting
      ? [
          words.say('meeting.where', { location: milestone.meeting.location }),
          words.say('meeting.length', { minutes: milestone.meeting.durationMinutes }),
        ]
      : [],
    next: words.say('meeting.next'),
  }),
  refusalNotice: refused,
  indemnityPrompt: indemnity,
  facilitationOutcomeNotice: facilitated,
  determinationNotice: determined,
  signaturesVoidedNotice: ({ milestone, event, words }) => ({
    subject: subject(milestone, words.say('voided.subject'), words),
    headline: words.say('voided.headline'),
    paragraphs: event.type === 'signaturesVoided' ? [event.reason] : [],
    sections: exceptionSection(milestone, words),
    next: words.say('voided.next'),
  }),
  undeliverableNotice: ({ milestone, event, words }) => {
    if (event.type !== 'undeliverableReported') throw new RangeError(`${event.type} reports no mail`);
    return {
      ...nothing,
      subject: subject(milestone, words.say('undeliverable.subject'), words),
      headline: words.say('undeliverable.headline', { name: addresseeOf(milestone, event, words) }),
      paragraphs: [event.reason],
      next: words.say('undeliverable.next'),
    };
  },
  timestampAbandonedNotice: ({ milestone, event, words }) => ({
    subject: subject(milestone, words.say('noTimestamp.subject'), words),
    headline: words.say('noTimestamp.headline'),
    paragraphs: [words.say('noTimestamp.unaffected')],
    sections: [
      {
        title: words.say('mail.section.reason'),
        items: event.type === 'timestampAbandoned' ? [event.timestamp.reason ?? words.say('noTimestamp.unknown')] : [],
      },
    ],
    next: words.say('noTimestamp.next'),
  }),
  absenceNotice: absent,
  exceptionVerifiedNotice: ({ milestone, event, words }) => {
    if (event.type !== 'exceptionVerified') throw new RangeError(`${event.type} verifies nothing`);
    const { exceptionId: id, verifiedBy, evidence } = event;
    return {
      subject: subject(milestone, words.say('exceptionVerified.subject'), words),
      headline: words.say('exceptionVerified.headline', { id }),
      paragraphs: [words.say('mail.by', { name: nameOf(milestone, verifiedBy) })],
      sections: [
        ...written(milestone, words.say('mail.section.evidence'), [evidence], words),
        ...exceptionSection(milestone, words),
      ],
      next: words.say(openExceptions(milestone).length > 0 ? 'exceptionVerified.others' : 'exceptionVerified.all'),
    };
  },
  terminationNotice: ({ milestone, event, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('termination.subject'), words),
    headline: words.say('termination.headline'),
    sections: written(
      milestone,
      words.say('mail.section.reasons'),
      event.type === 'terminated' ? [event.reasons] : [],
      words,
    ),
    next: words.say('over.next'),
  }),
  cancellationNotice: ({ milestone, event, words }) => ({
    ...nothing,
    subject: subject(milestone, words.say('cancellation.subject'), words),
    headline: words.say('cancellation.headline'),
    sections: written(
      milestone,
      words.say('mail.section.reason'),
      event.type === 'cancelled' ? [event.reason] : [],
      words,
    ),
    next: words.say('over.next'),
  }),
};

type Returned = Extract<RecordedEvent, { type: 'undeliverableReported' }>;

const addresseeOf = (milestone: Milestone, { mailId, addresseeId }: Returned, { say }: Words): string =>
  goesToAdministrator(mailId) ? say('undeliverable.administrator') : nameOf(milestone, addresseeId);
