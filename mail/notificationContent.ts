// The words of every kind of mail. Plain text only; the frame, the button and the link are the template's affair.
import { standingSignatures } from '../domain/signOff/standingSignatures.ts';
import { aboutCopy, certificateCopy } from './certificateCopy.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, type Milestone, type PublishedOutputs } from '../domain/milestone.ts';
import type { NotificationKind } from '../domain/requests/notificationKinds.ts';
import type { Notification } from '../domain/requests/notifications.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import type { Words } from './messages/words.ts';
import { askedNames, deciderName } from './actingNames.ts';
import { exceptionSection, phaseWords, subject } from './contentSections.ts';
import { decisionReceipt, passedOnContent } from './decisionContent.ts';
import { disputeContent } from './disputeContent.ts';
import { enteredSection, entryContent } from './entryContent.ts';
import { exceptionContent } from './exceptionContent.ts';
import type { BesideTheState, MailContent, NotificationContext, Renderer } from './mailContent.ts';
import { inUtc, wordsFor } from './formatInstant.ts';
import { deputyContent } from './deputyContent.ts';
import { amendmentContent } from './amendmentContent.ts';
import { timeContent } from './timeContent.ts';
import { nextStep } from './nextStep.ts';
import { noticeContent } from './noticeContent.ts';
import { peopleContent } from './peopleContent.ts';
import { exceptionIn, reminder, request } from './requestContent.ts';

export function contentOf(
  notification: Notification,
  milestone: Milestone,
  event: RecordedEvent,
  beside: BesideTheState = {},
): MailContent {
  const words = wordsFor(milestone, notification.recipientId);
  return renderers[notification.kind]({ ...beside, milestone, event, notification, words });
}

const isGranter = ({ notification }: NotificationContext): boolean => notification.asks === 'extension';

const maySayMore = (context: NotificationContext): string[] =>
  isGranter(context) ? [context.words.say('overdue.granter')] : [];

const extending = (context: NotificationContext): { button?: string } =>
  isGranter(context) ? { button: context.words.say('ask.extension.button') } : {};

const renderers: Record<NotificationKind, Renderer> = {
  ...disputeContent,
  ...exceptionContent,
  ...entryContent,
  ...peopleContent,
  ...timeContent,
  ...amendmentContent,
  ...deputyContent,
  validationRequest: (context) => request(context, 'validation'),
  reviewRequest: (context) => request(context, 'review'),
  signatureRequest: (context) => request(context, 'signature'),
  facilitationRequest: (context) => request(context, 'facilitation'),
  sponsorBrief: (context) => request(context, 'determination'),
  decisionReceipt,
  passedOnNotice: passedOnContent,
  reminder: reminder,
  overdueNotice: (context) => ({
    subject: subject(context.milestone, context.words.say('overdue.subject'), context.words),
    headline: context.words.say('overdue.headline', { what: whatIsLate(context) }),
    paragraphs: [
      context.words.say('overdue.waiting', { names: askedNames(context.milestone, whoIsLate(context), context.words) }),
      ...maySayMore(context),
    ],
    sections: [],
    ...extending(context),
    next: [
      nextStep(context.milestone, context.notification.recipientId, exceptionIn(context.event)),
      ...(context.milestone.stage.phase === 'acceptedWithExceptions' ? [] : [context.words.say('overdue.escalate')]),
    ].join(' '),
  }),
  escalationNotice: (context) => ({
    ...escalated(context),
    subject: context.words.say('escalation.subject', { title: context.milestone.plan.title }),
    headline: context.words.say('escalation.headline', { what: whatIsLate(context) }),
  }),
  ...noticeContent,
  acceptanceNotice: acceptance,
};

function whatIsLate({ milestone, event, words }: NotificationContext): string {
  const id = exceptionIn(event);
  return id === undefined ? phaseWords(milestone, words) : words.say('late.exception', { id });
}

const whoIsLate = ({ milestone, event }: NotificationContext): string[] =>
  'exceptionId' in event && 'askedIds' in event ? event.askedIds : pendingAssignees(milestone);

