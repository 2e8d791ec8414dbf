// The words of mails about standing deputies: named, ended, and asked instead of somebody.
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import type { Deputyship } from '../domain/people/deputyship.ts';
import { subject, written } from './contentSections.ts';
import type { MailContent, Renderer } from './mailContent.ts';
import type { Words } from './messages/words.ts';

/** "from 1 March 2026 to 14 March 2026", or what goes instead of days. */
export const deputyDays = ({ from, until }: Pick<Deputyship, 'from' | 'until'>, { say, date }: Words): string =>
  from === undefined || until === undefined
    ? say('deputy.whenAway')
    : say('deputy.days', { from: date(from), until: date(until) });

export const deputyContent: Record<'deputyNotice', Renderer> = {
  deputyNotice: ({ milestone, event, words }) => {
    const { say } = words;
    const deputyship = deputyshipIn(milestone, event);
    const { personId, deputyId, actor } = deputyship;
    const isEnded = event.type === 'deputyEnded';
    const [name, deputy] = [nameOf(milestone, personId), nameOf(milestone, deputyId)];
    return {
      subject: subject(milestone, say(isEnded ? 'deputy.ended.subject' : 'deputy.subject', { name }), words),
      headline: isEnded
        ? say('deputy.ended.headline', { name, deputy, by: nameOf(milestone, event.by) })
        : say('deputy.headline', { name, deputy, days: deputyDays(deputyship, words) }),
      paragraphs: isEnded
        ? [say('deputy.ended.says', { name })]
        : [say('deputy.namedBy', { by: nameOf(milestone, actor.personId) }), say('deputy.says')],
      sections: written(milestone, say('time.why'), [isEnded ? event.reason : deputyship.reason], words),
      next: say(isEnded ? 'deputy.ended.next' : 'deputy.next'),
    };
  },
};

function deputyshipIn(milestone: Milestone, event: RecordedEvent): Deputyship {
  if (event.type === 'deputyNamed' || event.type === 'deputyAppointed') return event.deputyship;
  const id = event.type === 'deputyEnded' ? event.deputyshipId : undefined;
  const found = milestone.deputies.find((each) => each.deputyshipId === id);
  if (!found) throw new RangeError(`${event.type} is about no deputy`);
  return found;
}

/** To whoever is not asked for now: the person whose deputy is, or the deputy whose time is over. */
export function deputised({
  milestone,
  event,
  words,
}: {
  milestone: Milestone;
  event: Extract<RecordedEvent, { type: 'deputised' }>;
  words: Words;
}): MailContent {
  const { say } = words;
  const { duty: of, toPersonId, memberId } = event.delegation;
  const duty = say(`passedOn.duty.${of}`);
  const to = nameOf(milestone, toPersonId);
  const isBack = toPersonId === memberId;
  return {
    subject: subject(milestone, say('passedOn.reassigned'), words),
    headline: isBack ? say('deputy.back.headline', { to, duty }) : say('deputy.asked.headline', { to, duty }),
    paragraphs: [say('passedOn.nothingToDo')],
    sections: [],
    next: isBack ? say('passedOn.reassignedNext') : say('deputy.asked.next', { to }),
  };
}
