// The words of mails about exceptions: what an owner owes, what a verifier looks at, what became of it.
import { nameOf, type AgreedException, type Milestone } from '../domain/milestone.ts';
import type { Words } from './messages/words.ts';
import { digestsOf, exceptionSection, filesNamed, subject } from './contentSections.ts';
import type { MailSection, NotificationContext, Renderer } from './mailContent.ts';
import { nextStep } from './nextStep.ts';

type ExceptionNotification =
  | 'closureRequest'
  | 'verificationRequest'
  | 'closureRejectedNotice'
  | 'exceptionExtendedNotice'
  | 'exceptionFailedNotice';

const exceptionOf = ({ milestone, event }: NotificationContext): AgreedException | undefined =>
  'exceptionId' in event ? milestone.exceptions.find((each) => each.exceptionId === event.exceptionId) : undefined;

/** What an owner has to do for each exception, in full. */
function duties(milestone: Milestone, ownerId: string, { say, date, money }: Words): MailSection[] {
  return milestone.exceptions
    .filter((each) => each.ownerId === ownerId && each.verifiedAt === undefined)
    .map((each) => ({
      title: say('exception.dutyTitle', { id: each.exceptionId, due: date(each.dueOn) }),
      items: [
        each.description,
        say('exception.plan', { plan: each.plan }),
        say('exception.closedWhen', { criterion: each.closureCriterion }),
        say('exception.withheldUntil', { amount: money(each.amountWithheld, milestone.plan.value.currency) }),
      ],
    }));
}

const byWhom = (milestone: Milestone, id: string, { say }: Words): string =>
  say('mail.by', { name: nameOf(milestone, id) });

/** Which exception, and of which milestone, as subjects name them. */
const named = (context: NotificationContext): { id: string; title: string } => ({
  id: exceptionOf(context)?.exceptionId ?? '',
  title: context.milestone.plan.title,
});

export const exceptionContent: Record<ExceptionNotification, Renderer> = {
  closureRequest: ({ milestone, notification, words }) => ({
    subject: subject(milestone, words.say('closure.subject'), words),
    headline: words.say('closure.headline'),
    paragraphs: [words.say('closure.show')],
    sections: duties(milestone, notification.recipientId, words),
    next: nextStep(milestone, notification.recipientId),
    button: words.say('ask.closure.button'),
  }),
  verificationRequest: (context) => {
    const { milestone, notification, words } = context;
    const { say } = words;
    const exception = exceptionOf(context);
    const closure = exception?.closures?.at(-1);
    return {
      subject: say('verification.subject', named(context)),
      headline: say('verification.headline', {
        owner: exception ? nameOf(milestone, exception.ownerId) : say('verification.owner'),
        id: exception?.exceptionId ?? '',
      }),
      paragraphs: closure ? [closure.evidence] : [],
      sections: [
        { title: say('verification.closedWhen'), items: exception ? [exception.closureCriterion] : [] },
        {
          title: say('mail.section.evidence'),
          items: filesNamed(closure?.files ?? []),
        },
      ],
      verification: digestsOf(closure?.files ?? [], words),
      next: nextStep(milestone, notification.recipientId, exception?.exceptionId),
      button: say('ask.verification.button'),
    };
  },
  closureRejectedNotice: (context) => {
    const { milestone, event, notification, words } = context;
    const exception = exceptionOf(context);
    const isRejected = event.type === 'closureRejected';
    return {
      subject: words.say('closureRejected.subject', named(context)),
      headline: words.say('closureRejected.headline'),
      paragraphs: isRejected ? [byWhom(milestone, event.by, words)] : [],
      sections: [
        { title: words.say('mail.section.reasons'), items: isRejected ? event.reasons : [] },
        ...duties(milestone, notification.recipientId, words),
      ],
      next: nextStep(milestone, notification.recipientId, exception?.exceptionId),
      button: words.say('closureRejected.button'),
    };
  },
  exceptionExtendedNotice: (context) => {
    const { milestone, event, notification, words } = context;
    if (event.type !== 'exceptionExtended') throw new RangeError(`${event.type} extends nothing`);
    const { exceptionId: id, to, from, by, reason } = event;
    return {
      subject: words.say('exceptionExtended.subject', named(context)),
      headline: words.say('exceptionExtended.headline', { id, to: words.date(to), from: words.date(from) }),
      paragraphs: [words.say('mail.byReason', { name: nameOf(milestone, by), reason })],
      sections: exceptionSection(milestone, words),
      next: nextStep(milestone, notification.recipientId, id),
    };
  },
  exceptionFailedNotice: (context) => {
    const { milestone, event, notification, words } = context;
    return {
      subject: words.say('exceptionFailed.subject', named(context)),
      headline: words.say('exceptionFailed.headline', { id: named(context).id }),
      paragraphs: event.type === 'exceptionFailed' ? [event.reason] : [],
      sections: exceptionSection(milestone, words),
      next: words.say('exceptionFailed.next'),
      ...(notification.asks === 'extension' ? { button: words.say('ask.extension.button') } : {}),
    };
  },
};
