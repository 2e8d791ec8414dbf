// The words of mails about people who change while a milestone waits: to who is asked again, and to who is to know.
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf } from '../domain/milestone.ts';
import type { Renderer } from './mailContent.ts';
import { askedAgain } from './requestContent.ts';

type Corrected = Extract<RecordedEvent, { type: 'personCorrected' }>;

/** What changed, as it is now; what was wrong is said to nobody. */
const correctedLines = ({ person, was }: Corrected): string[] =>
  (
    [
      ['Name', 'name'],
      ['Address', 'email'],
      ['Capacity', 'capacity'],
      ['Time zone', 'timeZone'],
      ['Language', 'language'],
    ] as const
  ).flatMap(([title, field]) =>
    person[field] === was[field] ? [] : [`${title}: ${person[field] ?? 'that of the contract'}`],
  );

type PeopleNotification = 'askedAgainRequest' | 'personCorrectedNotice';

export const peopleContent: Record<PeopleNotification, Renderer> = {
  askedAgainRequest: (context) => askedAgain(context),
  personCorrectedNotice: ({ milestone, event, notification }) => {
    const isTheirs = event.type === 'personCorrected' && event.person.personId === notification.recipientId;
    const whose = event.type === 'personCorrected' ? event.person.name : 'a person';
    return {
      subject: `${isTheirs ? 'Your details were corrected' : `Details of ${whose} were corrected`}: ${milestone.plan.title}`,
      headline: `${event.type === 'personCorrected' ? nameOf(milestone, event.by) : 'Somebody'} corrected ${isTheirs ? 'your details' : `the details of ${whose}`}.`,
      paragraphs: event.type === 'personCorrected' ? [event.reason] : [],
      sections: event.type === 'personCorrected' ? [{ title: 'As they are now', items: correctedLines(event) }] : [],
      next: isTheirs
        ? 'If this is not right, tell the engagement manager and the engagement sponsor. What you decided before stands under the name you gave then.'
        : 'If this is not right, say so at once: links and mails to this person go there from now on. What they decided before stands.',
    };
  },
};
