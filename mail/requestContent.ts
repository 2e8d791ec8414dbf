// The words of mails that ask for a decision, and of their reminders.
import { openPart, valueOf } from '../domain/acceptance/parts.ts';
import { endOfDate } from '../domain/time/businessTime.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { requestOf } from '../domain/requests/openRequests.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { onBehalf, delegationTo, type Duty } from '../domain/people/assignments.ts';
import type { Words } from './messages/words.ts';
import { exceptionSection, phaseWords, subject, waitedFor } from './contentSections.ts';
import type { MailContent, NotificationContext } from './mailContent.ts';
import { nextStep, silenceWords } from './nextStep.ts';
import { requestSections } from './requestSections.ts';

const isForConcession = ({ stage }: Milestone, kind: RequestKind): boolean =>
  kind === 'facilitation' && stage.phase === 'facilitation' && stage.dispute.kind === 'concession';

export const exceptionIn = (event: RecordedEvent): string | undefined =>
  'exceptionId' in event ? event.exceptionId : undefined;

function dueOfException({ milestone, event }: NotificationContext): { by?: string } {
  const exception = milestone.exceptions.find((each) => each.exceptionId === exceptionIn(event));
  return exception ? { by: endOfDate(exception.dueOn, milestone.engagement.contract.calendar) } : {};
}

function headlineOf(milestone: Milestone, kind: RequestKind, { say }: Words): string {
  if (isForConcession(milestone, kind)) return say('ask.concession');
  return kind === 'signature' && openPart(milestone) ? say('ask.part') : say(`ask.${kind}.headline`);
}

export function request({ milestone, notification, words }: NotificationContext, kind: RequestKind): MailContent {
  const { say } = words;
  const { recipientId } = notification;
  return {
    subject: askingSubject(milestone, kind, words),
    headline: headlineOf(milestone, kind, words),
    ...waitedFor(milestone),
    ...actingFor(milestone, kind, recipientId),
    paragraphs: whyYou(milestone, kind, recipientId, words),
    sections: requestSections(milestone, kind, recipientId, words),
    next: [nextStep(milestone, recipientId), silenceWords(milestone, words)].filter(Boolean).join(' '),
    button: say(`ask.${kind}.button`),
  };
}

/** The same for as long as it is asked, so that mail programs keep one thread of it; with the money where money is decided on. */
function askingSubject(milestone: Milestone, kind: RequestKind, words: Words): string {
  const what = words.say(`ask.${kind}.subject`);
  const { currency } = milestone.plan.value;
  const part = kind === 'signature' ? openPart(milestone) : undefined;
  const amount = part ? valueOf(milestone, part.deliverableIds) : milestone.plan.value.amount;
  return kind === 'signature' || kind === 'determination'
    ? words.say('mail.subjectAmount', { what, title: milestone.plan.title, amount: words.money(amount, currency) })
    : subject(milestone, what, words);
}

const isDuty = (kind: RequestKind): kind is Duty => ['validation', 'review', 'signature'].includes(kind);

function actingFor(milestone: Milestone, kind: RequestKind, personId: string): { onBehalfOf?: string } {
  const { onBehalfOf } = isDuty(kind) ? onBehalf(milestone, kind, personId) : {};
  return onBehalfOf ? { onBehalfOf: nameOf(milestone, onBehalfOf) } : {};
}

function whyYou(milestone: Milestone, kind: RequestKind, personId: string, { say }: Words): string[] {
  const delegation = isDuty(kind) ? delegationTo(milestone, kind, personId) : undefined;
  if (!delegation) return [];
  const by = nameOf(milestone, delegation.actor.personId);
  if (delegation.kind === 'deputised')
    return delegation.memberId === personId
      ? [say('ask.why.fromDeputy', { deputy: nameOf(milestone, delegation.fromPersonId) })]
      : [say('ask.why.deputy', { by, other: nameOf(milestone, delegation.memberId) })];
  if (delegation.fromPersonId === personId) return [say('ask.why.anew', { by })];
  if (delegation.actor.personId === delegation.memberId) return [say('ask.why.theirBehalf', { by })];
  return delegation.memberId === personId
    ? [say('ask.why.back', { by })]
    : [say('ask.why.othersBehalf', { by, other: nameOf(milestone, delegation.memberId) })];
}

/** To an address that was corrected: everything the first request said, for who has not seen it. */
export function askedAgain(context: NotificationContext): MailContent {
  const content = request(context, context.notification.asks ?? 'review');
  return { ...content, paragraphs: [context.words.say('askedAgain.why'), ...content.paragraphs] };
}

export function reminder(context: NotificationContext): MailContent {
  const { milestone, event, notification, words } = context;
  const { say } = words;
  const kind = requestOf(milestone);
  const asked = kind ? request(context, kind) : undefined;
  const phase = phaseWords(milestone, words);
  return {
    ...(kind
      ? { subject: askingSubject(milestone, kind, words), isFollowUp: true }
      : { subject: say('mail.reminder.subject', { asked: phase, title: milestone.plan.title }) }),
    headline: asked ? say('mail.reminder.headline', { asked: asked.headline }) : say('mail.reminder.waits', { phase }),
    ...waitedFor(milestone),
    ...dueOfException(context),
    ...(asked?.onBehalfOf ? { onBehalfOf: asked.onBehalfOf } : {}),
    paragraphs: [say('mail.reminder.ifDecided')],
    sections: asked?.sections ?? exceptionSection(milestone, words),
    next: nextStep(milestone, notification.recipientId, exceptionIn(event)),
    ...(asked?.button ? { button: asked.button } : {}),
  };
}
