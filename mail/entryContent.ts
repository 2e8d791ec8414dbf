// The words of mails about what the firm entered as somebody's decision: to whose it is said to be, and what became of it.
import { nameOf, type EnteredDecision, type Milestone } from '../domain/milestone.ts';
import { standingEntries } from '../domain/entered/entries.ts';
import { deciderName } from './actingNames.ts';
import type { Words } from './messages/words.ts';
import { digestsOf, filesNamed, subject, written } from './contentSections.ts';
import { formatInstant } from './formatInstant.ts';
import type { MailContent, MailSection, NotificationContext, Renderer } from './mailContent.ts';

type EntryNotification = 'entryNotice' | 'entryPeriodNotice' | 'entryOutcomeNotice';

const entryIn = ({ milestone, event }: NotificationContext): EnteredDecision | undefined =>
  'entry' in event
    ? event.entry
    : milestone.entered.find((each) => 'entryId' in event && each.entryId === event.entryId);

/** The document it was entered by, named in a section and by digest for who verifies. */
const documentOf = (
  { files, decidedOn }: EnteredDecision,
  words: Words,
): { sections: MailSection[]; verification: string[] } => ({
  sections: [
    {
      title: words.say('entry.document', { date: words.date(decidedOn) }),
      items: filesNamed(files),
      rest: words.say('list.onPage'),
    },
  ],
  verification: digestsOf(files, words),
});

function entryNotice(context: NotificationContext): MailContent {
  const { milestone, notification, words } = context;
  const { say } = words;
  const entry = entryIn(context);
  if (!entry) throw new RangeError(`${context.event.type} enters nothing`);
  const name = nameOf(milestone, entry.personId);
  const isTheirs = notification.recipientId === entry.personId;
  const until = formatInstant(milestone, notification.recipientId, entry.objectBy);
  const said = {
    enterer: nameOf(milestone, entry.enteredBy),
    firm: milestone.engagement.firm,
    what: say(`entry.${entry.duty}`),
  };
  return {
    subject: subject(milestone, isTheirs ? say('entry.subject.theirs') : say('entry.subject.other', { name }), words),
    headline: isTheirs ? say('entry.headline.theirs', said) : say('entry.headline.other', { ...said, name }),
    by: entry.objectBy,
    paragraphs: [isTheirs ? say('entry.notYourSignature') : say('entry.notASignature', { name, until })],
    ...documentOf(entry, words),
    next: isTheirs ? say('entry.next.theirs', { until }) : say('entry.next.other'),
    ...(isTheirs ? { button: say('ask.objection.button') } : {}),
  };
}

function entryPeriodNotice(context: NotificationContext): MailContent {
  const { milestone, event, notification, words } = context;
  const { say } = words;
  const reasons = event.type === 'objectionPeriodExtended' ? event.reasons : [];
  const entry = entryIn(context);
  const document = entry ? documentOf(entry, words) : { sections: [] };
  const at = formatInstant(milestone, notification.recipientId, entry?.objectBy ?? event.at);
  return {
    subject: subject(milestone, say('entryPeriod.subject'), words),
    headline: say('entryPeriod.headline'),
    ...(entry ? { by: entry.objectBy } : {}),
    paragraphs: reasons,
    ...document,
    next: say('entryPeriod.next', { at }),
    button: say('ask.objection.button'),
  };
}

function entryOutcomeNotice(context: NotificationContext): MailContent {
  const { milestone, event, notification, words } = context;
  const { say } = words;
  const entry = entryIn(context);
  const isTheirs = notification.recipientId === entry?.personId;
  const name = nameOf(milestone, entry?.personId ?? '');
  const what = isTheirs ? say('entryOutcome.subject.theirs') : say('entryOutcome.subject.other', { name });
  const document = entry ? documentOf(entry, words) : { sections: [] };
  if (event.type === 'entryUpheld')
    return {
      subject: subject(milestone, what, words),
      headline: isTheirs ? say('entryOutcome.upheld.theirs') : say('entryOutcome.upheld.other', { name }),
      paragraphs: [say('entryOutcome.nobodySigned')],
      ...document,
      next: say(isTheirs ? 'entryOutcome.counts.theirs' : 'entryOutcome.counts.other'),
    };
  const dropped = isTheirs ? say('entryOutcome.dropped.theirs') : say('entryOutcome.dropped.other', { name });
  const why = event.type === 'entryOpposed' ? [event.reasons] : [];
  return {
    subject: subject(milestone, what, words),
    headline:
      event.type === 'entryOpposed'
        ? say('entryOutcome.opposed', { name: nameOf(milestone, event.actor.personId) })
        : dropped,
    paragraphs: event.type === 'entryDropped' ? event.reasons : [],
    ...document,
    sections: [...written(milestone, say('mail.section.reasonsGiven'), why, words), ...document.sections],
    next: isTheirs ? say('entryOutcome.still.theirs') : say('entryOutcome.still.other', { name }),
  };
}

export const entryContent: Record<EntryNotification, Renderer> = { entryNotice, entryPeriodNotice, entryOutcomeNotice };

/** In mails that tell of an acceptance: apart from who signed. */
export const enteredSection = (milestone: Milestone, words: Words): MailSection[] => {
  const { say, date } = words;
  const items = [...standingEntries(milestone, 'review'), ...standingEntries(milestone, 'signature')].map((each) =>
    say('entered.line', {
      name: deciderName(milestone, each, words),
      capacity: each.capacity,
      what: say(`entry.${each.duty}`),
      date: date(each.decidedOn),
      enterer: nameOf(milestone, each.enteredBy),
    }),
  );
  return items.length > 0 ? [{ title: say('entered.title'), items }] : [];
};
