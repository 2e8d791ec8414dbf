// The words of mails that ask for a decision, and of their reminders.
import { endOfDate } from '../domain/time/businessTime.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { requestOf } from '../domain/requests/openRequests.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { onBehalf, delegationTo, type Duty } from '../domain/people/assignments.ts';
import { exceptionSection, phaseWords, waitedFor } from './contentSections.ts';
import type { MailContent, NotificationContext } from './mailContent.ts';
import { nextStep, silenceWords } from './nextStep.ts';
import { requestSections } from './requestSections.ts';

const asks: Record<RequestKind, { subject: string; headline: string; button: string }> = {
  validation: {
    subject: 'Please validate',
    headline: 'Please check the deliverables against the technical requirements and report.',
    button: 'Validate the package',
  },
  review: {
    subject: 'Please review',
    headline: 'Please review the package and approve it, or say what is missing.',
    button: 'Review the package',
  },
  signature: {
    subject: 'Please sign',
    headline: 'Please decide whether to accept the milestone, and sign.',
    button: 'Review and sign',
  },
  facilitation: {
    subject: 'Please facilitate',
    headline: 'The milestone is in dispute. Please discuss it with those concerned and record an outcome.',
    button: 'Record the outcome',
  },
  determination: {
    subject: 'Your determination',
    headline: 'The milestone could not be resolved and is before you as engagement sponsor.',
    button: 'Decide',
  },
  confirmation: {
    subject: 'Please confirm the outcome',
    headline: 'Everything is signed. Please confirm, or object to, what came of your refusal.',
    button: 'Confirm or object',
  },
  objection: {
    subject: 'Entered as your decision',
    headline: 'The firm entered a decision as yours. Please look at the document, and object if you did not decide so.',
    button: 'Look at it, or object',
  },
  closure: {
    subject: 'Please close your exceptions',
    headline: 'Exceptions you own are still open. Please show that they are closed as agreed.',
    button: 'Show that one is closed',
  },
  verification: {
    subject: 'Please verify',
    headline: 'An owner says that an exception is closed. Please verify or reject it.',
    button: 'Verify or reject',
  },
  extension: {
    subject: 'An exception is overdue',
    headline: 'An exception that you granted is overdue. You may extend it, or leave it as it is.',
    button: 'Extend it',
  },
  revocation: {
    subject: 'Revocation proposed',
    headline: 'The engagement manager proposes to revoke the acceptance. Please confirm or decline.',
    button: 'Confirm or decline',
  },
};

/** Nobody disputes anything there: validation found what only the parties may accept. */
const concessionHeadline =
  'Something mandatory is not met. Please settle with those concerned whether it is accepted under an exception, and record an outcome.';

const isForConcession = ({ stage }: Milestone, kind: RequestKind): boolean =>
  kind === 'facilitation' && stage.phase === 'facilitation' && stage.dispute.kind === 'concession';

export const exceptionIn = (event: RecordedEvent): string | undefined =>
  'exceptionId' in event ? event.exceptionId : undefined;

function dueOfException({ milestone, event }: NotificationContext): { by?: string } {
  const exception = milestone.exceptions.find((each) => each.exceptionId === exceptionIn(event));
  return exception ? { by: endOfDate(exception.dueOn, milestone.engagement.contract.calendar) } : {};
}

export function request({ milestone, notification }: NotificationContext, kind: RequestKind): MailContent {
  const { subject, headline, button } = asks[kind];
  return {
    subject: `${subject}: ${milestone.plan.title}`,
    headline: isForConcession(milestone, kind) ? concessionHeadline : headline,
    ...waitedFor(milestone),
    ...actingFor(milestone, kind, notification.recipientId),
    paragraphs: whyYou(milestone, kind, notification.recipientId),
    sections: requestSections(milestone, kind, notification.recipientId),
    next: [nextStep(milestone, notification.recipientId), silenceWords(milestone)].filter(Boolean).join(' '),
    button,
  };
}

const isDuty = (kind: RequestKind): kind is Duty => ['validation', 'review', 'signature'].includes(kind);

function actingFor(milestone: Milestone, kind: RequestKind, personId: string): { onBehalfOf?: string } {
  const { onBehalfOf } = isDuty(kind) ? onBehalf(milestone, kind, personId) : {};
  return onBehalfOf ? { onBehalfOf: nameOf(milestone, onBehalfOf) } : {};
}

function whyYou(milestone: Milestone, kind: RequestKind, personId: string): string[] {
  const delegation = isDuty(kind) ? delegationTo(milestone, kind, personId) : undefined;
  if (!delegation) return [];
  const by = nameOf(milestone, delegation.actor.personId);
  if (delegation.fromPersonId === personId)
    return [`${by} sent you this request anew; links in earlier mails no longer decide.`];
  if (delegation.actor.personId === delegation.memberId)
    return [`${by} asks you to decide on their behalf. The record will say so.`];
  return delegation.memberId === personId
    ? [`${by} gave this back to you.`]
    : [`${by} named you to decide on behalf of ${nameOf(milestone, delegation.memberId)}. The record will say so.`];
}

/** To an address that was corrected: everything the first request said, for who has not seen it. */
export function askedAgain(context: NotificationContext): MailContent {
  const content = request(context, context.notification.asks ?? 'review');
  const why =
    'Your address was corrected; this is what you are asked. Links in mails to any other address open nothing any more.';
  return { ...content, paragraphs: [why, ...content.paragraphs] };
}

export function reminder(context: NotificationContext): MailContent {
  const { milestone, event, notification } = context;
  const kind = requestOf(milestone);
  const what = kind ? asks[kind] : undefined;
  const asked = kind ? request(context, kind) : undefined;
  return {
    subject: `Reminder: ${what ? what.subject.toLowerCase() : phaseWords(milestone)}, ${milestone.plan.title}`,
    headline: asked?.headline ?? `The milestone waits for you in ${phaseWords(milestone)}.`,
    ...waitedFor(milestone),
    ...dueOfException(context),
    ...(asked?.onBehalfOf ? { onBehalfOf: asked.onBehalfOf } : {}),
    paragraphs: ['If you have decided in the meantime, nothing more is needed.'],
    sections: asked?.sections ?? exceptionSection(milestone),
    next: nextStep(milestone, notification.recipientId, exceptionIn(event)),
    ...(what ? { button: what.button } : {}),
  };
}
