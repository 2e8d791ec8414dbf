// The words of mails about people who change while a milestone waits: to who is asked again, and to who is to know.
import type { RecordedEvent } from '../domain/events.ts';
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { leavingTooEarly, neededLeavers } from '../domain/people/departures.ts';
import type { Words } from './messages/words.ts';
import { subject } from './contentSections.ts';
import type { Renderer } from './mailContent.ts';
import { askedAgain } from './requestContent.ts';

type Corrected = Extract<RecordedEvent, { type: 'personCorrected' }>;

const fields = ['name', 'email', 'capacity', 'timeZone', 'language'] as const;

/** What changed, as it is now; what was wrong is said to nobody. */
const correctedLines = ({ person, was }: Corrected, { say, date }: Words): string[] => [
  ...fields
    .filter((field) => person[field] !== was[field])
    .map((field) => say(`people.field.${field}`, { value: person[field] ?? say('people.asContract') })),
  ...(person.lastDayOn === was.lastDayOn
    ? []
    : [
        person.lastDayOn === undefined
          ? say('people.stays')
          : say('people.field.lastDayOn', { date: date(person.lastDayOn) }),
      ]),
];

/** What somebody who leaves will still be needed for then. */
const tooEarly = (milestone: Milestone, personId: string, { say, date }: Words): string[] =>
  leavingTooEarly(milestone)
    .filter((each) => each.personId === personId)
    .map(({ until }) => say('people.neededUntil', { date: date(until) }));

type PeopleNotification = 'askedAgainRequest' | 'personCorrectedNotice' | 'personLeftNotice';

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
      sections: [
        {
          title: say('people.now'),
          items: [
            ...correctedLines(event, words),
            ...(isTheirs ? [] : tooEarly(milestone, event.person.personId, words)),
          ],
        },
      ],
      next: say(isTheirs ? 'people.next.theirs' : 'people.next.other'),
    };
  },
  personLeftNotice: ({ milestone, event, words }) => {
    if (event.type !== 'personLeft') throw new RangeError(`Nobody left with ${event.type}`);
    const { say, date } = words;
    const name = nameOf(milestone, event.personId);
    const duties = neededLeavers(milestone).find((each) => each.personId === event.personId)?.duties ?? [];
    return {
      subject: subject(milestone, say('people.left.subject', { name }), words),
      headline: say('people.left.headline', { name, date: date(event.lastDayOn) }),
      paragraphs: [],
      sections: [{ title: say('people.left.owed'), items: duties.map((each) => say(`people.left.${each}`)) }],
      next: say('people.left.next'),
    };
  },
};
