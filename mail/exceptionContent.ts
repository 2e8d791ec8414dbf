// The words of mails about exceptions: what an owner owes, what a verifier looks at, what became of it.
import { nameOf, type AgreedException, type Milestone } from '../domain/milestone.ts';
import { exceptionSection } from './contentSections.ts';
import type { MailSection, NotificationContext, Renderer } from './mailContent.ts';
import { nextStep } from './nextStep.ts';
import { formatMoney } from '../domain/terms/money.ts';

type ExceptionNotification =
  | 'closureRequest'
  | 'verificationRequest'
  | 'closureRejectedNotice'
  | 'exceptionExtendedNotice'
  | 'exceptionFailedNotice';

const exceptionOf = ({ milestone, event }: NotificationContext): AgreedException | undefined =>
  'exceptionId' in event ? milestone.exceptions.find((each) => each.exceptionId === event.exceptionId) : undefined;

/** What an owner has to do for each exception, in full. */
function duties(milestone: Milestone, ownerId: string): MailSection[] {
  return milestone.exceptions
    .filter((each) => each.ownerId === ownerId && each.verifiedAt === undefined)
    .map((each) => ({
      title: `${each.exceptionId}, due ${each.dueOn}`,
      items: [
        each.description,
        `Plan: ${each.plan}`,
        `Closed when: ${each.closureCriterion}`,
        `Withheld until then: ${formatMoney(each.amountWithheld, milestone.plan.value.currency)}`,
      ],
    }));
}

export const exceptionContent: Record<ExceptionNotification, Renderer> = {
  closureRequest: ({ milestone, notification }) => ({
    subject: `Please close your exceptions: ${milestone.plan.title}`,
    headline: 'The milestone was accepted with exceptions you own.',
    paragraphs: ['Show that each is closed as agreed; somebody else will verify it.'],
    sections: duties(milestone, notification.recipientId),
    next: nextStep(milestone, notification.recipientId),
    button: 'Show that one is closed',
  }),
  verificationRequest: (context) => {
    const { milestone, notification } = context;
    const exception = exceptionOf(context);
    const closure = exception?.closures?.at(-1);
    return {
      subject: `Please verify exception ${exception?.exceptionId ?? ''}: ${milestone.plan.title}`,
      headline: `${exception ? nameOf(milestone, exception.ownerId) : 'The owner'} says that exception ${exception?.exceptionId ?? ''} is closed.`,
      paragraphs: closure ? [closure.evidence] : [],
      sections: [
        { title: 'Closed when', items: exception ? [exception.closureCriterion] : [] },
        { title: 'Evidence', items: closure?.files.map((each) => `${each.fileName}, SHA-256 ${each.sha256}`) ?? [] },
      ],
      next: nextStep(milestone, notification.recipientId, exception?.exceptionId),
      button: 'Verify or reject',
    };
  },
  closureRejectedNotice: (context) => {
    const { milestone, event, notification } = context;
    const exception = exceptionOf(context);
    return {
      subject: `Not closed yet: exception ${exception?.exceptionId ?? ''}, ${milestone.plan.title}`,
      headline: 'What you showed does not close the exception.',
      paragraphs: event.type === 'closureRejected' ? [`By ${nameOf(milestone, event.by)}.`] : [],
      sections: [
        { title: 'Reasons', items: event.type === 'closureRejected' ? event.reasons : [] },
        ...duties(milestone, notification.recipientId),
      ],
      next: nextStep(milestone, notification.recipientId, exception?.exceptionId),
      button: 'Show that it is closed',
    };
  },
  exceptionExtendedNotice: (context) => {
    const { milestone, event, notification } = context;
    const exception = exceptionOf(context);
    return {
      subject: `Exception extended: ${exception?.exceptionId ?? ''}, ${milestone.plan.title}`,
      headline:
        event.type === 'exceptionExtended'
          ? `Exception ${event.exceptionId} is now due on ${event.to} instead of ${event.from}.`
          : 'An exception was extended.',
      paragraphs: event.type === 'exceptionExtended' ? [`By ${nameOf(milestone, event.by)}: ${event.reason}`] : [],
      sections: exceptionSection(milestone),
      next: nextStep(milestone, notification.recipientId, exception?.exceptionId),
    };
  },
  exceptionFailedNotice: (context) => {
    const { milestone, event, notification } = context;
    const exception = exceptionOf(context);
    return {
      subject: `Exception failed: ${exception?.exceptionId ?? ''}, ${milestone.plan.title}`,
      headline: `Exception ${exception?.exceptionId ?? ''} counts as failed; its balance is held.`,
      paragraphs: event.type === 'exceptionFailed' ? [event.reason] : [],
      sections: exceptionSection(milestone),
      next: 'It can still be verified closed, or extended by the authority that granted it. Otherwise manager and sponsor may revoke the acceptance.',
      ...(notification.asks === 'extension' ? { button: 'Extend it' } : {}),
    };
  },
};
