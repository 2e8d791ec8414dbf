// The words of mails about what is decided on and becomes another: a package taken back, and an amendment of the plan with what it asks again.
import type { Amendment } from '../domain/amendments/amendment.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { asksOf, proposedWords } from './amendmentSections.ts';
import { changedLines } from './messages/changedLines.ts';
import { subject, written } from './contentSections.ts';
import type { Renderer } from './mailContent.ts';
import { request } from './requestContent.ts';

type AmendmentNotification = 'takenBackNotice' | 'amendmentRequest' | 'amendmentNotice' | 'amendmentEndedNotice';

const found = ({ amendments }: Milestone, id: string): Amendment => {
  const amendment = amendments.find((each) => each.amendmentId === id);
  if (!amendment) throw new RangeError(`There is no amendment ${id}`);
  return amendment;
};

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
    const { milestone, event, words } = context;
    if (event.type !== 'amendmentProposed') throw new RangeError(`${event.type} proposes no amendment`);
    const { by: _waitsForNoDate, ...content } = request(context, 'amendment');
    return {
      ...content,
      paragraphs: [
        proposedWords(milestone, event.amendment, words),
        words.say(`amend.asks.${asksOf(milestone, event.amendment)}`),
      ],
      next: words.say('amend.request.next'),
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
    if (event.type !== 'amendmentDeclined' && event.type !== 'amendmentWithdrawn')
      throw new RangeError(`${event.type} ends no amendment`);
    const { say } = words;
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
