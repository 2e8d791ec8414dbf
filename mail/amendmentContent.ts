// The words of mails about what is decided on and becomes another: a package taken back, and an amendment of the plan with what it asks again.
import type { Amendment } from '../domain/amendments/amendment.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { asksOf, proposedWords } from './amendmentSections.ts';
import { changedLines } from './messages/changedLines.ts';
import { names } from './actingNames.ts';
import { subject, written } from './contentSections.ts';
import { formatInstant } from './formatInstant.ts';
import type { MailContent, NotificationContext, Renderer } from './mailContent.ts';
import { request } from './requestContent.ts';

type AmendmentNotification =
  | 'takenBackNotice'
  | 'amendmentRequest'
  | 'amendmentReminder'
  | 'amendmentUnansweredNotice'
  | 'amendmentNotice'
  | 'amendmentEndedNotice';

const found = ({ amendments }: Milestone, id: string): Amendment => {
  const amendment = amendments.find((each) => each.amendmentId === id);
  if (!amendment) throw new RangeError(`There is no amendment ${id}`);
  return amendment;
};

/** By when, and what becomes of it if nobody answers. */
function asking(
  context: NotificationContext,
  { amendmentId, deadline }: { amendmentId: string; deadline: string | undefined },
): MailContent {
  const { milestone, notification, words } = context;
  const { say } = words;
  const amendment = found(milestone, amendmentId);
  const { by: _ofTheStage, ...content } = request(context, 'amendment');
  const { unanswered } = milestone.engagement.contract.amendmentConsent;
  const at = deadline === undefined ? '' : formatInstant(milestone, notification.recipientId, deadline);
  return {
    ...content,
    ...(deadline === undefined ? {} : { by: deadline }),
    paragraphs: [proposedWords(milestone, amendment, words), say(`amend.asks.${asksOf(milestone, amendment)}`)],
    next: [say('amend.request.next'), ...(at === '' ? [] : [say(`amend.unanswered.${unanswered}`, { at })])].join(' '),
  };
}

export const amendmentContent: Record<AmendmentNotification, Renderer> = {
  takenBackNotice: ({ milestone, event, words }) => {
    if (event.type !== 'packageTakenBack') throw new RangeError(`${event.type} takes no package back`);
    const { say } = words;
    const { by, packageVersion, reason } = event.takenBack;
    return {
      subject: subject(milestone, say('takenBack.subject'), words),
      headline: say('takenBack.headline', { name: nameOf(milestone, by), version: String(packageVersion) }),
      paragraphs: [say('takenBack.nothingToDo')],
      sections: written(milestone, say('amend.section.why'), [reason], words),
      next: say('takenBack.next'),
    };
  },
  amendmentRequest: (context) => {
    const { event } = context;
    if (event.type !== 'amendmentProposed') throw new RangeError(`${event.type} proposes no amendment`);
    const { amendmentId } = event.amendment;
    return asking(context, { amendmentId, deadline: event.consentWait?.deadline });
  },
  amendmentReminder: (context) => {
    const { event, words } = context;
    if (event.type !== 'consentStepDue') throw new RangeError(`${event.type} is no step of a consent`);
    const asked = asking(context, event);
    return {
      ...asked,
      isFollowUp: true,
      headline: words.say('mail.reminder.headline', { asked: asked.headline }),
      paragraphs: [words.say('mail.reminder.ifDecided'), ...asked.paragraphs],
    };
  },
  amendmentUnansweredNotice: ({ milestone, event, words }) => {
    if (event.type !== 'consentStepDue') throw new RangeError(`${event.type} is no step of a consent`);
    const { say } = words;
    return {
      subject: subject(milestone, say('amend.late.subject'), words),
      headline: say('amend.late.headline'),
      paragraphs: [
        proposedWords(milestone, found(milestone, event.amendmentId), words),
        say('amend.late.waiting', { names: names(milestone, event.askedIds, words) }),
      ],
      sections: [],
      next: say('amend.late.next'),
    };
  },
  amendmentNotice: ({ milestone, event, words }) => {
    if (event.type !== 'planAmended') throw new RangeError(`${event.type} amends no plan`);
    const { say } = words;
    const amendment = found(milestone, event.amendmentId);
    const { consent } = amendment;
    return {
      subject: subject(milestone, say('amend.notice.subject'), words),
      headline: say('amend.notice.headline', { version: String(event.version) }),
      paragraphs: [
        proposedWords(milestone, amendment, words),
        ...(consent ? [say('amend.notice.consented', { name: nameOf(milestone, consent.by) })] : []),
        say(`amend.asks.${event.asksAgain}`),
      ],
      sections: [
        { title: say('amend.section.changed'), items: changedLines(amendment.changed, words), rest: say('amend.rest') },
        ...written(milestone, say('amend.section.why'), [amendment.reason], words),
      ],
      next: say('amend.notice.next'),
    };
  },
  amendmentEndedNotice: ({ milestone, event, words }) => {
    const { say } = words;
    if (event.type === 'amendmentLapsed')
      return {
        subject: subject(milestone, say('amend.ended.subject'), words),
        headline: say('amend.ended.lapsed'),
        paragraphs: [proposedWords(milestone, found(milestone, event.amendmentId), words)],
        sections: [],
        next: [say('amend.ended.next'), say('amend.ended.again')].join(' '),
      };
    if (event.type !== 'amendmentDeclined' && event.type !== 'amendmentWithdrawn')
      throw new RangeError(`${event.type} ends no amendment`);
    const name = nameOf(milestone, event.by);
    const isDeclined = event.type === 'amendmentDeclined';
    return {
      subject: subject(milestone, say('amend.ended.subject'), words),
      headline: isDeclined ? say('amend.ended.declined', { name }) : say('amend.ended.withdrawn', { name }),
      paragraphs: [proposedWords(milestone, found(milestone, event.amendmentId), words)],
      sections: written(milestone, say('amend.section.why'), [event.reason], words),
      next: say('amend.ended.next'),
    };
  },
};
