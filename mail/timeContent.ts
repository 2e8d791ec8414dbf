// The words of mails about time that stands still, about who needs longer or more, and about a signature that was withdrawn.
import { nameOf } from '../domain/milestone.ts';
import { subject, written } from './contentSections.ts';
import { formatInstant } from './formatInstant.ts';
import type { MailContent, NotificationContext, Renderer } from './mailContent.ts';
import { request } from './requestContent.ts';

type TimeNotification =
  | 'signatureWithdrawnNotice'
  | 'notTheirsNotice'
  | 'informationRequest'
  | 'informationNotice'
  | 'clockNotice'
  | 'moreTimeRequest';

const deadlineOf = ({ milestone, notification }: NotificationContext): string =>
  'wait' in milestone.stage ? formatInstant(milestone, notification.recipientId, milestone.stage.wait.deadline) : '';

const wrong = ({ event }: NotificationContext): RangeError =>
  new RangeError(`${event.type} is not what this mail is about`);

function clockNotice(context: NotificationContext): MailContent {
  const { milestone, event, words } = context;
  const { say } = words;
  if (event.type !== 'clockStopped' && event.type !== 'clockResumed') throw wrong(context);
  const { stop } = event;
  const { firm, client } = milestone.engagement;
  const who = stop.awaits === 'client' ? client : firm;
  const waited = [
    ...written(milestone, say('clock.waitedFor'), [stop.reason], words),
    ...written(milestone, say('clock.came'), stop.note === undefined ? [] : [stop.note], words),
  ];
  if (event.type === 'clockStopped')
    return {
      subject: subject(milestone, say('clock.subject.stopped'), words),
      headline: say('clock.headline.stopped', { by: nameOf(milestone, stop.by), who }),
      paragraphs: [say('clock.decideAllTheSame')],
      sections: waited,
      next: say('clock.next.stopped'),
    };
  return {
    subject: subject(milestone, say('clock.subject.runs'), words),
    headline: say('clock.headline.runs', { by: nameOf(milestone, event.by), at: deadlineOf(context) }),
    paragraphs: [say('clock.moved')],
    sections: waited,
    next: say('clock.next.runs'),
  };
}

export const timeContent: Record<TimeNotification, Renderer> = {
  clockNotice,
  signatureWithdrawnNotice: (context) => {
    const { milestone, event, words } = context;
    const { say } = words;
    if (event.type !== 'signatureWithdrawn') throw wrong(context);
    return {
      subject: subject(milestone, say('withdrawn.subject'), words),
      headline: say('withdrawn.headline', { name: nameOf(milestone, event.withdrawal.personId) }),
      paragraphs: [say('withdrawn.others')],
      sections: written(milestone, say('time.why'), [event.withdrawal.reason], words),
      next: say('withdrawn.next'),
    };
  },
  notTheirsNotice: (context) => {
    const { milestone, event, words } = context;
    const { say } = words;
    if (event.type !== 'decidingDeclined') throw wrong(context);
    const { personId, proposedId, reason } = event.declined;
    const proposed =
      proposedId === undefined
        ? say('notTheirs.proposesNobody')
        : say('notTheirs.proposes', { other: nameOf(milestone, proposedId) });
    return {
      subject: subject(milestone, say('notTheirs.subject'), words),
      headline: say('notTheirs.headline', { name: nameOf(milestone, personId) }),
      paragraphs: [proposed, say('notTheirs.runsOn')],
      sections: written(milestone, say('time.why'), [reason], words),
      next: say('notTheirs.next'),
    };
  },
  informationRequest: (context) => {
    const { milestone, event, words } = context;
    const { say } = words;
    if (event.type !== 'informationAsked') throw wrong(context);
    return {
      subject: subject(milestone, say('inquiry.subject'), words),
      headline: say('inquiry.headline', { name: nameOf(milestone, event.stop.by) }),
      paragraphs: [say('inquiry.standsStill')],
      sections: written(milestone, say('inquiry.what'), [event.stop.reason], words),
      next: say('inquiry.next'),
    };
  },
  informationNotice: (context) => {
    const { milestone, event, notification, words } = context;
    const { say } = words;
    if (event.type !== 'clockResumed') throw wrong(context);
    const content = request(context, notification.asks ?? 'review');
    const { reason, note } = event.stop;
    return {
      ...content,
      subject: subject(milestone, say('answered.subject'), words),
      headline: say('answered.headline'),
      sections: [
        { title: say('answered.asked'), items: [reason] },
        ...written(milestone, say('answered.answer'), note === undefined ? [] : [note], words),
        ...content.sections,
      ],
    };
  },
  moreTimeRequest: (context) => {
    const { milestone, event, words } = context;
    const { say, date } = words;
    if (event.type !== 'moreTimeAsked') throw wrong(context);
    const name = nameOf(milestone, event.asked.personId);
    return {
      subject: subject(milestone, say('moreTime.subject'), words),
      headline: say('moreTime.headline', { name, date: date(event.newDeadlineOn) }),
      paragraphs: [say('moreTime.deadline', { at: deadlineOf(context) })],
      sections: written(milestone, say('time.why'), [event.reason], words),
      next: say('moreTime.next'),
    };
  },
};