function escalated(context: NotificationContext): Pick<MailContent, 'paragraphs' | 'sections' | 'next'> {
  const { milestone, event, notification, words } = context;
  const { say } = words;
  const manager = nameOf(milestone, milestone.engagement.engagementManagerId);
  const exceptionId = exceptionIn(event);
  return {
    paragraphs: [say('escalation.waiting', { names: askedNames(milestone, whoIsLate(context), words), manager })],
    sections: exceptionId === undefined ? [] : exceptionSection(milestone, words),
    next: [
      say(exceptionId === undefined ? 'escalation.next' : 'escalation.nextException'),
      nextStep(milestone, notification.recipientId, exceptionId),
    ].join(' '),
  };
}

function acceptance({ milestone, words }: NotificationContext): MailContent {
  const { say, money } = words;
  const last = milestone.acceptances.at(-1);
  const { currency } = milestone.plan.value;
  const kind = last?.kind === 'conditional' || last?.kind === 'partial' ? last.kind : 'full';
  const amount = money(last?.amountReleased ?? '0', currency);
  const withheld = money(last?.amountWithheld ?? '0', currency);
  const { name } = milestone.plan.nextPhase;
  return {
    subject: subject(milestone, say(`acceptance.subject.${kind}`), words),
    headline: say('acceptance.headline', { number: last?.certificateNumber ?? '' }),
    paragraphs: [
      ...aboutCopy(milestone, words),
      ...aboutPart(milestone, words),
      {
        full: say('acceptance.released', { amount }),
        conditional: say('acceptance.releasedWithheld', { amount, withheld }),
        partial: say('acceptance.releasedInAll', { amount }),
      }[kind],
      {
        full: say('acceptance.nextPhase', { name }),
        conditional: say('acceptance.nextPhaseConditions', { name }),
        partial: say('acceptance.notNextPhase'),
      }[kind],
    ],
    sections: [
      {
        title: say('mail.section.signedBy'),
        items: standingSignatures(milestone).map((each) =>
          say('acceptance.signer', {
            name: deciderName(milestone, each, words),
            capacity: each.capacity,
            at: inUtc(each.at),
          }),
        ),
      },
      ...enteredSection(milestone, words),
      ...exceptionSection(milestone, words),
    ],
    verification: milestone.outputs.slice(-1).flatMap((each) => toCheck(each, words)),
    next: say(`acceptance.next.${kind}`),
    ...receipt(milestone),
    ...certificateCopy(milestone),
  };
}

/** Which deliverables, and whether it was the last act. */
function aboutPart(milestone: Milestone, { say, money, list }: Words): string[] {
  const { part } = milestone.acceptances.at(-1) ?? {};
  if (!part) return [];
  const { deliverables, value } = milestone.plan;
  const titles = deliverables.flatMap((each) => (part.deliverableIds.includes(each.deliverableId) ? [each.title] : []));
  const what = { titles: list(titles), amount: money(part.amount, value.currency) };
  return [part.isLast ? say('acceptance.lastPart', what) : say('acceptance.part', what)];
}

const toCheck = (each: PublishedOutputs, { say }: Words): string[] => [
  ...(each.documentSha256 ? [say('acceptance.dataDigest', { digest: each.documentSha256 })] : []),
  say('acceptance.pdfDigest', { digest: each.certificateSha256 }),
  say('acceptance.archiveDigest', { digest: each.archiveSha256 }),
  ...(each.awaitsTimestampUntil ? [say('acceptance.timestampComes')] : []),
  ...(each.checkpoint ? [say('acceptance.checkpoint')] : []),
];

/** Every party gets the checkpoint, so that what the operator shows later can be held against it. */
function receipt({ outputs }: Milestone): Pick<MailContent, 'attachments'> {
  const last = outputs.at(-1);
  if (!last?.checkpoint) return {};
  return { attachments: [{ fileName: `${last.certificateNumber}.checkpoint.txt`, text: last.checkpoint }] };
}
