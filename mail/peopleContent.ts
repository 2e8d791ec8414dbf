// The words of mails about people who change while a milestone waits: to who is asked again, and to who is to know.
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf } from '../domain/milestone.ts';
import type { Words } from './messages/words.ts';
import { subject } from './contentSections.ts';
import type { Renderer } from './mailContent.ts';
import { askedAgain } from './requestContent.ts';

type Corrected = Extract<RecordedEvent, { type: 'personCorrected' }>;

const fields = ['name', 'email', 'capacity', 'timeZone', 'language'] as const;

/** What changed, as it is now; what was wrong is said to nobody. */
const correctedLines = ({ person, was }: Corrected, { say }: Words): string[] =>
  fields
    .filter((field) => person[field] !== was[field])
    .map((field) => say(`people.field.${field}`, { value: person[field] ?? say('people.asContract') }));

type PeopleNotification = 'askedAgainRequest' | 'personCorrectedNotice';

export const peopleContent: Record<PeopleNotification, Renderer> = {
  askedAgainRequest: (context) => askedAgain(context),
  personCorrectedNotice: ({ milestone, event, notification, words }) => {
    if (event.type !== 'personCorrected') throw new RangeError(`${event.type} corrects nobody`);
    const { say } = words;
    const isTheirs = event.person.personId === notification.recipientId;
    const { name } = event.person;
    const by = nameOf(milestone, event.by);
    return {
      subject: subject(
        milestone,
        isTheirs ? say('people.subject.theirs') : say('people.subject.other', { name }),
        words,
      ),
      headline: isTheirs ? say('people.headline.theirs', { by }) : say('people.headline.other', { by, name }),
      paragraphs: [event.reason],
      sections: [{ title: say('people.now'), items: correctedLines(event, words) }],
      next: say(isTheirs ? 'people.next.theirs' : 'people.next.other'),
    };
  },
};
